package io.wutong.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FenTest {

    @ParameterizedTest
    @CsvSource({"0,0", "1,100", "0.1,10", "4.52,452", "-0.05,-5", "12.500,1250", "99999999999999.99,9999999999999999"})
    void should_parse_exactly(String yuan, long fen) {
        assertThat(Fen.parse("amt", yuan)).isEqualTo(fen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".5", "1.", "1.005", "1e2", "+1", " 1", "1,000", "100000000000000", "NaN", "１"})
    void should_refuse_when_not_an_amount(String yuan) {
        assertThatThrownBy(() -> Fen.parse("amt", yuan))
                .isInstanceOf(AmountException.class)
                .hasMessageStartingWith("amt: ");
    }

    @Test
    void should_agree_with_big_decimal_when_written_and_read_again() {
        Random random = new Random(20261122);
        for (int i = 0; i < 10_000; i++) {
            long fen = random.nextLong() % 10_000_000_000_000_000L;
            assertThat(Fen.format(fen)).isEqualTo(BigDecimal.valueOf(fen, 2).toPlainString());
            assertThat(Fen.append(new StringBuilder("实付"), fen)).hasToString("实付" + Fen.format(fen));
            assertThat(Fen.parse("amt", Fen.format(fen))).isEqualTo(fen);
        }
    }
}
