package io.wutong.benefit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.Policies;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.topology.RealAreas;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked settlements of 江宁, JN-1 … JN-13. */
class GoldenTest {

    private static final LocalDate DAY = LocalDate.of(2026, 10, 30);
    private static final Policy POLICY = Samples.jiangning();

    static List<Body> cases() throws IOException {
        try (var in = GoldenTest.class.getResourceAsStream("/golden/benefit-jn.json")) {
            return Json.read(in.readAllBytes()).bodies("cases");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void should_pay_what_the_worked_case_says(Body example) {
        Body given = example.body("given");
        Body expect = example.body("expect");
        String id = example.textOr("id", "");
        if (given.has("discharge")) {
            assertPreviousYear(given, expect);
        } else if (given.textOr("ncms", "").startsWith("at cap")) {
            long scope = number(given, "after_ncms") + POLICY.capYearFen();
            Benefit benefit = Calculator.calculate(POLICY, Samples.care(scope), DAY, Map.of());
            assertThat(benefit.funds().get(0).fen()).isEqualTo(number(expect, "ncms"));
            assertThat(benefit.funds().get(1).fen()).isEqualTo(number(expect, "critical"));
            assertThat(benefit.fundSumFen()).isEqualTo(number(expect, "funds_total"));
        } else if (given.has("fee")) {
            Benefit benefit = Calculator.calculate(POLICY, Samples.care(number(given, "fee")), DAY, Map.of());
            assertThat(benefit.funds().get(0).fen()).as(id).isEqualTo(number(given, "ncms"));
            assertThat(benefit.funds().get(1).fen()).as(id).isEqualTo(number(expect, "critical"));
            assertThat(benefit.personFen()).as(id).isEqualTo(number(expect, "person"));
        } else {
            Benefit benefit = Calculator.calculate(
                    Samples.withoutBasic(POLICY), Samples.care(number(given, "after_ncms")), DAY, Map.of());
            assertThat(benefit.funds().get(1).fen()).as(id).isEqualTo(number(expect, "critical"));
            assertThat(benefit.personFen()).as(id).isEqualTo(number(expect, "person"));
        }
    }

    /** The layer came with this year's policy; a stay that ended a day before has last year's. */
    private static void assertPreviousYear(Body given, Body expect) {
        Policy last = Samples.lastYear(POLICY);
        Policies policies = new Policies(List.of(POLICY, last));
        LocalDate day = POLICY.from().minusDays(1);
        Policy found = policies.find(RealAreas.ALL, "320115", "390", day).orElseThrow();
        assertThat(found).isEqualTo(last);
        long basic = number(given, "ncms");
        Benefit benefit = Calculator.calculate(found, Samples.care(number(given, "fee")), day, Map.of());
        long critical = benefit.fundSumFen() - benefit.funds().get(0).fen();
        assertThat(critical).isEqualTo(number(expect, "critical"));
        assertThat(number(given, "fee") - basic - critical).isEqualTo(number(expect, "person"));
    }

    @Test
    void should_be_nine_cases() throws IOException {
        assertThat(cases()).hasSize(9);
    }

    private static long number(Body body, String name) {
        return Long.parseLong(body.textOr(name, "?"));
    }
}
