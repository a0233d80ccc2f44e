package io.wutong.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tries the amount definition on seeded amounts: no payable amount is refused, no third decimal below 1e9 passes. */
class AmountTest {

    private static final long SEED = 20261122;
    private static final int ROUNDS = 1_000;
    private static final long FEN_MAX = 99_999_999_999L;

    @Test
    void should_accept_every_fen_when_given_as_number_or_text() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            BigDecimal yuan = BigDecimal.valueOf(fen(random), 2);
            assertThat(accepts(yuan.doubleValue())).as("number %s", yuan).isTrue();
            assertThat(accepts(yuan.negate().doubleValue()))
                    .as("number -%s", yuan)
                    .isTrue();
            assertThat(accepts(yuan.toPlainString())).as("text %s", yuan).isTrue();
        }
    }

    @Test
    void should_refuse_a_third_decimal_when_given_as_number_or_text() {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            BigDecimal tooFine = BigDecimal.valueOf(fen(random) * 10 + 1 + random.nextInt(9), 3);
            assertThat(accepts(tooFine.doubleValue())).as("number %s", tooFine).isFalse();
            assertThat(accepts(tooFine.toPlainString())).as("text %s", tooFine).isFalse();
            assertThat(accepts(tooFine.negate().toPlainString()))
                    .as("text -%s", tooFine)
                    .isFalse();
        }
    }

    @Test
    void should_accept_the_largest_amount_when_it_has_fourteen_digits() {
        assertThat(accepts("99999999999999.99")).isTrue();
        assertThat(accepts(99999999999999.99)).isTrue();
        assertThat(accepts("100000000000000")).isFalse();
        assertThat(accepts(1e14)).isFalse();
    }

    private static long fen(Random random) {
        int digits = 1 + random.nextInt(11);
        return Math.floorMod(random.nextLong(), Math.min(FEN_MAX, (long) Math.pow(10, digits)));
    }

    private static boolean accepts(Object amount) {
        JsonObject query = new JsonObject()
                .put(
                        "cuminfo",
                        new JsonArray()
                                .add(new JsonObject().put("cum_type_code", "S").put("cum", amount)));
        return Schemas.validate("5206.response.json", query).getValid();
    }
}
