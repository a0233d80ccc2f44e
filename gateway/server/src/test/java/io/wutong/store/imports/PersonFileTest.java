package io.wutong.store.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.app.Gateway;
import io.wutong.coverage.Coverage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonFileTest {

    private static Coverage read(String since, String paused) {
        String line = """
                {"baseinfo":{"psn_no":"P1","certno":"C1","psn_name":"张示例"},"insuinfo":[{"insutype":"390","psn_type":"1501",
                "psn_insu_stas":"1","insuplc_admdvs":"320115","psn_insu_date":"%s","paus_insu_date":"%s"}]}""".formatted(since, paused);
        return PersonFile.read(List.of(line), "320115", Gateway.areas(), certno -> "h")
                .get(0)
                .person()
                .read()
                .coverages()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({"20260101, 20260701", "2026/01/01, 2026/7/1", "2026-01-01 00:00:00, 2026-07-01 00:00:00"})
    void should_keep_the_day_when_a_file_writes_it_in_another_form(String since, String paused) {
        assertThat(read(since, paused).since()).isEqualTo("2026-01-01");
        assertThat(read(since, paused).pausedFrom()).isEqualTo("2026-07-01");
        assertThat(read(since, "").goesOn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01, 2026-13-01", "2026-01-01, 2026-07-01 23:59:59", "去年, ''"})
    void should_refuse_the_line_when_a_day_is_none(String since, String paused) {
        assertThatThrownBy(() -> read(since, paused))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1");
    }
}
