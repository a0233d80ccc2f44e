package io.wutong.benefit.rules;

import java.util.List;

/** What is left of a bill for the funds to come and for the person, by part. */
final class Remainder {

    private static final List<Part> PARTS = List.of(Part.values());

    private final long[] left = new long[PARTS.size()];

    Remainder(Sums sums) {
        left[Part.OWN_SHARE.ordinal()] = sums.inScopeFen();
        left[Part.PRIOR_SELF_PAY.ordinal()] = sums.priorSelfPayFen();
        left[Part.OVER_LIMIT.ordinal()] = sums.overLimitFen();
        left[Part.OWN_PAY.ordinal()] = sums.ownPayFen();
    }

    /** Moves what counts as another part out of the person's share. */
    void move(Part to, long fen) {
        left[Part.OWN_SHARE.ordinal()] -= fen;
        left[to.ordinal()] += fen;
    }

    /** Takes a payment of the basic fund: from its own share first, then as {@link #take} does. */
    void takeBasic(long fen) {
        long share = Math.min(fen, left[Part.OWN_SHARE.ordinal()]);
        left[Part.OWN_SHARE.ordinal()] -= share;
        take(PARTS, fen - share);
    }

    long of(List<Part> parts) {
        long sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            sum += left[parts.get(i).ordinal()];
        }
        return sum;
    }

    /** Takes a payment from these parts, the first as far as it goes. */
    void take(List<Part> parts, long fen) {
        long rest = fen;
        for (int i = 0; i < parts.size(); i++) {
            int part = parts.get(i).ordinal();
            long taken = Math.min(rest, left[part]);
            left[part] -= taken;
            rest -= taken;
        }
        if (rest != 0) {
            throw new IllegalStateException("a fund pays more than there is");
        }
    }

    long total() {
        long sum = 0;
        for (long fen : left) {
            sum += fen;
        }
        return sum;
    }

    /** What is left, by part; this is not used again. */
    Shares shares() {
        return new Shares(left);
    }
}
