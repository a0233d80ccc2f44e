package io.wutong.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BooksTest {

    @Test
    void should_refuse_to_close_when_one_fen_is_missing() {
        Books books = Books.of("320115", "S1", "S1", Instant.EPOCH)
                .debit("fund:390100", 100)
                .credit("payable:care:1", 99);
        assertThatThrownBy(books::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 fen");
    }

    @Test
    void should_write_a_line_for_each_amount_that_is_not_zero() {
        assertThat(Books.of("n", "S1", "S1", Instant.EPOCH)
                        .debit("a", 100)
                        .debit("b", 0)
                        .debit("c", -30)
                        .credit("d", 70)
                        .close())
                .flatExtracting(EntrySet::entries)
                .containsExactly(new Entry("a", 100), new Entry("c", -30), new Entry("d", -70));
    }
}
