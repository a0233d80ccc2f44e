package io.wutong.benefit;

import io.wutong.benefit.rules.Condition;
import io.wutong.benefit.rules.Filing;
import io.wutong.benefit.rules.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Refuses values that a condition can never meet: a misspelt place would switch a rule off without a word. */
final class WhenValues {

    private static final Map<Condition.Key, Set<String>> KNOWN = Map.of(
            Condition.Key.PLACE,
            Place.NAMES,
            Condition.Key.FILING,
            Filing.NAMES,
            Condition.Key.EMERGENCY,
            Set.of("true", "false"),
            Condition.Key.DESIGNATED,
            Set.of("true", "false"));

    private WhenValues() {}

    static void check(Condition.Key key, List<String> values, String path) {
        Set<String> known = KNOWN.get(key);
        for (String written : values) {
            String value = written.startsWith("!") ? written.substring(1) : written;
            if (value.isEmpty()) {
                throw new PolicyFault(path, "条件的值为空 · an empty condition");
            }
            if (known != null && !known.contains(value)) {
                throw new PolicyFault(
                        path, "未知的值 " + value + "；可用：" + new TreeSet<>(known) + " · unknown value; these can be used");
            }
        }
    }
}
