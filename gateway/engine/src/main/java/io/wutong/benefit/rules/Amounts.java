package io.wutong.benefit.rules;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a person has used up in one scheme, by period and kind; immutable. The period is the policy year by the civil
 * year in which it begins ({@code 2026}), a calendar year ({@code c2026}) or {@code life}; outside a calculation a name
 * is {@code period/kind}.
 *
 * <p>An open-addressed table of a power of two: a calculation copies two small arrays instead of a tree of boxes.
 */
public final class Amounts {

    public static final String LIFETIME = "life";

    public static final Amounts NONE = new Amounts(new String[2 * Usage.SLOTS_MIN], new long[Usage.SLOTS_MIN], 0);

    /** Period and kind of slot i at 2i and 2i+1; null when the slot is free. */
    final @Nullable String[] names;

    final long[] fen;
    final int size;

    Amounts(@Nullable String[] names, long[] fen, int size) {
        this.names = names;
        this.fen = fen;
        this.size = size;
    }

    /** What is used up of each. */
    public interface Each {
        void accept(String period, String kind, long fen);
    }

    /**
     * Those of names that are {@code period/kind}.
     *
     * @throws IllegalArgumentException on a name that is not
     */
    public static Amounts of(Map<String, Long> byName) {
        Usage usage = new Usage(NONE);
        byName.forEach((name, fen) ->
                usage.set(period(name), name.substring(period(name).length() + 1), fen));
        return usage.amounts();
    }

    /** What is handed over, the last of each kind. */
    public static Amounts gathered(Consumer<Each> from) {
        Usage usage = new Usage(NONE);
        from.accept(usage::set);
        return usage.amounts();
    }

    /** The period of a name. */
    public static String period(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no period: " + name);
        }
        return name.substring(0, slash);
    }

    public long get(String period, String kind) {
        return fen[slot(names, period, kind)];
    }

    /** All that are not zero, in no order. */
    public void forEach(Each each) {
        for (int slot = 0; slot < fen.length; slot++) {
            String period = names[2 * slot];
            String kind = names[2 * slot + 1];
            if (period != null && kind != null && fen[slot] != 0) {
                each.accept(period, kind, fen[slot]);
            }
        }
    }

    /** All that are not zero, by {@code period/kind}. */
    public SortedMap<String, Long> byName() {
        SortedMap<String, Long> byName = new TreeMap<>();
        forEach((period, kind, amount) -> byName.put(period + "/" + kind, amount));
        return byName;
    }

    /** These after what led from {@code before} to {@code after} is taken back. */
    public Amounts without(Amounts before, Amounts after) {
        Usage undone = new Usage(this);
        after.forEach(undone::subtract);
        before.forEach(undone::add);
        return undone.amounts();
    }

    public boolean isEmpty() {
        return byName().isEmpty();
    }

    /** The slot of a name, or the free one where it belongs. */
    static int slot(@Nullable String[] names, String period, String kind) {
        int mask = names.length / 2 - 1;
        int slot = period.hashCode() + kind.hashCode() & mask;
        while (true) {
            // most have the same period
            String there = names[2 * slot + 1];
            if (there == null || (kind.equals(there) && period.equals(names[2 * slot]))) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Amounts amounts && byName().equals(amounts.byName());
    }

    @Override
    public int hashCode() {
        return byName().hashCode();
    }

    @Override
    public String toString() {
        return byName().toString();
    }
}
