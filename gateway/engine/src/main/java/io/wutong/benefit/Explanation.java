package io.wutong.benefit;

import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.FundLine;
import io.wutong.benefit.rules.Kinds;
import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.Stay;
import io.wutong.benefit.rules.Sums;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How each fen of a settlement came about, made by calculating it again from what was stored.
 *
 * @param policies that it was calculated by
 * @param benefit the calculation, made again
 * @param sameAsAnswered whether it gives what was answered; anything else is a mistake of ours
 * @param adjustments since
 */
public record Explanation(
        Calculation calculation,
        List<Policy> policies,
        Benefit benefit,
        boolean sameAsAnswered,
        List<Adjustment> adjustments) {

    /**
     * Calculates again.
     *
     * @throws IllegalStateException when a policy is gone
     */
    public static Explanation of(
            Calculation calculation, Function<String, Optional<Policy>> byHash, List<Adjustment> adjustments) {
        Benefit again = calculation.replay(byHash, calculation.answeredBefore());
        Body stored = calculation.basis();
        Body replayed = Calculation.basis(List.of(), calculation.stay(), again);
        boolean same = stored.bodies("funds").equals(replayed.bodies("funds"))
                && stored.body("after").equals(replayed.body("after"));
        return new Explanation(
                calculation,
                calculation.policyHashes().stream()
                        .map(byHash)
                        .flatMap(Optional::stream)
                        .toList(),
                again,
                same,
                adjustments);
    }

    /** For a patient: amounts and reasons. */
    public List<String> forPatient() {
        Stay stay = calculation.stay();
        Sums sums = stay.sums();
        List<String> lines = new ArrayList<>();
        lines.add("结算 " + calculation.setlId() + "　" + title());
        lines.add("就医 " + stay.admitted() + " 至 " + stay.discharged() + "，机构 " + stay.institution() + "(" + level(stay)
                + ")");
        lines.add("总费用 " + Fen.format(benefit.totalFen()) + " = 全自费 " + Fen.format(sums.ownPayFen()) + " + 超限价 "
                + Fen.format(sums.overLimitFen()) + " + 先行自付 " + Fen.format(sums.priorSelfPayFen()) + " + 政策范围内 "
                + Fen.format(sums.inScopeFen()));
        int number = 1;
        for (FundLine line : benefit.funds()) {
            lines.add(number++ + ". " + line.name() + " 支付 " + Fen.format(line.fen()));
            lines.add("   " + line.process());
        }
        if (benefit.hospitalFen() > 0) {
            lines.add("医院负担 " + Fen.format(benefit.hospitalFen()) + "(超出支付标准的部分)");
        }
        StringBuilder person = new StringBuilder("个人负担 " + Fen.format(benefit.personFen()));
        String comma = "：";
        for (var share : benefit.left().byPart().entrySet()) {
            if (share.getValue() != 0) {
                person.append(comma).append(share.getKey().zh()).append(' ').append(Fen.format(share.getValue()));
                comma = "，";
            }
        }
        lines.add(person.toString());
        for (Adjustment adjustment : adjustments) {
            lines.add("因此前的结算被撤销(" + adjustment.cause() + ")，" + fundName(adjustment.fundPayType()) + " "
                    + (adjustment.fen() > 0 ? "补支 " : "追回 ") + Fen.format(Math.abs(adjustment.fen())));
        }
        if (!calculation.standing()) {
            lines.add("本结算已撤销");
        }
        if (!sameAsAnswered) {
            lines.add("注意：重算结果与当时的答复不符，请联系经办机构 · the replay differs from what was answered");
        }
        return lines;
    }

    /** For a clerk: the same, with policy versions, the rules chosen and the accumulators. */
    public List<String> forClerk() {
        List<String> lines = new ArrayList<>(forPatient());
        Stay stay = calculation.stay();
        lines.add("");
        for (Policy policy : policies) {
            lines.add("政策 " + policy.id() + "，内容摘要 " + policy.hash() + "，有效 " + policy.from() + " 至 "
                    + (policy.to() == null ? "长期" : policy.to()));
        }
        lines.add("参保地 " + calculation.node() + "，险种 " + calculation.insutype() + "，人员编号 " + calculation.psnNo()
                + "，规则 " + benefit.programme() + "，年度 " + benefit.year());
        lines.add("医疗类别 " + stay.medType() + "，备案 " + (stay.filing().isEmpty() ? "未给" : stay.filing()) + "，急诊 "
                + (stay.emergency() ? "是" : "否") + "，人员类别 " + String.join("、", stay.classes()) + "，周岁 "
                + (stay.age() < 0 ? "不明" : stay.age()) + "，诊断 " + stay.diagnosis());
        benefit.years()
                .forEach(part -> lines.add("年度分段 " + part.year() + "：费用 "
                        + Fen.format(part.sums().totalFen()) + "，范围内 "
                        + Fen.format(part.sums().inScopeFen()) + "，起付线 " + Fen.format(part.deductibleFen()) + "，基金 "
                        + Fen.format(part.fundsFen())));
        lines.add("累计(结算前 → 结算后)：");
        Map<String, Long> before = benefit.before().byName();
        benefit.after()
                .byName()
                .forEach((name, after) -> lines.add("  " + name + "  " + amount(name, before.getOrDefault(name, 0L))
                        + " → " + amount(name, after)));
        return lines;
    }

    /** The same for a program. */
    public Body body() {
        return Body.builder()
                .put("setl_id", calculation.setlId())
                .put("same_as_answered", Boolean.toString(sameAsAnswered))
                .put("standing", Boolean.toString(calculation.standing()))
                .put("basis", calculation.basis())
                .put(
                        "funds",
                        benefit.funds().stream()
                                .map(line -> Body.builder()
                                        .put("id", line.id())
                                        .put("name", line.name())
                                        .put("fund_pay_type", line.fundPayType())
                                        .fen("fund_payamt", line.fen())
                                        .put("setl_proc_info", line.process())
                                        .build())
                                .toList())
                .fen("psn_part_amt", benefit.personFen())
                .fen("hosp_part_amt", benefit.hospitalFen())
                .put(
                        "adjustments",
                        adjustments.stream()
                                .map(one -> Body.builder()
                                        .put("cause", one.cause())
                                        .put("fund_pay_type", one.fundPayType())
                                        .put("kind", one.fen() > 0 ? "补支" : "追回")
                                        .fen("amount", one.fen())
                                        .build())
                                .toList())
                .build();
    }

    private String title() {
        return policies.isEmpty() ? "" : policies.get(0).title();
    }

    private static String level(Stay stay) {
        return switch (stay.settlementLevel()) {
            case "1" -> "一级";
            case "2" -> "二级";
            case "3" -> "三级";
            default -> "未定级";
        };
    }

    private String fundName(String fundPayType) {
        return benefit.funds().stream()
                .filter(line -> line.fundPayType().equals(fundPayType))
                .map(FundLine::name)
                .findFirst()
                .orElse(fundPayType);
    }

    private static String amount(String name, long value) {
        return Kinds.isCount(name) ? Long.toString(value) : Fen.format(value);
    }
}
