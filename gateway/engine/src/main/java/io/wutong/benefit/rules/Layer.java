package io.wutong.benefit.rules;

/**
 * A layer after the basic fund, for instance critical illness: what remains of the amount in scope, accumulated over the
 * policy year, pays F(after) − F(before).
 *
 * @param name what a patient reads
 * @param fundPayType {@code fund_pay_type} of its line
 * @param field its field in {@code setlinfo}
 * @param brackets F, on the year's accumulated remainder
 * @param capYearFen the most it pays in a policy year
 */
public record Layer(String name, String fundPayType, String field, Brackets brackets, long capYearFen) {}
