package io.wutong.store.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.app.Gateway;
import io.wutong.cure.RegionRules;
import io.wutong.envelope.Csv;
import io.wutong.topology.Areas;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RegionFileTest {

    private static final Areas AREAS = Gateway.areas();

    @Test
    void should_count_the_nearest_rule_when_a_region_has_its_own() {
        RegionRules rules = RegionRules.SHIPPED.with(
                RegionFile.read("area,rule,value\n320000,filing_match,equal\n320115,choice_days,5\n", AREAS));
        assertThat(rules.of(AREAS, "320115", RegionRules.FILING_MATCH)).isEqualTo("equal");
        assertThat(rules.of(AREAS, "420102", RegionRules.FILING_MATCH)).isEqualTo("above");
        assertThat(rules.number(AREAS, "320115", RegionRules.CHOICE_DAYS)).isEqualTo(5);
        assertThat(rules.number(AREAS, "320100", RegionRules.CHOICE_DAYS)).isEqualTo(2);
        assertThat(rules.of(AREAS, "500236", RegionRules.FILED_TO)).isEqualTo("province");
    }

    @Test
    void should_name_line_and_column_when_a_rule_is_wrong() {
        assertThatThrownBy(() -> RegionFile.read("area,rule,value\n999999,filing_match,equal\n", AREAS))
                .hasMessageContaining("line 2, area: '999999'");
        assertThatThrownBy(() -> RegionFile.read("area,rule,value\n320000,filling,equal\n", AREAS))
                .hasMessageContaining("rule: 'filling'");
        assertThatThrownBy(() -> RegionFile.read("area,rule,value\n320000,revoke_order,2404 2601\n", AREAS))
                .hasMessageContaining("value: '2404 2601'");
        for (String days : List.of(
                "2026-10-1",
                "2026-02-30",
                "2026-04-31",
                "2026-10-01..",
                "2026-10-01,2026-10-02",
                "2026-10-07..2026-10-01",
                "2000-01-01..2999-12-31",
                "2026-02-29",
                "2026-10-01 2026-10-09..2026-10-08")) {
            assertThatThrownBy(() -> RegionFile.read("area,rule,value\n320000,holidays,\"" + days + "\"\n", AREAS))
                    .as(days)
                    .hasMessageContaining("value: '" + days);
        }
        assertThat(RegionFile.read(
                        "area,rule,value\n100000,holidays,2026-05-01..2026-05-05 2026-12-31 2028-02-29\n100000,workdays,none\n",
                        AREAS))
                .hasSize(2);
    }

    @Test
    void should_read_what_is_shipped_when_it_is_read_as_a_file() {
        String shipped = Csv.lines("region-rules.csv").stream().collect(Collectors.joining("\n"));
        assertThat(RegionFile.read(shipped, AREAS)).hasSize(24);
    }
}
