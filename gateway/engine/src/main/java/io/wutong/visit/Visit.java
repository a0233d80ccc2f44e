package io.wutong.visit;

import io.wutong.envelope.Fault;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Care;
import org.jspecify.annotations.Nullable;

/**
 * A stay or visit as one node has it. The place of care's row carries the running sums of its fee lines; the home's row
 * is its own side of the same {@code mdtrt_id}.
 *
 * @param side {@code CARE} or {@code HOME}
 * @param setlId the settlement that stands; null without one
 * @param lines number of fee lines
 * @param psnType {@code psn_type}, as the home told it at admission; empty when it did not
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
        long lines,
        long medfeeSumFen,
        long ownPayFen,
        long overLimitFen,
        long priorSelfPayFen,
        long inScopeFen,
        String psnType)
        implements Row {

    /** An amount has 14 digits before the point and 2 after it. */
    private static final long FEN_END = 10_000_000_000_000_000L;

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
                medfeeSumFen,
                ownPayFen,
                overLimitFen,
                priorSelfPayFen,
                inScopeFen);
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
                0,
                0,
                0,
                0,
                0,
                0,
                "");
    }

    public Visit withState(VisitState next) {
        return copy(next, medType, admittedAt, dischargedAt, diagnosisCode, diagnosisName, setlId, psnType);
    }

    public Visit withSettlement(VisitState next, @Nullable String settlement) {
        return copy(next, medType, admittedAt, dischargedAt, diagnosisCode, diagnosisName, settlement, psnType);
    }

    public Visit withDischarge(VisitState next, @Nullable String discharged) {
        return copy(next, medType, admittedAt, discharged, diagnosisCode, diagnosisName, setlId, psnType);
    }

    public Visit withDetails(String type, String admitted, @Nullable String code, @Nullable String name) {
        return copy(state, type, admitted, dischargedAt, code, name, setlId, psnType);
    }

    public Visit withPerson(String type) {
        return copy(state, medType, admittedAt, dischargedAt, diagnosisCode, diagnosisName, setlId, type);
    }

    private Visit copy(
            VisitState next,
            String type,
            String admitted,
            @Nullable String discharged,
            @Nullable String code,
            @Nullable String name,
            @Nullable String settlement,
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
                lines,
                medfeeSumFen,
                ownPayFen,
                overLimitFen,
                priorSelfPayFen,
                inScopeFen,
                person);
    }

    /** The running sums with one line more ({@code sign} 1) or less (-1). */
    public Visit withLine(FeeLine line, int sign) {
        return new Visit(
                node,
                mdtrtId,
                side,
                state,
                psnNo,
                insutype,
                medType,
                fixmedinsCode,
                fixmedinsName,
                settlementLevel,
                careArea,
                homeArea,
                iptOtpNo,
                admittedAt,
                dischargedAt,
                diagnosisCode,
                diagnosisName,
                flags,
                setlId,
                lines + sign,
                add(medfeeSumFen, sign * line.amountFen()),
                add(ownPayFen, sign * line.ownPayFen()),
                add(overLimitFen, sign * line.overLimitFen()),
                add(priorSelfPayFen, sign * line.priorSelfPayFen()),
                add(inScopeFen, sign * line.inScopeFen()),
                psnType);
    }

    private static long add(long sum, long fen) {
        long result = Math.addExact(sum, fen);
        if (Math.abs(result) >= FEN_END) {
            throw Fault.AMOUNT.refusal("medfee_sumamt超过14位整数");
        }
        return result;
    }
}
