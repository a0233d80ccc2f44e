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
 * @param disease {@code dise_codg} of 2401 or 2203: the chronic or special disease, or the one that is paid by a standard
 * @param mids mid-stay settlements; at the place of care {@code bill} is what they leave to settle
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
        @Nullable String disease,
        Mids mids)
        implements Row {

    private static final String EMERGENCY_OUTPATIENT = "13";
    private static final int DATE_LENGTH = 10;

    public enum Side {
        CARE,
        HOME
    }

    /** Flag letter of a visit that was opened by 2201. */
    public static final String OUTPATIENT = "O";

    /** Flag letter of a visit whose settlement waits until it is clear which coverage pays. */
    private static final String HELD = "H";

    /** Flag letter of a visit that the patient will not have filed for. */
    private static final String UNFILED = "U";

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

    /** Whether its fees are settled by charge batch: 2201 has opened it. */
    public boolean outpatient() {
        return flags.contains(OUTPATIENT);
    }

    /** What the home is told of this visit. */
    public Care care() {
        return care(bill, List.of(), medType, disease, flags.contains("E"));
    }

    /** What the home is told when it is to settle: the fees by day too. */
    public Care careWithFees() {
        return care(bill, bill.days(), medType, disease, flags.contains("E"));
    }

    /** The same of one charge batch, settled as a kind that may differ from the visit's. */
    public Care care(ChargeBatch charge, String kind) {
        return care(
                charge.bill(),
                charge.bill().days(),
                kind,
                charge.disease().isEmpty() ? disease : charge.disease(),
                flags.contains("E") || kind.equals(EMERGENCY_OUTPATIENT));
    }

    private Care care(Bill sums, List<Care.DayFees> fees, String kind, @Nullable String chronic, boolean emergency) {
        return new Care(
                mdtrtId,
                fixmedinsCode,
                fixmedinsName,
                careArea,
                settlementLevel,
                psnNo,
                insutype,
                kind,
                iptOtpNo,
                admittedAt,
                dischargedAt,
                diagnosisCode,
                diagnosisName,
                emergency,
                flags.contains("I"),
                null,
                chronic,
                sums.medfeeSumFen(),
                sums.ownPayFen(),
                sums.overLimitFen(),
                sums.priorSelfPayFen(),
                sums.inScopeFen(),
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
                care.diseaseCode(),
                Mids.NONE);
    }

    /** The home's side of what 2201 has opened. */
    Visit asOutpatient() {
        return flagged(flags + OUTPATIENT);
    }

    /** Its settlement waits. */
    public Visit held() {
        return flagged(flags + HELD);
    }

    /** Its settlement waits no more. */
    public Visit released() {
        return flagged(flags.replace(HELD, ""));
    }

    /** The patient will not have it filed for. */
    public Visit unfiled() {
        return flagged(flags + UNFILED);
    }

    public boolean goesUnfiled() {
        return flags.contains(UNFILED);
    }

    public boolean isHeld() {
        return flags.contains(HELD);
    }

    private Visit flagged(String letters) {
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
                letters,
                setlId,
                bill,
                psnType,
                disease,
                mids);
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

    /** What 2203 says of an outpatient's visit. */
    public Visit withDisease(@Nullable String code) {
        return copy(
                state, medType, admittedAt, dischargedAt, diagnosisCode, diagnosisName, setlId, bill, psnType, code);
    }

    /** With sums that somebody else has made: a place of care behind a platform. */
    public Visit withBill(Bill sums) {
        return copy(state, medType, admittedAt, dischargedAt, diagnosisCode, diagnosisName, setlId, sums, psnType);
    }

    /** After a mid-stay settlement, or its cancellation: what is left to settle is another. */
    public Visit withMids(Mids others, Bill left) {
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
                left,
                psnType,
                disease,
                others);
    }

    public Visit withPerson(String type) {
        return copy(state, medType, admittedAt, dischargedAt, diagnosisCode, diagnosisName, setlId, bill, type);
    }

    /** The running sums with one line more ({@code sign} 1) or less (-1). */
    public Visit withLine(FeeLine line, int sign) {
        return withLine(line, sign, line);
    }

    /** @param of the line that it gives back of; itself when it gives nothing back */
    public Visit withLine(FeeLine line, int sign, FeeLine of) {
        return copy(
                state,
                medType,
                admittedAt,
                dischargedAt,
                diagnosisCode,
                diagnosisName,
                setlId,
                bill.with(line, sign, of, !outpatient() && of.detail().feeTime().compareTo(dayOf(admittedAt)) < 0),
                psnType);
    }

    /** Whether the admission was moved behind fees that were put to the stay as it was. */
    boolean beginsAfterItsFees(Visit before) {
        String day = dayOf(admittedAt);
        return !outpatient() && day.compareTo(dayOf(before.admittedAt)) > 0 && bill.reachesBefore(day);
    }

    private static String dayOf(String time) {
        return time.substring(0, Math.min(DATE_LENGTH, time.length()));
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
        return copy(next, type, admitted, discharged, code, name, settlement, sums, person, disease);
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
            String person,
            @Nullable String chronic) {
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
                chronic,
                mids);
    }
}
