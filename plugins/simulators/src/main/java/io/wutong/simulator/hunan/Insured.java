package io.wutong.simulator.hunan;

import io.wutong.simulator.pool.BenefitRule;

/**
 * A person of the pool, invented.
 *
 * @param personNo {@code aac001}
 * @param certificateNo {@code aac002}
 * @param name {@code aac003}
 * @param sex {@code aac004}: 1, 2 or 9
 * @param birthday {@code aac006}, yyyyMMdd
 * @param coverage {@code aae140}: 310 or 390
 * @param area {@code aab301}, six digits
 * @param kind {@code bka035}
 * @param frozen benefits are frozen: {@code bka888} 1
 * @param employer {@code bka008}, {@code ""} for none
 * @param accountFen personal account at the start
 * @param rule what the pool pays
 */
public record Insured(
        String personNo,
        String certificateNo,
        String name,
        String sex,
        String birthday,
        String coverage,
        String area,
        String kind,
        boolean frozen,
        String employer,
        long accountFen,
        BenefitRule rule) {

    boolean resident() {
        return coverage.equals("390");
    }

    @Override
    public String toString() {
        return "Insured[" + coverage + " " + area + "]";
    }
}
