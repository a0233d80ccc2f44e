package io.wutong.coverage.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewbornTest {

    @ParameterizedTest
    @CsvSource({
        "2026-05-30, 2026-03-01, 90, 2026-03-01",
        "2026-05-31, 2026-03-01, 90, 2026-05-31",
        "2026-12-31, 2026-03-01, year, 2026-03-01",
        "2027-01-01, 2026-12-31, year, 2027-01-01",
        "2026-03-02, 2026-03-01, no, 2026-03-02",
        "2026-03-01, 2026-03-01, 90, 2026-03-01",
        "2026-02-01, 2026-03-01, 90, 2026-02-01",
        "2012-01-01, 1980-03-01, year, 2012-01-01",
        "2026-05-01, '', year, 2026-05-01",
        "2026-05-01, 2026-3-1, year, 2026-05-01"
    })
    void should_begin_with_the_birth_when_a_newborn_was_insured_in_time(
            String registered, String birth, String rule, String since) {
        assertThat(Newborn.since(registered, birth, rule)).isEqualTo(since);
    }
}
