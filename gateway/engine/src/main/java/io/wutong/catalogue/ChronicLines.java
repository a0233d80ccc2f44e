package io.wutong.catalogue;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.FeeLine;
import io.wutong.visit.PersonVisit;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * 5205, which drugs a person was given for chronic diseases: the home answers with those of its own institutions, the
 * place of care adds those of its own. Lines lie where the care was given, so what a third place gave is not in it.
 */
public final class ChronicLines implements CareSide, HomeSide {

    /** Each answer is kept in the journal. */
    static final int ROWS_MAX = 500;

    private static final String LIST = "feedetail";
    private static final String CHRONIC = "14";
    /** 西药, 中药饮片, 中成药. */
    private static final Set<String> DRUGS = Set.of("09", "10", "11");

    /** The same by their national codes, where the catalogue says no type of charge. */
    private static final Pattern DRUG_CODE = Pattern.compile("X.{22}|Z.{19}|T.{9}|T.{19}");

    @Override
    public Needs needs(Message message) {
        return Needs.groups(visits(message, message.care().id()));
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return lines(rows.all(visits(message, message.care().id())));
    }

    @Override
    public Step before(Message message, Rows rows) {
        return Step.forward(message.arrival().destination(), null, List.of());
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (!(home instanceof Outcome.Succeeded<Body> said)) {
            return Reply.of(home);
        }
        List<Body> all = new ArrayList<>(said.answer().bodies(LIST));
        Set<String> told = new HashSet<>();
        all.forEach(row -> told.add(name(row)));
        given(message, message.care().id(), rows).stream()
                .filter(row -> told.add(name(row)))
                .forEach(all::add);
        return Reply.done(output(all), List.of(), "");
    }

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.groups(visits(message, home.id()));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        return lines(rows.all(visits(message, home.id())));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        return Reply.done(output(given(message, home.id(), rows)), List.of(), "");
    }

    private static Body output(List<Body> rows) {
        if (rows.size() > ROWS_MAX) {
            throw Fault.FIELD.refusal("endtime", "超过" + ROWS_MAX + "条,请缩短时间段");
        }
        return Body.builder().put(LIST, rows).build();
    }

    private static Key<PersonVisit> visits(Message message, String node) {
        return PersonVisit.of(node, message.data("data").textOr("psn_no", ""));
    }

    private static Needs lines(List<PersonVisit> index) {
        List<Key<?>> groups = new ArrayList<>();
        for (PersonVisit one : index) {
            groups.add(Visit.key(one.node(), one.mdtrtId()));
            groups.add(ChargeBatch.of(one.node(), one.mdtrtId()));
            groups.add(FeeLine.of(one.node(), one.mdtrtId()));
        }
        return new Needs(List.of(), groups);
    }

    private static List<Body> given(Message message, String node, Rows rows) {
        Body data = message.data("data");
        String begin = Envelope.required(data, "begntime");
        String end = data.textOr("endtime", "");
        List<Body> given = new ArrayList<>();
        for (PersonVisit one : rows.all(visits(message, node))) {
            Visit visit = rows.one(Visit.key(node, one.mdtrtId())).orElse(null);
            if (visit == null || visit.state() == VisitState.VOID || visit.state() == VisitState.OPENING) {
                continue;
            }
            Set<String> batches = new HashSet<>();
            rows.all(ChargeBatch.of(node, one.mdtrtId())).stream()
                    .filter(batch -> !batch.disease().isEmpty())
                    .forEach(batch -> batches.add(batch.batch()));
            boolean chronic = visit.medType().startsWith(CHRONIC) || (bought(visit) && visit.disease() != null);
            rows.all(FeeLine.of(node, one.mdtrtId())).stream()
                    .filter(line -> !line.voided() && isDrug(line))
                    .filter(line -> chronic || batches.contains(line.detail().batch()))
                    .filter(line -> line.detail().feeTime().compareTo(begin) >= 0)
                    .filter(line -> end.isEmpty() || line.detail().feeTime().compareTo(end) <= 0)
                    .forEach(line -> given.add(row(visit, line)));
        }
        return given;
    }

    private static boolean isDrug(FeeLine line) {
        String type = line.detail().chargeType();
        return DRUGS.contains(type)
                || (type.equals(FeeLine.Detail.NONE.chargeType())
                        && DRUG_CODE.matcher(line.medListCodg()).matches());
    }

    /** A pharmacy's: neither registered nor admitted. */
    private static boolean bought(Visit visit) {
        return visit.medType().startsWith("4");
    }

    private static Body row(Visit visit, FeeLine line) {
        FeeLine.Detail detail = line.detail();
        return Body.builder()
                .put("mdtrt_id", visit.mdtrtId())
                .put("feedetl_sn", line.feedetlSn())
                .put("fixmedins_code", visit.fixmedinsCode())
                .put("fixmedins_name", visit.fixmedinsName())
                .put("psn_no", visit.psnNo())
                .put("med_type", visit.medType())
                .put("fee_ocur_time", detail.feeTime())
                .put("cnt", new Value.Num(line.cnt()))
                .put("pric", new Value.Num(line.pric()))
                .put("chrgitm_lv", line.level())
                .put("hilist_code", detail.hilistCode())
                .put("med_list_codg", line.medListCodg())
                .put("medins_list_codg", detail.localCode())
                .put("medins_list_name", detail.localName())
                .put("med_chrgitm_type", detail.chargeType())
                .put("lmt_used_flag", detail.limited() ? "1" : "0")
                .build();
    }

    private static String name(Body row) {
        return row.textOr("mdtrt_id", row.textOr("fixmedins_code", "")) + "/" + row.textOr("feedetl_sn", "");
    }
}
