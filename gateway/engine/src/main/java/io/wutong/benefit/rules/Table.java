package io.wutong.benefit.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** The value of the first row that holds; null when none does. */
    public @Nullable T find(Facts facts) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).when().holds(facts)) {
                return rows.get(i).value();
            }
        }
        return null;
    }

    /**
     * As {@link #find}.
     *
     * @param of the fund, and {@code what} of it; for the refusal
     * @throws StayRefusal when the table has nothing for the stay
     */
    public T get(Facts facts, String of, String what) {
        T found = find(facts);
        if (found == null) {
            throw new StayRefusal(
                    "level",
                    of + what + "：政策中没有适用于本次就医的一行(医院级别 " + facts.level() + "，就医地 " + facts.place() + "，备案 "
                            + facts.filing() + ") · the policy's table has no row for this stay");
        }
        return found;
    }
}
