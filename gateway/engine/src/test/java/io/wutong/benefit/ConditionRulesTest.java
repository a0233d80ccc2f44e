package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.rules.Benefit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each key of {@code when}: 90% where it holds, else 10%. */
class ConditionRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "level: '3'                    | level: '3'                        | true",
                "level: '3'                    | level: '2'                        | false",
                "level: '!3'                   | level: '3'                        | false",
                "level: ['!3', '!2']           | level: '1'                        | true",
                "level: ['!3', '!2']           | level: '2'                        | false",
                "level: ['3', '2']             | level: '2'                        | true",
                "settlement_level: '3'         | level: '3'                        | true",
                "settlement_level: '3'         | level: '1'                        | false",
                "place: local                  | institution_area: '320102'        | true",
                "place: local                  | institution_area: '321102'        | false",
                "place: in_province            | institution_area: '321102'        | true",
                "place: out_of_province        | institution_area: '310101'        | true",
                "filing: local                 | institution_area: '320102'        | true",
                "filing: unfiled               | institution_area: '310101'        | true",
                "filing: unfiled               | institution_area: '320102'        | false",
                "filing: emergency             | institution_area: '310101', emergency: true | true",
                "filing: emergency             | institution_area: '320102', emergency: true | false",
                "filing: emergency             | institution_area: '310101', emergency: true, filing: unfiled | true",
                "filing: long_term             | institution_area: '310101', filing: long_term | true",
                "person: 特困                   | classes: [低保, 特困]               | true",
                "person: 特困                   | classes: [低保]                    | false",
                "person: 困难                   | classes: [低保]                    | true",
                "person: 困难                   | psn_type: '1101'                  | false",
                "med_type: '11'                | med_type: '11'                    | true",
                "med_type: '11'                | med_type: '21'                    | false",
                "diagnosis: K35                | diagnosis: K35.800                | true",
                "diagnosis: K35                | diagnosis: I10                    | false",
                "disease: M039                 | disease: M03900                   | true",
                "disease: M039                 | disease: M07800                   | false",
                "item: XA01                    | items: [XB02, XA01]               | true",
                "item: XA01                    | items: [XA01B]                    | false",
                "institution: H1               | institution: H1                   | true",
                "institution: H1               | institution: H12                  | false",
                "institution_area: '321100'    | institution_area: '321102'        | true",
                "institution_area: '321100'    | institution_area: '320102'        | false",
                "emergency: true               | emergency: true                   | true",
                "emergency: true               | emergency: false                  | false",
                "designated: true              | designated: true                  | true",
                "designated: true              | designated: false                 | false",
                "age: 70-                      | age: '70'                         | true",
                "age: 70-                      | age: '69'                         | false",
                "age: 0-                       | age: '0'                          | true",
                "age: -17                      | level: '3'                        | false",
                "nth: '1'                      | level: '3'                        | true",
                "nth: 2-                       | level: '3'                        | false",
                "on: 2026-05-01..2026-05-31    | level: '3'                        | true",
                "on: 2026-05-01..2026-05-31    | discharged: '2026-06-01'          | false"
            })
    void should_choose_the_row_whose_conditions_hold(String when, String stay, boolean holds) {
        Home home = Home.whole(Home.head()
                + "groups: { 困难: [特困, 低保] }\n"
                + "basic:\n  name: 统筹\n  fund_pay_type: \"390100\"\n  field: hifp_pay\n"
                + "  ratio: [ { when: { " + when + " }, ratio: 90% }, { ratio: 10% } ]\n");

        assertThat(home.stay(stay).ratioBp()).isEqualTo(holds ? 9000 : 1000);
    }

    @Test
    void should_take_what_holds_at_the_second_admission_of_the_year() {
        Home home = Home.basic("ratio: [ { when: { nth: 2- }, ratio: 90% }, { ratio: 10% } ]");

        assertThat(home.stay("discharged: '2025-12-31'").ratioBp()).isEqualTo(1000);
        assertThat(home.stay("discharged: '2026-01-01'").ratioBp()).isEqualTo(1000);
        assertThat(home.stay("discharged: '2026-02-01'").ratioBp()).isEqualTo(9000);
    }

    @Test
    void should_use_its_own_levels_when_the_policy_maps_them() {
        Home home = Home.whole(Home.head()
                + "levels: [ { when: { settlement_level: '3' }, level: '2' } ]\n"
                + "basic: { name: 统筹, fund_pay_type: \"390100\", field: hifp_pay, ratio: { \"1\": 90%, \"2\":"
                + " 80%, \"*\": 70% } }\n");

        assertThat(home.stay("level: '3'").ratioBp()).isEqualTo(8000);
        assertThat(home.stay("level: '1'").ratioBp()).isEqualTo(9000);
    }

    @Test
    void should_add_every_change_of_the_ratio_that_holds() {
        Home home = Home.basic("""
            ratio: 80%
            ratio_changes:
              - { when: { place: out_of_province }, points: -20 }
              - { when: { person: 低保 }, own_share: 50% }
              - { when: { emergency: true }, times: 90% }
            """);

        assertThat(home.stay("institution_area: '310101', classes: [低保]").ratioBp())
                .isEqualTo(8000);
        assertThat(home.stay("emergency: true").ratioBp()).isEqualTo(7200);
        Benefit none = home.stay("level: '3'");
        assertThat(none.ratioBp()).isEqualTo(8000);
        assertThat(none.fundSumFen()).isEqualTo(800_000);
    }
}
