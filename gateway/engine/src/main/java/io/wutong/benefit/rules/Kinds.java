package io.wutong.benefit.rules;

import java.time.LocalDate;

/**
 * The names under which a fund is counted, made once when its policy is read.
 *
 * @param fund its id
 * @param stays admissions of the policy year
 * @param nth the number of an admission that others continue; what they have in common follows
 * @param deductible borne
 * @param highest of deductibles met
 * @param edges amounts that its brackets have counted
 * @param base amounts that a layer has looked at
 * @param paid by it
 */
public record Kinds(
        String fund,
        String stays,
        String nth,
        String deductible,
        String highest,
        String edges,
        String base,
        String paid) {

    public static Kinds of(String fund) {
        return new Kinds(
                fund,
                fund + ".stays",
                fund + ".nth@",
                fund + ".deductible",
                fund + ".deductible_highest",
                fund + ".edges",
                fund + ".base",
                fund + ".paid");
    }

    /** Whether a kind is a count, not an amount of money. */
    public static boolean isCount(String kind) {
        return kind.endsWith(".stays") || kind.contains(".nth@");
    }

    String paidOn(LocalDate day) {
        return paid + "@" + day;
    }

    String deductibleOf(String continued) {
        return deductible + "@" + continued;
    }
}
