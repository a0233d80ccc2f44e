package io.wutong.simulator.pool;

/**
 * How a bill was split before the funds pay.
 *
 * @param ownFen outside of the scheme's scope
 * @param priorFen inside, but the person's before anything is shared
 * @param scopeFen what the funds share in
 */
public record Split(long ownFen, long priorFen, long scopeFen) {

    public static final Split NOTHING = new Split(0, 0, 0);

    public long totalFen() {
        return ownFen + priorFen + scopeFen;
    }

    public Split plus(Split other) {
        return new Split(ownFen + other.ownFen, priorFen + other.priorFen, scopeFen + other.scopeFen);
    }
}
