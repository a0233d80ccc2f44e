package io.wutong.catalogue.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.catalogue.Catalogue;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How long a large bill and a large comparison take; {@code mvn -Pbench verify} prints it. */
class CatalogueBench {

    private static final int ROUNDS = 200;
    private static final int LINES = 1_000;
    private static final double BILL_MILLIS_MAX = 1.0;
    private static final double COMPARE_MILLIS_MAX = 3_000;

    private record Line(String code, LocalDate day, BigDecimal cnt, BigDecimal pric) {}

    @Test
    void should_split_a_bill_of_a_thousand_lines_in_a_millisecond() {
        List<CatalogueItem> items = CataloguePair.of(7, 60_000, 0).before();
        Catalogue catalogue = Catalogue.of(items);
        Random random = new Random(7);
        List<Line> bill = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            bill.add(new Line(
                    items.get(random.nextInt(items.size())).code(),
                    LocalDate.of(2026, 1 + random.nextInt(12), 1),
                    BigDecimal.valueOf(1 + random.nextInt(99_999), 4),
                    BigDecimal.valueOf(1 + random.nextInt(999_999_999), 6)));
        }
        double[] millis = new double[ROUNDS];
        long sum = 0;
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            long start = System.nanoTime();
            LineSplit total = LineSplit.ZERO;
            for (Line line : bill) {
                Terms terms = catalogue
                        .find(line.code, line.day)
                        .map(item -> Terms.of(item, Lines.FACTS, line.pric))
                        .orElse(Terms.UNMAPPED);
                long amount = LineSplit.amount(line.cnt, line.pric);
                total = total.plus(LineSplit.of(terms, line.cnt, line.pric, amount));
            }
            long end = System.nanoTime();
            sum += total.sumFen();
            if (round >= 0) {
                millis[round] = (end - start) / 1e6;
            }
        }
        assertThat(sum).isPositive();
        print("bill of 1,000 lines split", millis, BILL_MILLIS_MAX);
        assertThat(median(millis)).isLessThan(BILL_MILLIS_MAX);
    }

    @Test
    void should_compare_sixty_thousand_rows_in_three_seconds() {
        CataloguePair pair = CataloguePair.of(11, 60_000, 15_000);
        double[] millis = new double[10];
        for (int round = 0; round < millis.length; round++) {
            long start = System.nanoTime();
            List<Difference> found = CatalogueDiff.of(pair.before(), pair.after());
            millis[round] = (System.nanoTime() - start) / 1e6;
            assertThat(found).hasSize(15_000);
        }
        print("60,000 rows, 15,000 differences", millis, COMPARE_MILLIS_MAX);
        // the first one too, cold as a command is
        assertThat(millis[0]).isLessThan(COMPARE_MILLIS_MAX);
    }

    private static void print(String what, double[] millis, double limit) {
        System.out.println("| measured | median ms | p99 ms | worst ms | limit ms | ratio |");
        System.out.println("|---|---|---|---|---|---|");
        System.out.println(String.format(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.0f | %.3f |",
                what,
                median(millis),
                percentile(millis, 99),
                Arrays.stream(millis).max().orElseThrow(),
                limit,
                median(millis) / limit));
    }

    private static double median(double[] millis) {
        return percentile(millis, 50);
    }

    private static double percentile(double[] millis, int percent) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}
