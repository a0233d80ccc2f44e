package io.wutong.sandbox.bench;

import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param value the median of the runs
 * @param must what it has to reach; null where it is only reported
 * @param less whether less is better
 * @param baseline what it is compared with, or how it is counted
 */
record Figure(
        String name,
        double value,
        double low,
        double high,
        String unit,
        @Nullable Double must,
        @Nullable Double aim,
        boolean less,
        String baseline) {

    static Figure of(
            String name,
            double[] runs,
            String unit,
            @Nullable Double must,
            @Nullable Double aim,
            boolean less,
            String baseline) {
        double[] sorted = runs.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new Figure(name, median, sorted[0], sorted[n - 1], unit, must, aim, less, baseline);
    }

    private boolean reaches(@Nullable Double limit) {
        return limit == null || (less ? value <= limit : value >= limit);
    }

    String line() {
        String verdict = must == null && aim == null ? "" : !reaches(must) ? "missed" : reaches(aim) ? "aim" : "must";
        return String.format(
                Locale.ROOT,
                "| %-34s | %10s | %10s | %10s | %-6s | %8s | %8s | %-6s | %s |",
                name,
                text(value),
                text(low),
                text(high),
                unit,
                limit(must),
                limit(aim),
                verdict,
                baseline);
    }

    static String head() {
        return String.format(
                        Locale.ROOT,
                        "| %-34s | %10s | %10s | %10s | %-6s | %8s | %8s | %-6s | %s |",
                        "figure",
                        "median",
                        "low",
                        "high",
                        "unit",
                        "must",
                        "aim",
                        "",
                        "against")
                + "\n|---|--:|--:|--:|---|--:|--:|---|---|";
    }

    private String limit(@Nullable Double limit) {
        return limit == null ? "" : (less ? "≤ " : "≥ ") + text(limit);
    }

    private static String text(double value) {
        double size = Math.abs(value);
        return String.format(
                Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f", value);
    }

    Body json() {
        return Body.builder()
                .put("figure", name)
                .put("value", number(value))
                .put("low", number(low))
                .put("high", number(high))
                .put("unit", unit)
                .put("must", number(must))
                .put("aim", number(aim))
                .put("baseline", baseline)
                .build();
    }

    private static Value number(@Nullable Double value) {
        return value == null ? Value.Null.NULL : new Value.Num(String.format(Locale.ROOT, "%.4f", value));
    }
}
