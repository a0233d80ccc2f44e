package io.wutong.catalogue;

import io.wutong.catalogue.rules.LineSplit;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 2301: the place of care splits each line by its catalogue, stores it, keeps the visit's running sums and answers. The
 * home is told only when its legacy system wants lines; a home in our store needs none.
 */
public final class UploadLines implements CareSide, HomeSide {

    @Override
    public Needs needs(Message message) {
        Set<Key<?>> keys = new LinkedHashSet<>();
        for (Body line : message.envelope().input().bodies("feedetail")) {
            String mdtrtId = line.textOr("mdtrt_id", "");
            keys.add(Visit.key(message.care().id(), mdtrtId));
            keys.add(FeeLine.key(message.care().id(), mdtrtId, line.textOr("feedetl_sn", "")));
        }
        return new Needs(List.copyOf(keys), List.of());
    }

    @Override
    public Step before(Message message, Rows rows) {
        Split split = split(message, rows);
        return Step.forward(message.arrival().destination(), split.visit().care(), List.of());
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (!(home instanceof Outcome.Succeeded)) {
            return Reply.of(home);
        }
        Split split = split(message, rows);
        List<Row> writes = new ArrayList<>(split.lines());
        writes.add(split.visit());
        Body output = Body.builder()
                .put("result", split.lines().stream().map(FeeLine::toResult).toList())
                .build();
        return Reply.done(output, writes, split.visit().mdtrtId());
    }

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.NONE;
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        return Reply.done(Body.EMPTY, List.of(), "");
    }

    private record Split(Visit visit, List<FeeLine> lines) {}

    private static Split split(Message message, Rows rows) {
        List<Body> list = message.envelope().input().bodies("feedetail");
        if (list.isEmpty()) {
            throw Fault.FIELD.refusal("input.feedetail", "不能为空");
        }
        String mdtrtId = Envelope.required(list.get(0), "mdtrt_id");
        Visit visit = Visits.atCare(message, rows, mdtrtId, Envelope.required(list.get(0), "psn_no"));
        if (visit.state() != VisitState.OPEN && visit.state() != VisitState.DISCHARGED) {
            throw Fault.VISITSTATE.refusal(
                    mdtrtId, visit.state().zh(), message.transaction().titleZh());
        }
        Catalogue catalogue = message.directory().catalogue(message.sender().area());
        List<FeeLine> lines = new ArrayList<>();
        Set<String> serials = new LinkedHashSet<>();
        for (Body row : list) {
            FeeLine line = line(visit, row, catalogue);
            if (!Envelope.required(row, "mdtrt_id").equals(mdtrtId)
                    || !Envelope.required(row, "psn_no").equals(visit.psnNo())) {
                throw Fault.VISITPERSON.refusal(mdtrtId);
            }
            if (!serials.add(line.feedetlSn())
                    || rows.one(line.key()).filter(held -> !held.voided()).isPresent()) {
                throw Fault.LINEDUP.refusal(line.feedetlSn());
            }
            lines.add(line);
            visit = visit.withLine(line, 1);
        }
        return new Split(visit, lines);
    }

    private static FeeLine line(Visit visit, Body row, Catalogue catalogue) {
        String serial = Envelope.required(row, "feedetl_sn");
        long amount = Envelope.amount(row, "det_item_fee_sumamt");
        BigDecimal cnt = number(row, "cnt");
        BigDecimal pric = number(row, "pric");
        if (LineSplit.amount(cnt, pric) != amount) {
            throw Fault.LINESUM.refusal(serial);
        }
        String code = Envelope.required(row, "med_list_codg");
        Optional<CatalogueItem> item = catalogue.find(code);
        LineSplit split = LineSplit.of(item, cnt, amount);
        return new FeeLine(
                visit.node(),
                visit.mdtrtId(),
                serial,
                code,
                cnt.toPlainString(),
                pric.toPlainString(),
                amount,
                item.map(CatalogueItem::level).orElse("03"),
                item.map(i -> BigDecimal.valueOf(i.selfPayBp(), 4).toPlainString())
                        .orElse("1.0000"),
                split.ownPayFen(),
                split.overLimitFen(),
                split.priorSelfPayFen(),
                split.inScopeFen(),
                false);
    }

    private static BigDecimal number(Body row, String name) {
        try {
            return new BigDecimal(Envelope.required(row, name));
        } catch (NumberFormatException e) {
            throw Fault.AMOUNT.refusal(name);
        }
    }
}
