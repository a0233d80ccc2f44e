package io.wutong.benefit;

import io.wutong.benefit.rules.Bracket;
import io.wutong.benefit.rules.Brackets;
import io.wutong.benefit.rules.Condition;
import io.wutong.benefit.rules.RatioChange;
import io.wutong.benefit.rules.Table;
import io.wutong.benefit.rules.When;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads tables. Three forms: one value for all; a mapping from level to value with {@code *} for the others; a list of
 * rows, each with {@code when} and its value, of which the first that fits counts.
 */
final class TableReader {

    private static final String ALL = "*";

    private TableReader() {}

    static Table<Long> amounts(Keys keys, String key) {
        return read(keys, key, Keys::amount, row -> row.amount("amount"));
    }

    /** As {@link #amounts}, without a row when the key is absent. */
    static Table<Long> optionalAmounts(Keys keys, String key) {
        return keys.has(key) ? amounts(keys, key) : Table.empty();
    }

    static Table<Integer> percents(Keys keys, String key) {
        return read(keys, key, Keys::percent, row -> Keys.percent(row.text("ratio"), row.path("ratio")));
    }

    static Table<String> texts(Keys keys, String key, String valueKey) {
        return read(keys, key, (text, path) -> text, row -> row.text(valueKey));
    }

    /** A ratio table: a row may have {@code ratio} or {@code brackets}. */
    static Table<Brackets> ratios(Keys keys, String key) {
        return read(keys, key, (text, path) -> Brackets.flat(Keys.percent(text, path)), row -> {
            if (row.has("brackets")) {
                return brackets(row);
            }
            return Brackets.flat(Keys.percent(row.text("ratio"), row.path("ratio")));
        });
    }

    /** {@code brackets} of a mapping. */
    static Brackets brackets(Keys keys) {
        List<Bracket> list = new ArrayList<>();
        for (Keys row : keys.children("brackets")) {
            long from = row.amount("from");
            long to = row.has("to") ? row.amount("to") : Long.MAX_VALUE;
            int ratio = Keys.percent(row.text("ratio"), row.path("ratio"));
            row.done();
            if (to <= from) {
                throw row.fault("to", "应大于 from · must be above from");
            }
            if (!list.isEmpty() && from < list.get(list.size() - 1).toFen()) {
                throw row.fault("from", "与上一段重叠 · overlaps the bracket before");
            }
            list.add(new Bracket(from, to, ratio));
        }
        if (list.isEmpty()) {
            throw keys.fault("brackets", "至少要有一段 · at least one bracket");
        }
        return new Brackets(list);
    }

    static Table<RatioChange> changes(Keys keys, String key) {
        List<Table.Row<RatioChange>> rows = new ArrayList<>();
        for (Keys row : keys.children(key)) {
            int kinds = (row.has("points") ? 1 : 0) + (row.has("times") ? 1 : 0) + (row.has("own_share") ? 1 : 0);
            if (kinds != 1) {
                throw row.fault("", "points、times、own_share 三者须且只能有一个 · exactly one of them");
            }
            RatioChange change = new RatioChange(
                    row.has("points") ? row.points("points") : 0,
                    row.has("times") ? positivePercent(row, "times") : Brackets.BASIS_POINTS,
                    row.has("own_share") ? positivePercent(row, "own_share") : Brackets.BASIS_POINTS);
            rows.add(new Table.Row<>(when(row), change));
            row.done();
        }
        return new Table<>(rows);
    }

    private static int positivePercent(Keys row, String key) {
        int bp = Keys.signedPercent(row.text(key), row.path(key));
        if (bp < 0) {
            throw row.fault(key, "不能为负 · must not be negative");
        }
        return bp;
    }

    static When when(Keys row) {
        if (!row.has("when")) {
            return When.ALWAYS;
        }
        Keys when = row.child("when");
        List<Condition> conditions = new ArrayList<>();
        for (String name : when.names()) {
            Condition.Key key = Keys.constant(Condition.Key.class, name.toLowerCase(Locale.ROOT), when.path(name));
            List<String> values = when.texts(name);
            conditions.add(when.checked(name, k -> Condition.of(key, values)));
            WhenValues.check(key, values, when.path(name));
        }
        return new When(conditions);
    }

    private static <T> Table<T> read(
            Keys keys, String key, BiFunction<String, String, T> scalar, Function<Keys, T> row) {
        Value value = keys.value(key);
        if (value == null) {
            throw keys.fault(key, "缺少此项 · missing");
        }
        List<Table.Row<T>> rows = new ArrayList<>();
        if (value instanceof Value.Items) {
            for (Keys child : keys.children(key)) {
                rows.add(new Table.Row<>(when(child), row.apply(child)));
                child.done();
            }
            if (rows.isEmpty()) {
                throw keys.fault(key, "至少要有一行 · at least one row");
            }
        } else if (value instanceof Body) {
            Keys levels = keys.child(key);
            boolean all = false;
            for (String level : levels.names()) {
                T cell = scalar.apply(levels.text(level), levels.path(level));
                if (level.equals(ALL)) {
                    all = true;
                } else {
                    rows.add(new Table.Row<>(
                            new When(List.of(Condition.of(Condition.Key.LEVEL, List.of(level)))), cell));
                }
            }
            if (all) {
                rows.add(new Table.Row<>(When.ALWAYS, scalar.apply(levels.text(ALL), levels.path(ALL))));
            }
        } else {
            rows.add(new Table.Row<>(When.ALWAYS, scalar.apply(keys.text(key), keys.path(key))));
        }
        return new Table<>(rows);
    }
}
