package io.wutong.credential.nhsa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdNumberTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    @ParameterizedTest
    @ValueSource(strings = {"11010519491231002X", "440524188001010014", "111111198101011110"})
    void should_be_accepted_when_it_is_a_published_vector(String number) {
        assertThat(IdNumber.normal(number, TODAY)).contains(number);
    }

    @Test
    void should_be_refused_when_any_one_digit_is_another() {
        String right = "11010519491231002X";
        for (int at = 0; at < 17; at++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                if (digit != right.charAt(at)) {
                    String wrong = right.substring(0, at) + digit + right.substring(at + 1);
                    assertThat(IdNumber.normal(wrong, TODAY)).as(wrong).isEmpty();
                }
            }
        }
    }

    @Test
    void should_have_a_capital_x_when_it_came_with_a_small_one() {
        assertThat(IdNumber.normal("11010519491231002x", TODAY)).contains("11010519491231002X");
    }

    @Test
    void should_be_lengthened_when_it_has_fifteen_digits() {
        assertThat(IdNumber.normal("110105491231002", TODAY)).contains("11010519491231002X");
    }

    @Test
    void should_be_refused_when_the_birth_date_is_none_or_to_come() {
        String future = "11010520261123001";
        assertThat(IdNumber.normal(future + IdNumber.check(future), TODAY)).isEmpty();
        String nonsense = "11010519491331002";
        assertThat(IdNumber.normal(nonsense + IdNumber.check(nonsense), TODAY)).isEmpty();
    }
}
