package io.wutong.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies and calculations from files, as an author of a policy uses them. */
class CalculateTest {

    private static final String STAYS = """
            person: { psn_no: P1, psn_type: "1501", classes: [低保], birth: "1960-05-01" }
            stays:
              - { id: s1, admitted: "2026-03-01", discharged: "2026-03-10", level: "3", own_pay: "1000.00", prior_self_pay: "4000.00", in_scope: "40000.00" }
              - { id: s2, admitted: "2026-05-01", discharged: "2026-05-10", level: "3", in_scope: "40000.00" }
              - { cancel: s1 }
            """;

    @TempDir
    Path folder;

    private String example;
    private Path policy;

    @BeforeEach
    void writeTheExampleOfTheDocumentation() throws IOException {
        try (InputStream in = CalculateTest.class.getResourceAsStream("/api-spec/policies/README.md")) {
            String readme = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            int start = readme.indexOf("policy: example-resident-2026");
            example = readme.substring(start, readme.indexOf("```", start));
        }
        policy = Files.writeString(folder.resolve("policy.yaml"), example);
    }

    @Test
    void should_calculate_stays_and_cancellations_in_order() throws IOException {
        Ran ran = calculate(policy, STAYS);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exit()).isZero();
        List<Body> results = Json.read(ran.out()).bodies("results");
        assertThat(results).hasSize(3);
        assertThat(results.get(0).textOr("psn_part_amt", "")).isEqualTo("16808.00");
        assertThat(results.get(0).bodies("funds"))
                .extracting(fund -> fund.textOr("fund_payamt", ""))
                .containsExactly("25480.00", "2712.00");
        assertThat(results.get(1).textOr("psn_part_amt", "")).isEqualTo("5704.00");
        assertThat(results.get(2).bodies("adjustments"))
                .singleElement()
                .satisfies(
                        adjustment -> assertThat(adjustment.textOr("kind", "")).isEqualTo("追回"));
    }

    @Test
    void should_know_the_classes_of_aid_when_no_policy_names_them() throws IOException {
        Ran ran = calculate(policy, STAYS.replace("classes: [低保]", "classes: [孤儿, 重度残疾]"));

        assertThat(ran.exit()).as(ran.out()).isZero();
    }

    @Test
    void should_calculate_the_same_when_stays_are_json() throws IOException {
        String json = """
                {"stays": [{"id": "s1", "discharged": "2026-03-10", "level": "3", "in_scope": 40000.00, "own_pay": "1000"}]}
                """;

        Ran ran = calculate(policy, json);

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(Json.read(ran.out()).bodies("results").get(0).textOr("fund_pay_sumamt", ""))
                .isEqualTo("28192.00");
    }

    @ParameterizedTest
    @CsvSource({
        "'discharged: \"2026-03-10\"', 'discharged: \"2026-02-10\"', discharged",
        "'in_scope: \"40000.00\" }\n  - { id: s2', 'in_scope: \"-40000.00\" }\n  - { id: s2', in_scope",
        "'own_pay: \"1000.00\"', 'own_pay: \"12345678901234567.00\"', own_pay",
        "'own_pay: \"1000.00\"', 'own_pay: \"1000.001\"', own_pay",
        "'own_pay: \"1000.00\"', 'own_pay: \"1000.00\", medfee_sumamt: \"1.00\"', medfee_sumamt",
        "'id: s1', 'id: s1, classes: [贵宾]', classes",
        "'id: s1', 'id: s1, colour: red', colour",
        "'admitted: \"2026-03-01\", discharged: \"2026-03-10\"', 'discharged: \"2031-03-10\"', discharged"
    })
    void should_name_the_field_and_go_on_when_a_stay_is_refused(String right, String wrong, String field)
            throws IOException {
        Ran ran = calculate(policy, STAYS.replace("  - { cancel: s1 }\n", "").replace(right, wrong));

        assertThat(ran.exit()).as(ran.err()).isEqualTo(Exit.FAILED);
        List<Body> results = Json.read(ran.out()).bodies("results");
        assertThat(results.get(0).textOr("field", "")).isEqualTo(field);
        assertThat(results.get(0).textOr("error", "")).containsPattern("\\p{IsHan}.* · .*[a-z]");
        assertThat(results.get(1).textOr("fund_pay_sumamt", "")).isNotEmpty();
    }

    @Test
    void should_name_file_line_key_and_reason_when_a_policy_is_wrong() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), example.replace("percent: 50%", "percent: 150%"));
        int line = 1
                + (int) example.substring(0, example.indexOf("later:")).lines().count()
                - 1;

        Ran ran = Ran.of("policy", "check", bad.toString());

        assertThat(ran.exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(ran.err()).startsWith(bad + ":" + line + ": basic.deductible.later[0].percent: 比例应在");
        assertThat(calculate(bad, STAYS).err()).isEqualTo(ran.err());
    }

    @Test
    void should_refuse_both_when_two_policies_overlap() throws IOException {
        Path other = Files.writeString(
                folder.resolve("other.yaml"), example.replace("example-resident-2026", "example-resident-2027"));

        Ran ran = Ran.of("policy", "check", policy.toString(), other.toString());

        assertThat(ran.exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(ran.err()).contains(other + ":6: valid: 有效期与").contains("example-resident-2026");
    }

    @Test
    void should_show_what_applies_when_asked_for_an_area_below() {
        Ran ran = Ran.of("policy", "show", "320115", "--policy", policy.toString());
        Ran yaml = Ran.of("policy", "show", "320115", "--yaml", "--policy", policy.toString());
        Ran elsewhere = Ran.of("policy", "show", "430581", "--policy", policy.toString());

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("示例市居民住院", "390100", "居民大病");
        assertThat(yaml.out()).contains(example.strip());
        assertThat(elsewhere.out()).contains("没有适用于 430581 的政策");
    }

    private Ran calculate(Path policyFile, String stays) throws IOException {
        Path file = Files.writeString(folder.resolve("stays.yaml"), stays);
        return Ran.of("calculate", "--policy", policyFile.toString(), "--stays", file.toString());
    }
}
