package io.wutong.simulator.pool;

/**
 * An insured person, invented.
 *
 * @param number the insurer's own number of the person
 * @param certificate number of the identity document
 * @param name as printed
 * @param sex 1 or 2
 * @param birthday yyyyMMdd
 * @param coverage 310 employees, 390 residents
 * @param area six digits
 * @param frozen benefits are frozen
 * @param accountFen personal account at the start
 * @param rule what the pool pays
 */
public record Person(
        String number,
        String certificate,
        String name,
        String sex,
        String birthday,
        String coverage,
        String area,
        boolean frozen,
        long accountFen,
        BenefitRule rule) {

    public boolean resident() {
        return coverage.equals("390");
    }

    @Override
    public String toString() {
        return "Person[" + coverage + " " + area + "]";
    }
}
