package io.wutong.visit;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Care;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stay or visit as one node has it. The place of care's row carries the running sums of its fee lines; the home's row
 * is its own side of the same {@code mdtrt_id}.
 *
 * @param side {@code CARE} or {@code HOME}
 * @param setlId the settlement that stands; null without one
 * @param bill running sums of its fee lines; at home empty
 * @param psnType {@code psn_type}, as the home told it at admission; empty when it did not
 * @param disease {@code dise_codg} of 2401: the chronic or special disease, or the one that is paid by a standard
 */
public record Visit(
        String node,
        String mdtrtId,
        Side side,
        VisitState state,
        String psnNo,
        String insutype,
        String medType,
        String fixmedinsCode,
        String fixmedinsName,
        String settlementLevel,
        String careArea,
        String homeArea,
        String iptOtpNo,
        String admittedAt,
        @Nullable String dischargedAt,
        @Nullable String diagnosisCode,
        @Nullable String diagnosisName,
        String flags,
        @Nullable String setlId,
        Bill bill,
        String psnType,
        @Nullable String disease)
        implements Row {

    public enum Side {
        CARE,
        HOME
    }

    /** Flag letters: emergency, injury. */
    public static String flags(boolean emergency, boolean injury) {
        return (emergency ? "E" : "") + (injury ? "I" : "");
    }

    public static Key<Visit> key(String node, String mdtrtId) {
        return Key.of(Visit.class, node, mdtrtId);
    }

    @Override
    public Key<Visit> key() {
        return key(node, mdtrtId);
    }

    /** What the home is told of this visit. */
    public Care care() {
        return care(List.of());
    }

    /** What the home is told when it is to settle: the fees by day too. */
    public Care careWithFees() {
        return care(bill.days());
    }

    private Care care(List<Care.DayFees> fees) {
        return new Care(
                mdtrtId,
                fixmedinsCode,
                fixmedinsName,
                careArea,
                settlementLevel,
                psnNo,
                insutype,
                medType,
                iptOtpNo,
                admittedAt,
                dischargedAt,
                diagnosisCode,
                diagnosisName,
                flags.contains("E"),
                flags.contains("I"),
                null,
                disease,
                bill.medfeeSumFen(),
                bill.ownPayFen(),
                bill.overLimitFen(),
                bill.priorSelfPayFen(),
                bill.inScopeFen(),
                fees);
    }

    /** The home's own side of a visit, opened from what the place of care says. */
    public static Visit atHome(String node, String homeArea, Care care, VisitState state) {
        return new Visit(
                node,
                care.mdtrtId(),
                Side.HOME,
                state,
                care.psnNo(),
                care.insutype(),
                care.medType(),
                care.fixmedinsCode(),
                care.fixmedinsName(),
                care.settlementLevel(),
                care.institutionArea(),
                homeArea,
                care.iptOtpNo(),
                care.admittedAt(),
                care.dischargedAt(),
                care.diagnosisCode(),
                care.diagnosisName(),
                flags(care.emergency(), care.injury()),
                null,
                Bill.EMPTY,
                "",
                care.diseaseCode());
    }

    public Visit withState(VisitState next) {
        return copy(next, medType, admittedAt, dischargedAt, diagnosisCode, diagnosisName, setlId, bill, psnType);
    }

    public Visit withSettlement(VisitState next, @Nullable String settlement) {
        return copy(next, medType, admittedAt, dischargedAt, diagnosisCode, diagnosisName, settlement, bill, psnType);
    }

    public Visit withDischarge(VisitState next, @Nullable String discharged) {
        return copy(next, medType, admittedAt, discharged, diagnosisCode, diagnosisName, setlId, bill, psnType);
    }

    public Visit withDetails(String type, String admitted, @Nullable String code, @Nullable String name) {
        return copy(state, type, admitted, dischargedAt, code, name, setlId, bill, psnType);
    }

    /** With sums that somebody else has made: a place of care behind a platform. */
    public Visit withBill(Bill sums) {
        return copy(state, medType, admittedAt, dischargedAt, diagnosisCode, diagnosisName, setlId, sums, psnType);
    }

    public Visit withPerson(String type) {
        return copy(state, medType, admittedAt, dischargedAt, diagnosisCode, diagnosisName, setlId, bill, type);
    }

    /** The running sums with one line more ({@code sign} 1) or less (-1). */
    public Visit withLine(FeeLine line, int sign) {
        return copy(
                state,
                medType,
                admittedAt,
                dischargedAt,
                diagnosisCode,
                diagnosisName,
                setlId,
                bill.with(line, sign),
                psnType);
    }

    private Visit copy(
            VisitState next,
            String type,
            String admitted,
            @Nullable String discharged,
            @Nullable String code,
            @Nullable String name,
            @Nullable String settlement,
            Bill sums,
            String person) {
        return new Visit(
                node,
                mdtrtId,
                side,
                next,
                psnNo,
                insutype,
                type,
                fixmedinsCode,
                fixmedinsName,
                settlementLevel,
                careArea,
                homeArea,
                iptOtpNo,
                admitted,
                discharged,
                code,
                name,
                flags,
                settlement,
                sums,
                person,
                disease);
    }
}
