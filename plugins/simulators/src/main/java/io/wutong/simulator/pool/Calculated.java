package io.wutong.simulator.pool;

/**
 * What a bill comes to.
 *
 * @param split of the bill
 * @param payment of the part in scope
 * @param accountFen what the personal account pays
 * @param at civil time of the calculation, yyyy-MM-dd HH:mm:ss
 */
public record Calculated(Split split, BenefitRule.Payment payment, long accountFen, String at) {

    public long fundsFen() {
        return payment.basicFen() + payment.criticalFen();
    }

    /** The person's share, account and cash. */
    public long personFen() {
        return split.totalFen() - fundsFen();
    }

    public long cashFen() {
        return personFen() - accountFen;
    }

    Accumulators change() {
        return new Accumulators(1, payment.basicFen(), payment.leftFen(), payment.criticalFen(), -accountFen);
    }
}
