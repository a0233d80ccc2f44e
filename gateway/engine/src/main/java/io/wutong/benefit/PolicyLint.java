package io.wutong.benefit;

import io.wutong.benefit.rules.Bracket;
import io.wutong.benefit.rules.Brackets;
import io.wutong.benefit.rules.Caps;
import io.wutong.benefit.rules.Condition;
import io.wutong.benefit.rules.Fund;
import io.wutong.benefit.rules.Layer;
import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.Table;
import io.wutong.spi.Fen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks for what a policy may say but probably does not mean. Warnings only: the policy can be loaded. */
public final class PolicyLint {

    /** National guidance: ratios of neighbouring levels lie 5 to 10 points apart. */
    private static final int GAP_MIN_BP = 500;

    private static final int GAP_MAX_BP = 1000;

    private final List<Warning> warnings = new ArrayList<>();

    /** What was found, and at which key. */
    public record Warning(String key, String reason) {}

    private PolicyLint() {}

    /** Warnings of one policy. */
    public static List<Warning> of(Policy policy) {
        PolicyLint lint = new PolicyLint();
        int programme = 0;
        for (Fund fund : policy.funds()) {
            String at = fund.id().equals("basic") ? "basic" : "programmes[" + programme++ + "]";
            if (!fund.given()) {
                lint.levelGaps(at + ".ratio", fund.ratio());
                lint.brackets(at, fund.ratio(), true);
                lint.caps(at, fund.caps());
                lint.unreachable(at, fund.ratio(), fund.caps(), fund.edgesOfYear());
            }
        }
        for (int i = 0; i < policy.layers().size(); i++) {
            Layer layer = policy.layers().get(i);
            String at = "layers[" + i + "]";
            lint.brackets(at, layer.brackets(), false);
            lint.caps(at, layer.caps());
            lint.unreachable(at, layer.brackets(), layer.caps(), layer.ofYear());
        }
        return lint.warnings;
    }

    /** Days between two versions of one scheme on which none is valid. The key is the later version's {@code valid.from}. */
    public static Map<String, Warning> validityGaps(List<Policy> policies) {
        List<Policy> sorted = new ArrayList<>(policies);
        sorted.sort(Comparator.comparing(Policy::area)
                .thenComparing(Policy::insutype)
                .thenComparing(Policy::from));
        Map<String, Warning> gaps = new TreeMap<>();
        for (int i = 1; i < sorted.size(); i++) {
            Policy before = sorted.get(i - 1);
            Policy after = sorted.get(i);
            if (before.area().equals(after.area())
                    && before.insutype().equals(after.insutype())
                    && before.to() != null
                    && before.to().plusDays(1).isBefore(after.from())) {
                gaps.put(
                        after.id(),
                        new Warning(
                                "valid.from",
                                "与上一版本 " + before.id() + " 之间有空档：" + before.to().plusDays(1) + " 至 "
                                        + after.from().minusDays(1)));
            }
        }
        return gaps;
    }

    /** Neighbours in the table's order that differ by level alone. */
    private void levelGaps(String key, Table<Brackets> table) {
        String lastLevel = null;
        int last = 0;
        for (Table.Row<Brackets> row : table.rows()) {
            List<Condition> conditions = row.when().conditions();
            boolean byLevel = conditions.size() == 1 && conditions.get(0).key().equals("level");
            boolean others = conditions.isEmpty() && lastLevel != null;
            if (!row.value().isFlat() || (!byLevel && !others)) {
                continue;
            }
            int ratio = row.value().list().get(0).ratioBp();
            String level = others ? "*" : String.join("、", conditions.get(0).values());
            int gap = Math.abs(ratio - last);
            if (lastLevel != null && gap != 0 && (gap < GAP_MIN_BP || gap > GAP_MAX_BP)) {
                warn(key, "级别 " + lastLevel + " 与 " + level + " 的比例相差 " + percent(gap) + " 个百分点，指导为 5–10");
            }
            lastLevel = level;
            last = ratio;
        }
    }

    private void brackets(String at, Table<Brackets> table, boolean fromZero) {
        for (Table.Row<Brackets> row : table.rows()) {
            long end = 0;
            for (Bracket bracket : row.value().list()) {
                boolean threshold = end == 0 && !fromZero;
                if (bracket.fromFen() > end && !threshold) {
                    warn(at + ".ratio", "分段缺 " + Fen.format(end) + " 至 " + Fen.format(bracket.fromFen()) + "，其间不支付");
                }
                end = bracket.toFen();
            }
        }
    }

    /** A cap over a shorter time above the one over a longer. */
    private void caps(String at, Caps caps) {
        above(at, "visit", caps.visit(), "day", caps.day());
        above(at, "visit", caps.visit(), "year", caps.year());
        above(at, "day", caps.day(), "year", caps.year());
        above(at, "year", caps.year(), "lifetime", caps.lifetime());
    }

    private void above(String at, String shorter, Table<Long> low, String longer, Table<Long> high) {
        if (low.rows().size() == 1 && high.rows().size() == 1) {
            long one = low.rows().get(0).value();
            long other = high.rows().get(0).value();
            if (one > other) {
                warn(at + ".caps." + shorter, "达不到：" + Fen.format(one) + " 高于 " + longer + " 的 " + Fen.format(other));
            }
        }
    }

    /** All brackets end, and what they can pay at most lies below the cap of a year. */
    private void unreachable(String at, Table<Brackets> table, Caps caps, boolean ofYear) {
        Table<Long> cap = ofYear ? caps.year() : caps.visit();
        if (cap.rows().size() != 1 || cap.rows().get(0).value() == Long.MAX_VALUE) {
            return;
        }
        long most = 0;
        for (Table.Row<Brackets> row : table.rows()) {
            List<Bracket> list = row.value().list();
            long end = list.get(list.size() - 1).toFen();
            if (end == Long.MAX_VALUE && list.get(list.size() - 1).ratioBp() > 0) {
                return;
            }
            most = Math.max(
                    most,
                    row.value()
                            .paid(
                                    end == Long.MAX_VALUE
                                            ? list.get(list.size() - 1).fromFen()
                                            : end));
        }
        if (most < cap.rows().get(0).value()) {
            warn(
                    at + (ofYear ? ".caps.year" : ".caps.visit"),
                    "达不到：各段合计最多支付 " + Fen.format(most) + "，封顶 "
                            + Fen.format(cap.rows().get(0).value()));
        }
    }

    private void warn(String key, String reason) {
        warnings.add(new Warning(key, reason));
    }

    private static String percent(int bp) {
        return java.math.BigDecimal.valueOf(bp, 2).stripTrailingZeros().toPlainString();
    }
}
