package io.wutong.app.cli;

import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.FundLine;
import io.wutong.benefit.rules.History;
import io.wutong.benefit.rules.StayRefusal;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code calculate} prints: amounts are yuan with two decimals. */
final class CalculationJson {

    private CalculationJson() {}

    static Body benefit(String id, Benefit benefit) {
        Body.Builder body = Body.builder()
                .put("id", id)
                .put("policy", benefit.policyId())
                .put("programme", benefit.programme())
                .put("year", benefit.year())
                .fen("medfee_sumamt", benefit.totalFen())
                .fen("deductible", benefit.deductibleFen())
                .put(
                        "funds",
                        benefit.funds().stream().map(CalculationJson::fund).toList())
                .fen("fund_pay_sumamt", benefit.fundSumFen())
                .fen("hosp_part_amt", benefit.hospitalFen())
                .fen("psn_part_amt", benefit.personFen())
                .fen("acct_pay", benefit.accountFen())
                .fen("acct_mulaid_pay", benefit.mutualAidFen())
                .fen("psn_cash_pay", benefit.cashFen())
                .fen("hospital_owed", benefit.hospitalOwedFen())
                .fen("left_out", benefit.leftOutFen());
        Body.Builder parts = Body.builder();
        benefit.left().forEach((part, fen) -> parts.fen(part.text(), fen));
        return body.put("person_parts", parts.build())
                .put(
                        "years",
                        benefit.years().stream().map(CalculationJson::year).toList())
                .put("accumulators", accumulators(benefit.after()))
                .build();
    }

    private static Body fund(FundLine line) {
        return Body.builder()
                .put("id", line.id())
                .put("name", line.name())
                .put("fund_pay_type", line.fundPayType())
                .put("field", line.field())
                .fen("fund_payamt", line.fen())
                .fen("deductible", line.deductibleFen())
                .put("setl_proc_info", line.process())
                .build();
    }

    private static Body year(Benefit.YearPart part) {
        return Body.builder()
                .put("year", part.year())
                .put("policy", part.policyId())
                .fen("medfee_sumamt", part.sums().totalFen())
                .fen("inscp_scp_amt", part.sums().inScopeFen())
                .fen("deductible", part.deductibleFen())
                .fen("fund_pay_sumamt", part.fundsFen())
                .build();
    }

    static Body cancellation(String id, List<History.Adjustment> adjustments, Map<String, Long> used) {
        List<Value> rows = new ArrayList<>();
        for (History.Adjustment adjustment : adjustments) {
            Body.Builder funds = Body.builder();
            adjustment.funds().forEach(funds::fen);
            rows.add(Body.builder()
                    .put("id", adjustment.stay())
                    .put("kind", adjustment.sumFen() >= 0 ? "补支" : "追回")
                    .fen("amount", adjustment.sumFen())
                    .put("funds", funds.build())
                    .build());
        }
        return Body.builder()
                .put("cancel", id)
                .put("adjustments", rows)
                .put("accumulators", accumulators(used))
                .build();
    }

    static Body refusal(String id, StayRefusal refusal) {
        return Body.builder()
                .put("id", id)
                .put("error", String.valueOf(refusal.getMessage()))
                .put("field", refusal.field())
                .build();
    }

    /** Yuan, but for counts, which stay whole numbers. */
    private static Body accumulators(Map<String, Long> amounts) {
        Body.Builder body = Body.builder();
        new TreeMap<>(amounts).forEach((name, value) -> {
            if (name.endsWith(".stays") || name.contains(".nth@")) {
                body.put(name, value);
            } else {
                body.fen(name, value);
            }
        });
        return body.build();
    }
}
