package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.FundLine;
import io.wutong.benefit.rules.History;
import io.wutong.benefit.rules.Policy;
import io.wutong.spi.Body;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShippedPoliciesTest {

    private static final String FOLDER = "/api-spec/policies";

    @Test
    void should_be_read_with_source_and_assumptions_when_shipped() throws Exception {
        List<String> names = names();
        assertThat(names).hasSizeGreaterThanOrEqualTo(20);
        List<Policy> policies = names.stream()
                .map(name -> {
                    Body file = TestPolicies.yaml(TestPolicies.resource(FOLDER + "/" + name));
                    assertThat(file.text("source")).as(name + " source").isPresent();
                    assertThat(file.has("assumed")).as(name + " assumed").isTrue();
                    return PolicyReader.read(file, name);
                })
                .toList();
        assertThat(new Policies(policies).list()).hasSameSizeAs(names);
        assertThat(policies.stream().map(Policy::id)).doesNotHaveDuplicates();
    }

    @Test
    void should_come_out_as_documented_when_readme_example_is_calculated() {
        String readme = TestPolicies.resource(FOLDER + "/README.md");
        int start = readme.indexOf("policy: example-resident-2026");
        Policy policy = TestPolicies.parse(readme.substring(start, readme.indexOf("```", start)));
        History history = new History(TestPolicies.versions(policy), Map.of());
        Body stay = Body.builder()
                .put("id", "1")
                .put("admitted", "2026-03-01")
                .put("discharged", "2026-03-10")
                .put("level", "3")
                .put("own_pay", "1000.00")
                .put("prior_self_pay", "4000.00")
                .put("in_scope", "40000.00")
                .build();
        StayReader reader = new StayReader(Body.EMPTY, Set.of());
        Benefit first = history.settle(reader.read(stay));
        assertThat(first.funds().stream().map(FundLine::fen)).containsExactly(2_548_000L, 271_200L);
        assertThat(first.personFen()).isEqualTo(1_680_800);
        Benefit second = history.settle(reader.read(stay.with("id", io.wutong.spi.Value.text("2"))));
        assertThat(second.funds().stream().map(FundLine::fen)).containsExactly(2_574_000L, 855_600L);
        assertThat(second.personFen()).isEqualTo(1_070_400);

        List<History.Adjustment> adjustments = history.cancel("1");
        assertThat(adjustments).hasSize(1);
        assertThat(adjustments.get(0).funds()).isEqualTo(Map.of("basic", -26_000L, "hifmi_pay", -584_400L));
        history.cancel("2");
        assertThat(history.used()).isEmpty();
    }

    @Test
    void should_name_key_and_reason_when_policy_is_wrong() {
        String good = TestPolicies.resource("/benefit/policies/rounding.yaml");
        assertFault(good.replace("ratio: 60%", "ratio: 160%"), "basic.brackets[0].ratio");
        assertFault(good.replace("ratio: 60%", "ratio: 0.6"), "basic.brackets[0].ratio");
        assertFault(good.replace("from: \"30000.01\"", "from: \"30000.00\""), "basic.brackets[1].from");
        assertFault(good.replace("field: hifp_pay", "field: hifp"), "basic.field");
        assertFault(good.replace("year_start: \"01-01\"", "year_start: \"13-01\""), "year_start");
        assertFault(good + "  cap_yaer: \"1.00\"\n", "basic.cap_yaer");
        assertFault(good + "  deductible: { 特级: \"1.00\" }\n", "basic.deductible");
        assertFault(
                good + "  floor: { ratio: [ { when: { place: abroad }, ratio: 1% } ] }\n",
                "basic.floor.ratio[0].when.place");
    }

    @Test
    void should_warn_when_policy_is_doubtful() {
        assertThat(PolicyLint.of(TestPolicies.parse(TestPolicies.resource("/benefit/policies/levels-1.yaml"))))
                .isEmpty();
        assertThat(PolicyLint.of(TestPolicies.parse(TestPolicies.resource("/benefit/policies/levels-2.yaml"))))
                .isEmpty();
        String wide = TestPolicies.resource("/benefit/policies/levels-2.yaml").replace("65%", "60%");
        assertThat(PolicyLint.of(TestPolicies.parse(wide)))
                .extracting(PolicyLint.Warning::key)
                .containsExactly("basic.ratio");
        String gap = TestPolicies.resource("/benefit/policies/rounding.yaml")
                .replace("from: \"30000.01\"", "from: \"40000.00\"");
        assertThat(PolicyLint.of(TestPolicies.parse(gap)))
                .extracting(PolicyLint.Warning::reason)
                .first()
                .asString()
                .contains("30000.01")
                .contains("40000.00");
        String caps = TestPolicies.resource("/benefit/policies/rounding.yaml")
                + "  caps: { day: \"60.00\", year: \"50.00\" }\n";
        assertThat(PolicyLint.of(TestPolicies.parse(caps)))
                .extracting(PolicyLint.Warning::key)
                .containsExactly("basic.caps.day");
    }

    private static void assertFault(String yaml, String key) {
        assertThatThrownBy(() -> TestPolicies.parse(yaml))
                .isInstanceOfSatisfying(
                        PolicyFault.class, fault -> assertThat(fault.key()).isEqualTo(key));
    }

    private static List<String> names() throws IOException, URISyntaxException {
        var folder = Objects.requireNonNull(ShippedPoliciesTest.class.getResource(FOLDER))
                .toURI();
        if (folder.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
                return list(jar.getPath(FOLDER));
            }
        }
        return list(Path.of(folder));
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
