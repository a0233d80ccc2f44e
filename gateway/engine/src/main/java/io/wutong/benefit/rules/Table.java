package io.wutong.benefit.rules;

import java.util.List;
import java.util.Optional;

/** Rows with conditions; the first whose conditions hold gives the value. */
public record Table<T>(List<Row<T>> rows) {

    /** A row. */
    public record Row<T>(When when, T value) {}

    public Table {
        rows = List.copyOf(rows);
    }

    public static <T> Table<T> of(T value) {
        return new Table<>(List.of(new Row<>(When.ALWAYS, value)));
    }

    public static <T> Table<T> empty() {
        return new Table<>(List.of());
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public Optional<T> find(Facts facts) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).when().holds(facts)) {
                return Optional.of(rows.get(i).value());
            }
        }
        return Optional.empty();
    }

    /** As {@link #find}, or a refusal that says which table has nothing for the stay. */
    public T get(Facts facts, String what) {
        return find(facts)
                .orElseThrow(() -> new StayRefusal(
                        "level",
                        what + "：政策中没有适用于本次就医的一行(医院级别 " + facts.level() + "，就医地 " + facts.place() + "，备案 "
                                + facts.filing() + ")"));
    }
}
