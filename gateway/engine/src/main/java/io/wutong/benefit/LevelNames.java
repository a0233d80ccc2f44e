package io.wutong.benefit;

import io.wutong.benefit.rules.Condition;
import io.wutong.benefit.rules.Fund;
import io.wutong.benefit.rules.Layer;
import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.Table;
import io.wutong.benefit.rules.When;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Refuses tables that name a level which no stay can have: neither a settlement level nor one that {@code levels} makes. */
final class LevelNames {

    private static final List<String> SETTLEMENT_LEVELS = List.of("1", "2", "3", "9");

    private final Set<String> known = new HashSet<>(SETTLEMENT_LEVELS);

    private LevelNames(Policy policy) {
        policy.levels().rows().forEach(row -> known.add(row.value()));
    }

    /**
     * Checks every table of a policy.
     *
     * @throws PolicyFault naming the key
     */
    static void check(Policy policy) {
        LevelNames names = new LevelNames(policy);
        int programme = 0;
        for (Fund fund : policy.funds()) {
            String at = fund.id().equals("basic") ? "basic" : "programmes[" + programme++ + "]";
            names.when(at + ".when", fund.when());
            names.table(at + ".deductible", fund.deductible().amount());
            names.table(at + ".deductible.classes", fund.deductible().classes());
            names.table(at + ".ratio", fund.ratio());
            names.table(at + ".ratio_changes", fund.changes());
            names.table(at + ".caps.year", fund.caps().year());
            names.table(at + ".caps.visit", fund.caps().visit());
            names.table(at + ".caps.day", fund.caps().day());
            names.table(at + ".hospital.amount", fund.payment().amount());
        }
        for (int i = 0; i < policy.layers().size(); i++) {
            Layer layer = policy.layers().get(i);
            String at = "layers[" + i + "]";
            names.when(at + ".when", layer.when());
            names.table(at + ".deductible", layer.deductible().amount());
            names.table(at + ".ratio", layer.brackets());
            names.table(at + ".ratio_changes", layer.changes());
            names.table(at + ".caps.year", layer.caps().year());
            names.table(at + ".caps.visit", layer.caps().visit());
        }
    }

    private void table(String key, Table<?> table) {
        table.rows().forEach(row -> when(key, row.when()));
    }

    private void when(String key, When when) {
        for (Condition condition : when.conditions()) {
            if (condition.key().equals("level")) {
                for (String level : condition.values()) {
                    if (!known.contains(level)) {
                        throw new PolicyFault(
                                key, "未知的级别 " + level + "；可用：" + new TreeSet<>(known) + " · unknown level");
                    }
                }
            }
        }
    }
}
