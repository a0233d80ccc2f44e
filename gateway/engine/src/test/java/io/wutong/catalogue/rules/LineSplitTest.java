package io.wutong.catalogue.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.catalogue.CatalogueItem;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LineSplitTest {

    @RepeatedTest(10)
    void should_sum_to_the_line_and_mirror_when_it_is_given_back(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        for (int i = 0; i < 200; i++) {
            Optional<CatalogueItem> item = random.nextInt(8) == 0
                    ? Optional.empty()
                    : Optional.of(new CatalogueItem(
                            "c",
                            "n",
                            "0" + (1 + random.nextInt(3)),
                            random.nextInt(10_001),
                            random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(90_000_000)));
            BigDecimal cnt = BigDecimal.valueOf(1 + random.nextInt(100_000), random.nextInt(4));
            BigDecimal price = BigDecimal.valueOf(random.nextInt(10_000_000), random.nextInt(6));
            long amount = LineSplit.amount(cnt, price);
            LineSplit split = LineSplit.of(item, cnt, amount);
            assertThat(split.ownPayFen() + split.overLimitFen() + split.priorSelfPayFen() + split.inScopeFen())
                    .isEqualTo(amount);
            assertThat(LongStream.of(
                                    split.ownPayFen(),
                                    split.overLimitFen(),
                                    split.priorSelfPayFen(),
                                    split.inScopeFen())
                            .min()
                            .orElseThrow())
                    .isNotNegative();
            assertThat(LineSplit.amount(cnt.negate(), price)).isEqualTo(-amount);
            LineSplit mirrored = new LineSplit(
                    -split.ownPayFen(), -split.overLimitFen(), -split.priorSelfPayFen(), -split.inScopeFen());
            assertThat(LineSplit.of(item, cnt.negate(), -amount)).isEqualTo(mirrored);
            // some systems write the minus at the price
            assertThat(LineSplit.of(item, cnt, -amount)).isEqualTo(mirrored);
        }
    }

    @Test
    void should_split_limit_first_and_prior_self_pay_of_the_rest() {
        CatalogueItem item = new CatalogueItem("c", "n", "02", 1_000, 50_000_000);
        assertThat(LineSplit.of(Optional.of(item), BigDecimal.valueOf(2), 12_000))
                .isEqualTo(new LineSplit(0, 2_000, 1_000, 9_000));
        assertThat(LineSplit.of(Optional.empty(), BigDecimal.ONE, 77)).isEqualTo(new LineSplit(77, 0, 0, 0));
    }
}
