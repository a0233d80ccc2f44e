package io.wutong.reconcile.rules;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds one day's rows of ours against theirs, which stream by once: first all of ours, then theirs a row at a time, then
 * what of ours nobody asked for. A row is a key and an amount; a row with several amounts is several keys.
 *
 * <p>Ours are kept as bytes of their keys in one array, found by open addressing: some 60 bytes for a key of 22, so that
 * a million rows need 64 MiB and no row of theirs needs any. For one thread.
 */
public final class DayMatch {

    /** Rows of ours; the tables of more would not fit an array. */
    public static final int ROWS_MAX = 20_000_000;

    private static final byte OWED = 1;
    private static final byte SEEN = 2;

    private byte[] keys = new byte[4_096];
    private int keysLength;
    private int[] starts = new int[256];
    private long[] amounts = new long[256];
    private byte[] marks = new byte[256];
    private int rows;
    /** Row number plus one; 0 is free. */
    private int[] slots = new int[512];

    private boolean reading;
    private long equal;
    private long onlyThere;
    private long different;
    private long repeated;
    private long onlyHere;
    private long equalFen;
    private long theirsFen;

    /**
     * A row of ours.
     *
     * @param owed whether theirs must have it; false for rows of the hours beside the day, which may stand in either day
     * @throws IllegalArgumentException when the key was there before
     */
    public void ours(String key, long fen, boolean owed) {
        if (reading || rows >= ROWS_MAX) {
            throw new IllegalStateException(reading ? "theirs have begun" : "more than " + ROWS_MAX + " rows");
        }
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int slot = slot(bytes);
        if (slots[slot] != 0) {
            throw new IllegalArgumentException("twice among ours: " + key);
        }
        grow(bytes.length);
        starts[rows] = keysLength;
        System.arraycopy(bytes, 0, keys, keysLength, bytes.length);
        keysLength += bytes.length;
        starts[rows + 1] = keysLength;
        amounts[rows] = fen;
        marks[rows] = owed ? OWED : 0;
        rows++;
        slots[slot] = rows;
        if (rows * 2 > slots.length) {
            rehash();
        }
    }

    /** A row of theirs; empty when ours says the same. */
    public Optional<Difference> theirs(String key, long fen) {
        reading = true;
        theirsFen += fen;
        int row = slots[slot(key.getBytes(StandardCharsets.UTF_8))] - 1;
        if (row < 0) {
            onlyThere++;
            return Optional.of(new Difference(Difference.Kind.ONLY_THERE, key, 0, fen));
        }
        boolean again = (marks[row] & SEEN) != 0;
        marks[row] |= SEEN;
        if (again) {
            repeated++;
            return Optional.of(new Difference(Difference.Kind.REPEATED, key, amounts[row], fen));
        }
        if (amounts[row] != fen) {
            different++;
            return Optional.of(new Difference(Difference.Kind.DIFFERENT, key, amounts[row], fen));
        }
        equal++;
        equalFen += fen;
        return Optional.empty();
    }

    /** When theirs are through: what of ours they owe, in the order in which it was given. */
    public void missing(Consumer<Difference> each) {
        reading = true;
        onlyHere = 0;
        for (int row = 0; row < rows; row++) {
            if (marks[row] == OWED) {
                onlyHere++;
                String key = new String(keys, starts[row], starts[row + 1] - starts[row], StandardCharsets.UTF_8);
                each.accept(new Difference(Difference.Kind.ONLY_HERE, key, amounts[row], 0));
            }
        }
    }

    /** Whole only after {@link #missing}. */
    public Totals totals() {
        return new Totals(equal, onlyHere, onlyThere, different, repeated, equalFen, theirsFen);
    }

    /** Where the key stands, or the free place for it. */
    private int slot(byte[] key) {
        int mask = slots.length - 1;
        int slot = spread(Arrays.hashCode(key)) & mask;
        while (slots[slot] != 0 && !is(slots[slot] - 1, key)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean is(int row, byte[] key) {
        return Arrays.equals(keys, starts[row], starts[row + 1], key, 0, key.length);
    }

    /** Numbers that follow on each other must not lie side by side. */
    private static int spread(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ (h >>> 16);
    }

    private void grow(int bytes) {
        if (keysLength + bytes > keys.length) {
            keys = Arrays.copyOf(keys, larger(keys.length, keysLength + bytes));
        }
        if (rows + 2 > starts.length) {
            starts = Arrays.copyOf(starts, larger(starts.length, rows + 2));
            amounts = Arrays.copyOf(amounts, starts.length);
            marks = Arrays.copyOf(marks, starts.length);
        }
    }

    private static int larger(int length, int needed) {
        return Math.max(needed, length + (length >> 1));
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        for (int row = 0; row < rows; row++) {
            slots[slot(Arrays.copyOfRange(keys, starts[row], starts[row + 1]))] = row + 1;
        }
    }
}
