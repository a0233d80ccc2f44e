package io.wutong.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.app.Gateway;
import io.wutong.benefit.Policies;
import io.wutong.exchange.Directory;
import io.wutong.spi.Body;
import io.wutong.spi.Credential;
import io.wutong.spi.Json;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a window is told to do with a patient of 江宁 or 衡阳 in 镇江. */
class ScanAnswerTest {

    private static final Directory DIRECTORY = new Directory(
            Topology.of(Gateway.areas(), List.of(new Node("100000", "国家", Level.NATION, "100000", null, null))),
            Map.of(),
            Policies.NONE,
            Map.of());

    @ParameterizedTest
    @CsvSource({
        "320000, 2026-01-01, '', 0, register, 可办理登记",
        "321100, 2026-01-01, '', 1, register, 可办理登记",
        "321100, 2026-01-01, 2026-06-30, 1, file, 请先办理备案",
        "110000, 2026-01-01, '', 1, file, 江苏省镇江市",
        "110000, 2026-01-01, '', 0, register, 可补办备案"
    })
    void should_say_what_is_still_needed_when_filings_are_known(
            String area, String from, String to, String required, String next, String says) {
        Body answer = answer(insured("430421", "1"), """
                ,"filing_required":"%s","filinfo":[{"type":"long_term","area":"%s","begndate":"%s","enddate":"%s"}]""".formatted(required, area, from, to));
        assertThat(answer.textOr("next", "")).isEqualTo(next);
        assertThat(answer.textOr("next_zh", "")).contains(says);
        assertThat(answer.bodies("filings").get(0).textOr("area_name", "")).isNotEmpty();
    }

    @Test
    void should_need_nothing_when_care_is_at_home_or_the_home_does_not_say_its_filings() {
        assertThat(answer(insured("321102", "1"), ",\"filing_required\":\"1\",\"filinfo\":[]")
                        .bodies("needed"))
                .isEmpty();
        Body unknown = answer(insured("430421", "1"), "");
        assertThat(unknown.bodies("needed")).isEmpty();
        assertThat(unknown.has("filings")).isFalse();
        assertThat(unknown.textOr("next", "")).isEqualTo("register");
    }

    @Test
    void should_ask_which_coverage_counts_when_there_are_two_homes_and_say_so_when_none_is_active() {
        assertThat(answer(insured("430421", "1") + "," + insured("320115", "1"), "")
                        .textOr("next", ""))
                .isEqualTo("choose_coverage");
        assertThat(answer(insured("430421", "1") + "," + insured("320115", "2"), "")
                        .textOr("next", ""))
                .isEqualTo("register");
        assertThat(answer(insured("430421", "2"), "").textOr("next", "")).isEqualTo("manual");
    }

    private static String insured(String area, String state) {
        return "{\"insutype\":\"390\",\"insuplc_admdvs\":\"" + area + "\",\"psn_insu_stas\":\"" + state + "\"}";
    }

    private static Body answer(String coverages, String more) {
        Body found = Json.read("""
                {"baseinfo":{"psn_no":"P1","psn_name":"张示例","certno":"320115190001010003"},"insuinfo":[%s]%s}""".formatted(coverages, more));
        return new ScanAnswer(DIRECTORY, "321102", LocalDate.parse("2026-11-22"), found)
                .body(new Credential(Credential.Kind.ID_NUMBER, "02", "320115190001010003", null, null, null, null));
    }
}
