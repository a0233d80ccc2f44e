package io.wutong.benefit.rules;

import java.util.Map;
import java.util.TreeMap;

/**
 * Accumulators while a stay is calculated. A name is {@code period/kind}; the period is the policy year's beginning
 * ({@code 2026}), a calendar year ({@code c2026}) or {@code life}.
 */
public final class Usage {

    public static final String LIFETIME = "life";

    private final Map<String, Long> amounts;

    public Usage(Map<String, Long> before) {
        this.amounts = new TreeMap<>(before);
    }

    public static String name(String period, String kind) {
        return period + "/" + kind;
    }

    /** The period of a name. */
    public static String period(String name) {
        return name.substring(0, name.indexOf('/'));
    }

    long get(String period, String kind) {
        return amounts.getOrDefault(name(period, kind), 0L);
    }

    void add(String period, String kind, long fen) {
        if (fen != 0) {
            amounts.merge(name(period, kind), fen, Long::sum);
        }
    }

    void set(String period, String kind, long fen) {
        amounts.put(name(period, kind), fen);
    }

    /** What they are now; zeros are left out. */
    public Map<String, Long> snapshot() {
        Map<String, Long> copy = new TreeMap<>(amounts);
        copy.values().removeIf(value -> value == 0);
        return copy;
    }
}
