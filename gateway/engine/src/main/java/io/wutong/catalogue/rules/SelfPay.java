package io.wutong.catalogue.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the person pays of the price up to the limit before any fund does, 先行自付.
 *
 * @param bp basis points, where no rule holds
 * @param rules by class of person, level of institution, price; the first that holds decides
 */
public record SelfPay(int bp, List<Rule> rules) {

    public static final int WHOLE_BP = 10_000;

    public SelfPay {
        rules = List.copyOf(rules);
    }

    /** A ratio of its own under conditions. */
    public record Rule(Conditions when, int bp) {}

    public static SelfPay of(int bp) {
        return new SelfPay(bp, List.of());
    }

    public int bp(LineFacts facts, BigDecimal price) {
        for (Rule rule : rules) {
            if (rule.when.hold(facts, price)) {
                return rule.bp;
            }
        }
        return bp;
    }

    /**
     * A ratio from {@code 0} to {@code 1} with at most four decimals.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static int ratio(String text) {
        try {
            int bp = new BigDecimal(text).movePointRight(4).intValueExact();
            if (bp >= 0 && bp <= WHOLE_BP) {
                return bp;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("应为0至1、至多四位小数 · a ratio from 0 to 1 with at most 4 decimals expected");
    }

    public static String ratio(int bp) {
        return BigDecimal.valueOf(bp, 4).toPlainString();
    }

    /**
     * Reads {@code CONDITIONS:RATIO; …}.
     *
     * @throws IllegalArgumentException naming what was not understood
     */
    public static List<Rule> parseRules(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            int colon = part.lastIndexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("应为 条件:比例 · CONDITIONS:RATIO expected: " + part.strip());
            }
            rules.add(new Rule(
                    Conditions.parse(part.substring(0, colon)),
                    ratio(part.substring(colon + 1).strip())));
        }
        return rules;
    }

    /** As {@link #parseRules} reads it. */
    public String rulesText() {
        return rules.stream()
                .map(rule -> rule.when.text() + ":" + ratio(rule.bp))
                .collect(Collectors.joining("; "));
    }
}
