package io.wutong.benefit.rules;

import java.util.List;
import java.util.Map;

/**
 * The result of a calculation: Σ funds + person = total.
 *
 * @param year the policy year that it counts in
 * @param deductibleFen the deductible applied, {@code act_pay_dedc}
 * @param ratioBp the basic fund's ratio when it is flat, else 0
 * @param funds one line for each fund, zeros included
 * @param personFen what the person bears
 * @param before accumulators that were read
 * @param after accumulators to store
 */
public record Benefit(
        String year,
        long deductibleFen,
        int ratioBp,
        List<FundLine> funds,
        long personFen,
        Map<String, Long> before,
        Map<String, Long> after) {

    public long fundSumFen() {
        return funds.stream().mapToLong(FundLine::fen).sum();
    }
}
