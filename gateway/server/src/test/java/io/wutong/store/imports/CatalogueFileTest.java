package io.wutong.store.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.catalogue.DecideMapping;
import io.wutong.catalogue.MappingState;
import io.wutong.catalogue.rules.CatalogueItem;
import io.wutong.catalogue.rules.Conditions;
import io.wutong.catalogue.rules.LimitedUse;
import io.wutong.catalogue.rules.PriceLimit;
import io.wutong.catalogue.rules.SelfPay;
import io.wutong.catalogue.rules.Validity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueFileTest {

    private static final String FULL = """
            valid_to,valid_from,med_chrgitm_type,limited_when,limited_use,selfpay_rules,price_max_3,price_max,selfpay_prop,level,name,code
            2026-12-31,2026-01-01,09,level=2|3,限二级以上,psn_type=12:0.05; price>200:0.2,60,45.5,0.1,乙,"床位, 三人间",B1
            ,,,,,,,,,03,美容,C1
            """;

    @Test
    void should_read_every_column_in_any_order() {
        assertThat(CatalogueFile.read(FULL))
                .containsExactly(
                        new CatalogueItem(
                                "B1",
                                "床位, 三人间",
                                "02",
                                new SelfPay(1_000, SelfPay.parseRules("psn_type=12:0.05; price>200:0.2")),
                                new PriceLimit(45_500_000, Map.of("3", 60_000_000L)),
                                new LimitedUse("限二级以上", Conditions.parse("level=2|3")),
                                "09",
                                Validity.parse("2026-01-01", "2026-12-31")),
                        CatalogueItem.of("C1", "美容", "03", 10_000, PriceLimit.NO_LIMIT));
    }

    @Test
    void should_read_what_it_writes() {
        List<CatalogueItem> items = CatalogueFile.read(FULL);
        String written = CatalogueFile.write(items);
        assertThat(CatalogueFile.read(written)).isEqualTo(items);
        assertThat(CatalogueFile.write(CatalogueFile.read(written))).isEqualTo(written);
    }

    @Test
    void should_read_a_code_twice_when_the_periods_do_not_touch() {
        assertThat(CatalogueFile.read(rows("X,药,01,,2025-01-01,2025-12-31\nX,药,01,,2026-01-01,")))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ",药,01,,,;code;1 to 50",
                "X,,01,,,;name;1 to 200",
                "X,药,,,,;level;01, 02 or 03",
                "X,药,02,,,;selfpay_prop;class 02 needs a ratio",
                "X,药,02,0.12345,,;selfpay_prop;ratio",
                "X,药,01,,2026-1-1,;valid_from;a date",
                "X,药,01,,2026-02-01,2026-01-31;valid_to;before valid_from",
                "X,药,01,,;*;6 cells",
                "'X,药,01,,,\nX,药,01,,,';code;duplicate of line 2",
                "'X,药,01,,2026-01-01,2026-06-30\nX,药,01,,2026-06-30,';code;duplicate of line 2"
            })
    void should_name_line_column_and_reason_when_a_row_is_bad(String row, String column, String reason) {
        assertThatThrownBy(() -> CatalogueFile.read(rows(row)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line " + (1 + row.lines().count()) + ", " + column + ":")
                .hasMessageContaining(reason)
                .hasMessageMatching("(?s).*[\\u4e00-\\u9fff].*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "code,name,level,colour;colour;unknown column",
                "code,name,level,name;name;twice",
                "code,name;level;missing",
                "'';no header;header"
            })
    void should_refuse_a_header_that_is_not_understood(String header, String column, String reason) {
        assertThatThrownBy(() -> CatalogueFile.read(header))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(column)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code,name,level,price_max_2\nX,药,01,x",
                "code,name,level,selfpay_rules\nX,药,01,lvl=3:0.1",
                "code,name,level,limited_when\nX,药,01,level",
                "code,name,level,med_chrgitm_type\nX,药,01,9",
                "code,name,level,limited_when\nX,药,01,price>x"
            })
    void should_refuse_what_a_special_column_cannot_say(String csv) {
        assertThatThrownBy(() -> CatalogueFile.read(csv))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2, ");
    }

    @Test
    void should_stop_after_some_problems_when_a_file_is_all_wrong() {
        String rows = "X,药,09,,,\n".repeat(1_000);
        assertThatThrownBy(() -> CatalogueFile.read(rows(rows)))
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(20));
    }

    @Test
    void should_read_mappings() {
        String header = "fixmedins_code,local_code,local_name,code,valid_from,valid_to\n";
        assertThat(MappingFile.read(header + "*,S1,护理,001,2026-01-01,\nH1,S2,膳食,,,", "321100"))
                .containsExactly(
                        new DecideMapping.Choice(
                                "321100",
                                "*",
                                "S1",
                                "护理",
                                MappingState.Event.MAP,
                                "001",
                                Validity.parse("2026-01-01", "")),
                        new DecideMapping.Choice(
                                "321100", "H1", "S2", "膳食", MappingState.Event.LEAVE_OUTSIDE, "", Validity.ALWAYS));
        for (String bad : List.of("H1,,x,1,,", ",S,x,1,,", "H1,S,x,1,2026,", "H1,S,x,1,,\nH1,S,x,2,,")) {
            assertThatThrownBy(() -> MappingFile.read(header + bad, "321100"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line ");
        }
    }

    private static String rows(String rows) {
        return "code,name,level,selfpay_prop,valid_from,valid_to\n" + rows;
    }
}
