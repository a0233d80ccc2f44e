package io.wutong.benefit.rules;

import org.jspecify.annotations.Nullable;

/** Accumulators while a stay is calculated: a copy that changes; the names are copied when one is new. */
final class Usage {

    static final int SLOTS_MIN = 32;

    private @Nullable String[] names;
    private long[] fen;
    private int size;
    private boolean namesAreOurs;

    Usage(Amounts before) {
        this.names = before.names;
        this.fen = before.fen.clone();
        this.size = before.size;
    }

    long get(String period, String kind) {
        return fen[Amounts.slot(names, period, kind)];
    }

    /** Adds; how much it is then. */
    long add(String period, String kind, long more) {
        if (more == 0) {
            return get(period, kind);
        }
        int slot = claimed(period, kind);
        fen[slot] += more;
        return fen[slot];
    }

    void subtract(String period, String kind, long less) {
        add(period, kind, -less);
    }

    void set(String period, String kind, long amount) {
        int slot = claimed(period, kind);
        fen[slot] = amount;
    }

    /** What they are now; this is not used again. */
    Amounts amounts() {
        return new Amounts(names, fen, size);
    }

    /** The slot of a name, a new one where it has none; the arrays may be others afterwards. */
    private int claimed(String period, String kind) {
        int slot = Amounts.slot(names, period, kind);
        if (names[2 * slot] != null) {
            return slot;
        }
        if (4 * size >= 3 * fen.length) {
            grow();
            slot = Amounts.slot(names, period, kind);
        }
        if (!namesAreOurs) {
            names = names.clone();
            namesAreOurs = true;
        }
        names[2 * slot] = period;
        names[2 * slot + 1] = kind;
        size++;
        return slot;
    }

    /** Twice the slots; what has become zero is left behind. */
    private void grow() {
        @Nullable String[] oldNames = names;
        long[] oldFen = fen;
        names = new String[2 * oldNames.length];
        namesAreOurs = true;
        fen = new long[2 * oldFen.length];
        size = 0;
        for (int slot = 0; slot < oldFen.length; slot++) {
            String period = oldNames[2 * slot];
            String kind = oldNames[2 * slot + 1];
            if (period != null && kind != null && oldFen[slot] != 0) {
                set(period, kind, oldFen[slot]);
            }
        }
    }
}
