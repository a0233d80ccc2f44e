package io.wutong.benefit.rules;

import java.time.LocalDate;
import java.util.Optional;

/** The most that a fund pays: for one visit, day, policy year, calendar year and life; an empty table is no cap. */
public record Caps(
        Table<Long> visit, Table<Long> day, Table<Long> year, Table<Long> calendarYear, Table<Long> lifetime) {

    public static final Caps NONE = new Caps(Table.empty(), Table.empty(), Table.empty(), Table.empty(), Table.empty());

    /** What is left; {@link Long#MAX_VALUE} without a cap. */
    long room(Facts facts, Usage usage, String fund, String year) {
        LocalDate on = facts.day();
        long room = left(visit, facts, 0);
        room = Math.min(room, left(day, facts, usage.get(year, daily(fund, on))));
        room = Math.min(room, left(this.year, facts, usage.get(year, paid(fund))));
        room = Math.min(room, left(calendarYear, facts, usage.get("c" + on.getYear(), paid(fund))));
        return Math.min(room, left(lifetime, facts, usage.get(Usage.LIFETIME, paid(fund))));
    }

    /** Counts what was paid, wherever a cap may ask for it. */
    void count(Facts facts, Usage usage, String fund, String year, long fen) {
        usage.add(year, paid(fund), fen);
        if (!day.isEmpty()) {
            usage.add(year, daily(fund, facts.day()), fen);
        }
        if (!calendarYear.isEmpty()) {
            usage.add("c" + facts.day().getYear(), paid(fund), fen);
        }
        if (!lifetime.isEmpty()) {
            usage.add(Usage.LIFETIME, paid(fund), fen);
        }
    }

    static String paid(String fund) {
        return fund + ".paid";
    }

    private static String daily(String fund, LocalDate day) {
        return fund + ".paid@" + day;
    }

    private static long left(Table<Long> table, Facts facts, long used) {
        Optional<Long> most = table.isEmpty() ? Optional.empty() : table.find(facts);
        return most.map(cap -> Math.max(0, cap - used)).orElse(Long.MAX_VALUE);
    }
}
