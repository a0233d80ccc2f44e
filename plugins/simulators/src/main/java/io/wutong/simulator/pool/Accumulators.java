package io.wutong.simulator.pool;

/**
 * What one person's year has gathered.
 *
 * @param stays settled
 * @param basicPaidFen by the basic fund
 * @param leftFen in scope and not paid by the basic fund: what the critical illness layer lies over
 * @param criticalPaidFen by the critical illness fund
 * @param accountFen left in the personal account
 */
public record Accumulators(int stays, long basicPaidFen, long leftFen, long criticalPaidFen, long accountFen) {

    public Accumulators plus(Accumulators other) {
        return new Accumulators(
                stays + other.stays,
                basicPaidFen + other.basicPaidFen,
                leftFen + other.leftFen,
                criticalPaidFen + other.criticalPaidFen,
                accountFen + other.accountFen);
    }

    public Accumulators negated() {
        return new Accumulators(-stays, -basicPaidFen, -leftFen, -criticalPaidFen, -accountFen);
    }
}
