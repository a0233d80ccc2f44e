package io.wutong.benefit.rules;

/** The most that a fund pays: for one visit, day, policy year, calendar year and life; an empty table is no cap. */
public record Caps(
        Table<Long> visit, Table<Long> day, Table<Long> year, Table<Long> calendarYear, Table<Long> lifetime) {

    public static final Caps NONE = new Caps(Table.empty(), Table.empty(), Table.empty(), Table.empty(), Table.empty());

    /** What is left; {@link Long#MAX_VALUE} without a cap. */
    long room(Facts facts, Usage usage, Kinds fund, String year) {
        long room = Long.MAX_VALUE;
        if (!visit.isEmpty()) {
            room = left(visit, facts, 0);
        }
        if (!day.isEmpty()) {
            room = Math.min(room, left(day, facts, usage.get(year, fund.paidOn(facts.day()))));
        }
        if (!this.year.isEmpty()) {
            room = Math.min(room, left(this.year, facts, usage.get(year, fund.paid())));
        }
        if (!calendarYear.isEmpty()) {
            room = Math.min(room, left(calendarYear, facts, usage.get(calendar(facts), fund.paid())));
        }
        if (!lifetime.isEmpty()) {
            room = Math.min(room, left(lifetime, facts, usage.get(Amounts.LIFETIME, fund.paid())));
        }
        return room;
    }

    /** Counts what was paid, wherever a cap may ask for it. */
    void count(Facts facts, Usage usage, Kinds fund, String year, long fen) {
        usage.add(year, fund.paid(), fen);
        if (!day.isEmpty()) {
            usage.add(year, fund.paidOn(facts.day()), fen);
        }
        if (!calendarYear.isEmpty()) {
            usage.add(calendar(facts), fund.paid(), fen);
        }
        if (!lifetime.isEmpty()) {
            usage.add(Amounts.LIFETIME, fund.paid(), fen);
        }
    }

    private static String calendar(Facts facts) {
        return "c" + facts.day().getYear();
    }

    private static long left(Table<Long> table, Facts facts, long used) {
        Long most = table.find(facts);
        return most == null ? Long.MAX_VALUE : Math.max(0, most - used);
    }
}
