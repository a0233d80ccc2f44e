package io.wutong.benefit.rules;

import java.util.EnumMap;
import java.util.Map;

/** The person's share by part of the bill; immutable. */
public final class Shares {

    static final Shares NONE = new Shares(new long[Part.values().length]);

    private final long[] fen;

    Shares(long[] fen) {
        this.fen = fen;
    }

    public long of(Part part) {
        return fen[part.ordinal()];
    }

    public long total() {
        long sum = 0;
        for (long one : fen) {
            sum += one;
        }
        return sum;
    }

    public Map<Part, Long> byPart() {
        Map<Part, Long> map = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            map.put(part, of(part));
        }
        return map;
    }

    Shares plus(Shares other) {
        long[] sums = fen.clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.fen[i];
        }
        return new Shares(sums);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shares shares && byPart().equals(shares.byPart());
    }

    @Override
    public int hashCode() {
        return byPart().hashCode();
    }

    @Override
    public String toString() {
        return byPart().toString();
    }
}
