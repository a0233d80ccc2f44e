package io.wutong.visit;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.reference.Pages;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * 2406 marks a visit with a special attribute, 2407 asks for those there are. They stay at the place of care: no attested
 * home has a field for them. The same attribute once more is the one that stands, with its number.
 */
public final class SpecialAttributes implements CareSide {

    private static final int ATTRIBUTES_MAX = 99;
    private static final String NUMBER = "ipt_psn_sp_flag_detl_id";
    private static final String KIND = "ipt_psn_sp_flag_type";
    private static final String FLAG = "ipt_psn_sp_flag";

    private final boolean uploads;

    private SpecialAttributes(boolean uploads) {
        this.uploads = uploads;
    }

    /** 2406. */
    public static SpecialAttributes upload() {
        return new SpecialAttributes(true);
    }

    /** 2407. */
    public static SpecialAttributes list() {
        return new SpecialAttributes(false);
    }

    @Override
    public Needs needs(Message message) {
        String node = message.care().id();
        String mdtrtId = mdtrtId(message);
        if (uploads) {
            return Needs.rows(Visit.key(node, mdtrtId)).and(Needs.groups(SpecialAttribute.of(node, mdtrtId)));
        }
        return Needs.groups(
                mdtrtId.isEmpty() ? PersonVisit.of(node, psnNo(message)) : SpecialAttribute.of(node, mdtrtId));
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return uploads || !mdtrtId(message).isEmpty()
                ? Needs.NONE
                : new Needs(
                        List.of(),
                        visits(message, rows).stream()
                                .<Key<?>>map(mdtrtId ->
                                        SpecialAttribute.of(message.care().id(), mdtrtId))
                                .toList());
    }

    @Override
    public Step before(Message message, Rows rows) {
        return uploads ? kept(message, rows) : listed(message, rows);
    }

    private static Step kept(Message message, Rows rows) {
        Body data = message.data("data");
        Visit visit =
                Visits.atCare(message, rows, Envelope.required(data, "mdtrt_id"), Envelope.required(data, "psn_no"));
        if (visit.state() == VisitState.OPENING || visit.state() == VisitState.VOID) {
            throw Fault.VISITSTATE.refusal(
                    visit.mdtrtId(), visit.state().zh(), message.transaction().titleZh());
        }
        if (!data.textOr("ipt_otp_no", visit.iptOtpNo()).equals(visit.iptOtpNo())) {
            throw Fault.FIELD.refusal("ipt_otp_no", "与就诊登记不一致");
        }
        String kind = Envelope.required(data, KIND);
        String flag = Envelope.required(data, FLAG);
        List<SpecialAttribute> there = rows.all(SpecialAttribute.of(visit.node(), visit.mdtrtId()));
        Optional<SpecialAttribute> same = there.stream()
                .filter(one -> one.kind().equals(kind) && one.flag().equals(flag))
                .findFirst();
        if (same.isEmpty() && there.size() >= ATTRIBUTES_MAX) {
            throw Fault.FIELD.refusal(KIND, "一次就诊最多" + ATTRIBUTES_MAX + "个");
        }
        SpecialAttribute attribute = new SpecialAttribute(
                visit.node(),
                visit.mdtrtId(),
                same.map(SpecialAttribute::detlId)
                        .orElseGet(() -> SpecialAttribute.id(visit.mdtrtId(), there.size() + 1)),
                visit.fixmedinsCode(),
                visit.psnNo(),
                visit.iptOtpNo(),
                kind,
                flag,
                data.textOr("memo", ""),
                message.receivedAt());
        return Step.answer(Body.of("result", Body.of(NUMBER, Value.text(attribute.detlId()))), List.of(attribute));
    }

    private static Step listed(Message message, Rows rows) {
        Body asked = message.data("data");
        String mdtrtId = mdtrtId(message);
        if (mdtrtId.isEmpty() && psnNo(message).isEmpty()) {
            throw Fault.FIELD.refusal("mdtrt_id", "与psn_no、" + NUMBER + "至少填一项");
        }
        List<String> visits = mdtrtId.isEmpty() ? visits(message, rows) : List.of(mdtrtId);
        List<SpecialAttribute> found = visits.stream()
                .flatMap(visit -> rows.all(SpecialAttribute.of(message.care().id(), visit)).stream())
                .filter(one -> one.fixmedinsCode().equals(message.envelope().fixmedinsCode()))
                .filter(one -> wanted(asked, NUMBER, one.detlId()))
                .filter(one -> wanted(asked, "mdtrt_id", one.mdtrtId()))
                .filter(one -> wanted(asked, "psn_no", one.psnNo()))
                .filter(one -> wanted(asked, "ipt_otp_no", one.iptOtpNo()))
                .filter(one -> wanted(asked, KIND, one.kind()))
                .filter(one -> wanted(asked, FLAG, one.flag()))
                .sorted(Comparator.comparing(SpecialAttribute::detlId))
                .toList();
        return Pages.answer(asked, found, SpecialAttributes::row);
    }

    private static Body row(SpecialAttribute one) {
        return Body.builder()
                .put(NUMBER, one.detlId())
                .put("mdtrt_id", one.mdtrtId())
                .put("psn_no", one.psnNo())
                .put("fixmedins_code", one.fixmedinsCode())
                .put("ipt_otp_no", one.iptOtpNo())
                .put(KIND, one.kind())
                .put(FLAG, one.flag())
                .put("memo", one.memo().isEmpty() ? null : one.memo())
                .build();
    }

    private static boolean wanted(Body asked, String name, String value) {
        String text = asked.textOr(name, "");
        return text.isEmpty() || text.equals(value);
    }

    private static List<String> visits(Message message, Rows rows) {
        return rows.all(PersonVisit.of(message.care().id(), psnNo(message))).stream()
                .map(PersonVisit::mdtrtId)
                .toList();
    }

    /** The visit that is named, or that the attribute's number names. */
    private static String mdtrtId(Message message) {
        Body data = message.data("data");
        String named = data.textOr("mdtrt_id", "");
        return named.isEmpty() ? SpecialAttribute.visitOf(data.textOr(NUMBER, "")) : named;
    }

    private static String psnNo(Message message) {
        return message.data("data").textOr("psn_no", "");
    }
}
