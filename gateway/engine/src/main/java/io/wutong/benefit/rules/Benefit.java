package io.wutong.benefit.rules;

import java.util.List;
import java.util.Map;

/**
 * The result of a calculation: Σ funds + hospital + person = total.
 *
 * @param policyId the version that applied, at discharge
 * @param programme the basic fund's rules that applied, by id
 * @param year the policy year that it counts in, at discharge
 * @param deductibleFen the basic fund's deductible borne, {@code act_pay_dedc}
 * @param ratioBp the basic fund's ratio when it is flat, else 0
 * @param totalFen the bill, examinations before admission that belong to it included
 * @param funds one line for each fund, zeros included
 * @param hospitalFen what the hospital bears, {@code hosp_part_amt}
 * @param personFen what the person bears, {@code psn_part_amt}
 * @param accountFen of it from the personal account
 * @param mutualAidFen of it from family mutual aid
 * @param left the person's share by part of the bill
 * @param hospitalOwedFen what the hospital is owed by all payers under its own way of payment
 * @param leftOutFen examinations before admission that do not belong to the stay: the person's, outside the bill
 * @param years its parts when it was split at the beginning of a policy year; else itself alone
 * @param before accumulators that were read
 * @param after accumulators to store
 */
public record Benefit(
        String policyId,
        String programme,
        String year,
        long deductibleFen,
        int ratioBp,
        long totalFen,
        List<FundLine> funds,
        long hospitalFen,
        long personFen,
        long accountFen,
        long mutualAidFen,
        Map<Part, Long> left,
        long hospitalOwedFen,
        long leftOutFen,
        List<YearPart> years,
        Map<String, Long> before,
        Map<String, Long> after) {

    /** What one policy year has of a stay. */
    public record YearPart(String policyId, String year, Sums sums, long fundsFen, long deductibleFen) {}

    public Benefit {
        funds = List.copyOf(funds);
        years = List.copyOf(years);
    }

    public long fundSumFen() {
        long sum = 0;
        for (FundLine line : funds) {
            sum += line.fen();
        }
        return sum;
    }

    public long cashFen() {
        return personFen - accountFen - mutualAidFen;
    }
}
