package io.wutong.benefit.rules;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one stay or visit when its benefit is calculated.
 *
 * @param id names it; the visit
 * @param institution its code
 * @param institutionArea the area that designated it, six digits
 * @param settlementLevel the place of care's level: 1, 2, 3, 9
 * @param medType {@code med_type}
 * @param filing one of {@link Filing}'s names
 * @param emergency begun as an emergency
 * @param designated the institution is one that the person has chosen
 * @param admitted day of admission
 * @param discharged day of discharge or of the visit; it decides policy and policy year
 * @param nights of it; -1 to count them from admission to discharge
 * @param classes of the person: {@code psn_type} and classes of aid
 * @param age in full years on the day of discharge; -1 when unknown
 * @param diagnosis main diagnosis, {@code ""} when not given
 * @param disease code of the chronic or special disease, {@code ""} when none
 * @param items codes of drugs and items that rules ask for
 * @param chain the referral chain that it belongs to, {@code ""} when none
 * @param visit what mid-stay settlements of one stay have in common, {@code ""} when it is settled whole
 * @param sums the line split's four sums
 * @param fees the sums by day of fee, for homes that split by it; empty when not known
 * @param exams examinations before admission, not part of {@code sums}
 * @param given what another system has paid, by fund id
 * @param wallet the personal account and what it may pay
 */
public record Stay(
        String id,
        String institution,
        String institutionArea,
        String settlementLevel,
        String medType,
        String filing,
        boolean emergency,
        boolean designated,
        LocalDate admitted,
        LocalDate discharged,
        int nights,
        Set<String> classes,
        int age,
        String diagnosis,
        String disease,
        Set<String> items,
        String chain,
        String visit,
        Sums sums,
        List<DatedSums> fees,
        List<Exam> exams,
        Map<String, Long> given,
        Wallet wallet) {

    /** Sums of the fees of one day. */
    public record DatedSums(LocalDate day, Sums sums) {}

    /** An examination before admission. */
    public record Exam(LocalDate day, String item, Sums sums) {}

    /**
     * Personal account and family mutual aid.
     *
     * @param used false when the patient declines
     */
    public record Wallet(boolean used, long accountFen, long mutualAidFen) {
        public static final Wallet NONE = new Wallet(false, 0, 0);
    }

    public Stay {
        classes = Set.copyOf(classes);
        items = Set.copyOf(items);
        fees = List.copyOf(fees);
        exams = List.copyOf(exams);
        given = Map.copyOf(given);
        check(!discharged.isBefore(admitted), "discharged", "出院日期早于入院日期 · before admission");
        check(sums.ownPayFen() >= 0, "own_pay", "金额为负 · negative");
        check(sums.overLimitFen() >= 0, "over_limit", "金额为负 · negative");
        check(sums.priorSelfPayFen() >= 0, "prior_self_pay", "金额为负 · negative");
        check(sums.inScopeFen() >= 0, "in_scope", "金额为负 · negative");
        check(wallet.accountFen() >= 0 && wallet.mutualAidFen() >= 0, "account", "余额为负 · negative");
        given.values().forEach(fen -> check(fen >= 0, "given", "金额为负 · negative"));
        Sums billed = Sums.ZERO;
        for (DatedSums fee : fees) {
            billed = billed.plus(fee.sums());
            check(!fee.day().isAfter(discharged), "fees", "费用日期晚于出院日期 · a fee after discharge");
        }
        check(fees.isEmpty() || billed.equals(sums), "fees", "按日费用之和与总费用不符 · the fees do not sum to the bill");
        if (!filing.isEmpty() && !Filing.NAMES.contains(filing)) {
            throw new StayRefusal("filing", "未知的备案类别 " + filing + " · unknown filing class");
        }
    }

    private static void check(boolean ok, String field, String reason) {
        if (!ok) {
            throw new StayRefusal(field, reason);
        }
    }

    /** The same stay with other sums and days: one year's part of it. */
    Stay part(LocalDate from, LocalDate to, int partNights, Sums partSums) {
        return with(from, to, partNights, visit, partSums, List.of(), List.of());
    }

    /** The same stay with examinations joined. */
    Stay withSums(Sums joinedSums, List<DatedSums> joinedFees) {
        return with(admitted, discharged, nights, visit, joinedSums, joinedFees, List.of());
    }

    /** The same stay, its parts to be one visit that bears one deductible. */
    Stay asVisit() {
        return with(admitted, discharged, nights, "whole:" + id, sums, fees, exams);
    }

    private Stay with(
            LocalDate from,
            LocalDate to,
            int itsNights,
            String itsVisit,
            Sums itsSums,
            List<DatedSums> itsFees,
            List<Exam> itsExams) {
        return new Stay(
                id,
                institution,
                institutionArea,
                settlementLevel,
                medType,
                filing,
                emergency,
                designated,
                from,
                to,
                itsNights,
                classes,
                age,
                diagnosis,
                disease,
                items,
                chain,
                itsVisit,
                itsSums,
                itsFees,
                itsExams,
                given,
                wallet);
    }

    /** The number that continues a deductible: referral chain or mid-stay settlement; null when it stands alone. */
    @Nullable
    String continues() {
        return !visit.isEmpty() ? "visit:" + visit : !chain.isEmpty() ? "chain:" + chain : null;
    }
}
