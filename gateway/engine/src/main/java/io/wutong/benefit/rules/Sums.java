package io.wutong.benefit.rules;

/** The four sums of a line split, in fen. */
public record Sums(long ownPayFen, long overLimitFen, long priorSelfPayFen, long inScopeFen) {

    public static final Sums ZERO = new Sums(0, 0, 0, 0);

    public long totalFen() {
        return ownPayFen + overLimitFen + priorSelfPayFen + inScopeFen;
    }

    public Sums plus(Sums other) {
        return new Sums(
                ownPayFen + other.ownPayFen,
                overLimitFen + other.overLimitFen,
                priorSelfPayFen + other.priorSelfPayFen,
                inScopeFen + other.inScopeFen);
    }

    public Sums minus(Sums other) {
        return plus(new Sums(-other.ownPayFen, -other.overLimitFen, -other.priorSelfPayFen, -other.inScopeFen));
    }

    /** What of these sums falls on {@code days} of {@code all} days, each sum HALF_UP. */
    public Sums share(long days, long all) {
        return new Sums(
                Ratios.share(ownPayFen, days, all),
                Ratios.share(overLimitFen, days, all),
                Ratios.share(priorSelfPayFen, days, all),
                Ratios.share(inScopeFen, days, all));
    }

    /** Takes {@code fen} away: from own-pay first, then over-limit, prior self-pay, and from in scope last. */
    public Sums without(long fen) {
        long own = Math.min(fen, ownPayFen);
        long over = Math.min(fen - own, overLimitFen);
        long prior = Math.min(fen - own - over, priorSelfPayFen);
        return minus(new Sums(own, over, prior, fen - own - over - prior));
    }

    /**
     * The same total without a negative sum: what one lacks is taken from the others, from own-pay first. A negative
     * total stays, as own-pay.
     */
    public Sums netted() {
        Sums positive = new Sums(
                Math.max(0, ownPayFen),
                Math.max(0, overLimitFen),
                Math.max(0, priorSelfPayFen),
                Math.max(0, inScopeFen));
        long lacking = positive.totalFen() - totalFen();
        return totalFen() >= 0 ? positive.without(lacking) : new Sums(totalFen(), 0, 0, 0);
    }
}
