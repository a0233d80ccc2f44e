package io.wutong.coverage;

import io.vertx.core.Future;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Directory;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A referral on identity card and referral slip alone. The form is filled in from the visit but for where to and why; the home
 * says whether the card is the patient's (1101) and keeps the filing (2501), which its responsible level may have to approve
 * of. The same referral again (visit, slip, receiving institution) is the same message, so the same filing at any home.
 */
public final class ReferralForm {

    /** What is left to fill in. */
    private static final List<String> LEFT = List.of("reflin_medins_no", "refl_rea");

    private static final String SLIP = "slip_no";
    private static final int SLIP_LENGTH_MAX = 64;
    private static final int CODE_LENGTH = 12;
    private static final int AREA_END = 7;

    private final Clock clock;
    private final Store store;
    private final OurMessages messages;
    private final Supplier<Directory> directory;

    public ReferralForm(Clock clock, Store store, OurMessages messages, Supplier<Directory> directory) {
        this.clock = clock;
        this.store = store;
        this.messages = messages;
        this.directory = directory;
    }

    /** The form as far as it is known. */
    public Future<Body> show(String node, String mdtrtId, String institution) {
        return visit(node, mdtrtId, institution)
                .map(visit -> Body.builder()
                        .put("form", filled(visit))
                        .put("left", LEFT.stream().map(Value::text).toList())
                        .build());
    }

    private Future<Visit> visit(String node, String mdtrtId, String institution) {
        Key<Visit> key = Visit.key(node, mdtrtId);
        return store.read(Needs.rows(key), rows -> rows.one(key))
                .compose(found -> found.filter(visit -> visit.fixmedinsCode().equals(institution)
                                && visit.side() == Visit.Side.CARE
                                && visit.state() != VisitState.VOID)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(Fault.VISIT.refusal(mdtrtId))));
    }

    private Body filled(Visit visit) {
        String today = LocalDate.ofInstant(clock.now(), Clock.ZONE).toString();
        return Body.builder()
                .put("psn_no", visit.psnNo())
                .put("insutype", visit.insutype())
                .put("insu_optins", visit.homeArea())
                .put("diag_code", visit.diagnosisCode())
                .put("diag_name", visit.diagnosisName())
                .put("hosp_agre_refl_flag", "1")
                .put("refl_type", "1")
                .put("refl_date", today)
                .put("begndate", today)
                .put("refl_opnn", "同意转诊")
                .build();
    }

    /**
     * Files it.
     *
     * @param told {@code mdtrt_id}, {@code certno}, {@code slip_no}, {@code reflin_medins_no}, {@code refl_rea}; the name of
     *     an institution that is not known here as {@code reflin_medins_name}
     */
    public Future<Body> file(String node, String institution, Body told) {
        String certno = Envelope.required(told, "certno");
        String slip = Envelope.required(told, SLIP);
        if (slip.length() > SLIP_LENGTH_MAX) {
            throw Fault.FIELD.refusal(SLIP, "最长" + SLIP_LENGTH_MAX + "个字符");
        }
        String to = Envelope.required(told, "reflin_medins_no");
        String why = Envelope.required(told, "refl_rea");
        return visit(node, Envelope.required(told, "mdtrt_id"), institution).compose(visit -> {
            Body.Builder form = Body.builder().putAll(filled(visit)).putAll(receiving(to, told));
            form.put("refl_rea", why).put("refl_opnn", "同意转诊，转诊单" + slip);
            return ofHome("1101", messages.msgid(institution), visit, Body.of("data", card(certno)))
                    .compose(known -> isHis(known, visit)
                            ? store.commit(id(node, visit, to, slip))
                                    .compose(filed -> ofHome(
                                            "2501",
                                            filed.msgid(),
                                            visit,
                                            filed.input().orElseGet(() -> Body.of("refmedin", form.build()))))
                            : Future.succeededFuture(known))
                    .map(answered -> shown(answered, visit));
        });
    }

    private ReferralId id(String node, Visit visit, String to, String slip) {
        String institution = visit.fixmedinsCode();
        return new ReferralId(
                directory
                        .get()
                        .topology()
                        .find(institution)
                        .orElseThrow(() -> Fault.INSTITUTION.refusal(institution))
                        .id(),
                institution,
                ReferralId.key(node, visit.mdtrtId(), to, slip),
                messages.msgid(institution),
                clock.civil().toLocalDate());
    }

    private static Body card(String certno) {
        return Body.builder()
                .put("mdtrt_cert_type", "02")
                .put("mdtrt_cert_no", certno)
                .put("psn_cert_type", "01")
                .put("certno", certno)
                .build();
    }

    private Body receiving(String code, Body told) {
        Institution known = directory.get().institutions().get(code);
        if (known == null && code.length() != CODE_LENGTH) {
            throw Fault.INSTITUTION.refusal(code);
        }
        return Body.builder()
                .put("reflin_medins_no", code)
                .put("reflin_medins_name", known == null ? Envelope.required(told, "reflin_medins_name") : known.name())
                .put("mdtrtarea_admdvs", known == null ? code.substring(1, AREA_END) : known.area())
                .build();
    }

    private Future<Answered> ofHome(String infno, String msgid, Visit visit, Body input) {
        return messages.ofInstitution(infno, msgid, visit.fixmedinsCode(), visit.careArea(), visit.homeArea(), input);
    }

    private static boolean isHis(Answered known, Visit visit) {
        Optional<Body> person = known.output();
        if (person.isPresent()
                && !person.get().body("baseinfo").textOr("psn_no", "").equals(visit.psnNo())) {
            throw Fault.VISITPERSON.refusal(visit.mdtrtId());
        }
        return person.isPresent();
    }

    private static Body shown(Answered answered, Visit visit) {
        Body.Builder shown = Body.builder()
                .put("mdtrt_id", visit.mdtrtId())
                .put("outcome", answered.outcome().label());
        if (answered.outcome() instanceof Outcome.Rejected<Body> refused) {
            return shown.put("code", refused.code())
                    .put("message", refused.message())
                    .build();
        }
        Body result = answered.output().map(said -> said.body("result")).orElse(Body.EMPTY);
        return shown.put("trt_dcla_detl_sn", result.textOr("trt_dcla_detl_sn", ""))
                .put("memo", result.textOr("memo", ""))
                .build();
    }
}
