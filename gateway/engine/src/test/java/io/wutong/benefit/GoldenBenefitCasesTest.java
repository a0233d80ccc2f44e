package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.FundLine;
import io.wutong.benefit.rules.History;
import io.wutong.benefit.rules.PolicyVersions;
import io.wutong.catalogue.CatalogueItem;
import io.wutong.catalogue.rules.LineSplit;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The worked cases, each through a policy file and the public engine. A case family says which policy, which stays come
 * before, and where its expectations are read; every expectation of a case must be read.
 */
class GoldenBenefitCasesTest {

    private static final Set<String> ELSEWHERE =
            Set.of("UR-15", "GZ-5", "WX-1", "ID-2", "DP-1", "SX-30", "SX-31", "SX-33", "SX-35", "WD-4", "WD-6", "WD-8");
    private static final Set<String> CLASSES = Set.of("特困", "低保", "1101", "1201", "1501");

    /** A case as the file has it. */
    record Case(String id, Body given, Body expect) {
        @Override
        public String toString() {
            return id;
        }
    }

    static Stream<Case> cases() {
        return Json.read(TestPolicies.resource("/benefit/benefit-cases.json")).bodies("cases").stream()
                .map(body -> new Case(body.textOr("id", ""), body.body("given"), body.body("expect")))
                .filter(one -> !ELSEWHERE.contains(one.id())
                        && !one.id().startsWith("ST-")
                        && !one.id().startsWith("PP-"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void should_pay_as_worked_out_when_calculated_by_policy_file(Case one) {
        Map<String, Object> found = new TreeMap<>(family(one));
        found.keySet().retainAll(one.expect().fields().keySet());
        Map<String, Object> expected = new TreeMap<>();
        one.expect().fields().forEach((name, value) -> {
            if (!NOTES.contains(name)) {
                expected.put(name, plain(value));
            }
        });
        assertThat(expected).isNotEmpty();
        assertThat(found).isEqualTo(expected);
    }

    /** Expectations that are no amount of ours: what a wrong reading gives, and what lint says. */
    private static final Set<String> NOTES =
            Set.of("critical_if_wrong_year", "per_bracket_wrong", "gaps_points", "lint");

    private Map<String, Object> family(Case one) {
        return switch (one.id().substring(0, 2)) {
            case "JN" -> jiangning(one);
            case "UR" -> urumqi(one);
            case "SX" -> shanxi(one);
            case "GZ" -> guizhou(one);
            case "LV" -> levels(one);
            case "RF" -> referral(one);
            case "WD" -> wendeng(one);
            case "BJ" -> beijing(one);
            case "SH" -> shanghai(one);
            case "TY" -> taiyuan(one);
            case "SY" -> shaoyang(one);
            case "MA" -> suqian(one);
            case "PT" -> liyang(one);
            case "LN" -> lines(one);
            case "CY" -> crossYear(one);
            case "RD" -> rounding(one);
            case "AC" -> account(one);
            case "BD" -> bedDay(one);
            default -> throw new AssertionError("no family for " + one.id());
        };
    }

    private Map<String, Object> jiangning(Case one) {
        PolicyVersions policies = TestPolicies.shipped("320115-380-jiangning-2012", "320115-380-jiangning-2013");
        boolean capped = one.given().textOr("ncms", "").startsWith("at cap");
        long ncms = capped ? 25_000_000 : number(one.given(), "ncms", 0);
        long fee = one.given().has("fee") ? number(one.given(), "fee", 0) : ncms + number(one.given(), "after_ncms", 0);
        String day = one.given().has("discharge") ? "2012-12-31" : "2013-05-20";
        Benefit benefit = new History(policies, Map.of())
                .settle(stay("a", day, fee, "given", "{\"basic\": " + Fen.format(ncms) + "}"));
        Map<String, Object> found = found(benefit);
        found.put("after_ncms", fee - ncms);
        found.put("ncms", fund(benefit, "basic"));
        found.put("critical", fund(benefit, "hifmi_pay"));
        return found;
    }

    private Map<String, Object> urumqi(Case one) {
        History history = new History(TestPolicies.shipped("650100-380-urumqi-2010"), Map.of());
        if (one.id().equals("UR-14")) {
            history.settle(stay("before", "2010-12-31", 4_000_000, "level", "3", "given", "{\"basic\": 0}"));
        }
        boolean waterfall = one.given().has("fee");
        String level = switch (one.given().textOr("level", "above")) {
            case "township" -> "1";
            case "county" -> "2";
            default -> "3";
        };
        long ncms = waterfall ? 3_000_000 : 500_000;
        long fee = waterfall ? number(one.given(), "fee", 0) : ncms + number(one.given(), "after_ncms", 0);
        String day = one.id().equals("UR-14") ? "2011-01-01" : "2010-06-01";
        Benefit benefit =
                history.settle(stay("a", day, fee, "level", level, "given", "{\"basic\": " + Fen.format(ncms) + "}"));
        Map<String, Object> found = found(benefit);
        found.put("ncms", fund(benefit, "basic"));
        found.put("supp", fund(benefit, "supplementary"));
        found.put("large", fund(benefit, "large"));
        return found;
    }

    private Map<String, Object> shanxi(Case one) {
        History history = new History(TestPolicies.shipped("140000-390-shanxi-outpatient-2021"), Map.of());
        long fee = number(one.given(), "fee", 0);
        if (one.given().has("deductible")) {
            String day = number(one.given(), "deductible", 0) == 6000 ? "2021-02-28" : "2021-03-01";
            long used = number(one.given(), "deductible_used", 0);
            if (used > 0) {
                history.settle(stay("before", "2021-03-01", used, "disease", "M03900"));
            }
            return pool(history.settle(stay("a", day, fee, "disease", "M03900")));
        }
        String level = one.given().textOr("ratio_bp", "").equals("6000") ? "1" : "2";
        long sameDay = number(one.given(), "day_used", 0);
        for (long paid = number(one.given(), "year_used", 0), n = 1; paid > 0; paid -= 5000, n++) {
            String day = paid == 5000 && sameDay > 0 ? "2021-06-30" : "2021-06-0" + n;
            history.settle(stay("before" + n, day, 10000, "level", "1", "med_type", "11"));
        }
        return pool(history.settle(stay("a", "2021-06-30", fee, "level", level, "med_type", "11")));
    }

    private Map<String, Object> guizhou(Case one) {
        History history =
                new History(TestPolicies.shipped("520000-380-guizhou-2013", "520000-380-guizhou-2014"), Map.of());
        if (one.given().has("stay1")) {
            Benefit first =
                    history.settle(stay("1", "2014-03-01", number(one.given(), "stay1", 0), "given", "{\"basic\": 0}"));
            Benefit second =
                    history.settle(stay("2", "2014-04-01", number(one.given(), "stay2", 0), "given", "{\"basic\": 0}"));
            return Map.of("pay1", fund(first, "hifmi_pay"), "pay2", fund(second, "hifmi_pay"));
        }
        Benefit benefit = history.settle(stay(
                "a",
                one.given().textOr("dscg", ""),
                number(one.given(), "self_pay", 0),
                "admitted",
                one.given().textOr("adm", ""),
                "given",
                "{\"basic\": 0}"));
        return Map.of("policy_year", benefit.year(), "critical", fund(benefit, "hifmi_pay"));
    }

    private Map<String, Object> levels(Case one) {
        List<Object> pay = new ArrayList<>();
        for (int level = 1; level <= 3; level++) {
            pay.add(new History(TestPolicies.own("levels-" + one.id().substring(3)), Map.of())
                    .settle(stay("a", "2024-05-01", number(one.given(), "in_scope", 0), "level", "" + level))
                    .fundSumFen());
        }
        return Map.of("pay", pay);
    }

    private Map<String, Object> referral(Case one) {
        History history = new History(TestPolicies.shipped("340303-390-bengshan"), Map.of());
        List<Object> deductibles = new ArrayList<>();
        long sum = 0;
        for (Object level : (List<?>) plain(one.given().get("chain"))) {
            String n = "" + deductibles.size();
            Benefit benefit = history.settle(stay(
                    n,
                    "2024-05-0" + (1 + deductibles.size()),
                    1_000_000,
                    "level",
                    "" + level,
                    "chain",
                    one.id().equals("RF-6") ? "" : "C1"));
            deductibles.add(benefit.deductibleFen());
            sum += benefit.deductibleFen();
        }
        return Map.of("deductibles", deductibles, "sum", sum);
    }

    private Map<String, Object> wendeng(Case one) {
        Benefit benefit = new History(TestPolicies.shipped("371003-380-wendeng"), Map.of())
                .settle(stay("a", "2012-05-01", number(one.given(), "bill", 0), "diagnosis", "K35.800"));
        Map<String, Object> found = found(benefit);
        found.put("fund", benefit.fundSumFen());
        found.put("hospital", benefit.hospitalFen());
        return found;
    }

    private Map<String, Object> beijing(Case one) {
        Benefit benefit = new History(TestPolicies.shipped("110000-310-beijing"), Map.of())
                .settle(stay("a", "2024-05-01", number(one.given(), "in_scope", 0), "level", "3", "psn_type", "1101"));
        assertThat(benefit.deductibleFen()).isEqualTo(number(one.given(), "deductible", 0));
        return pool(benefit);
    }

    private Map<String, Object> shanghai(Case one) {
        Benefit benefit = shanghaiFirst("{}");
        Map<String, Object> found = pool(benefit);
        assertThat(number(one.given(), "in_scope", 0)).isEqualTo(10_000_000);
        return found;
    }

    private Map<String, Object> account(Case one) {
        boolean declined = one.id().equals("AC-3");
        String account = "{\"used\": " + !declined + ", \"balance\": "
                + Fen.format(number(one.given(), "balance", 0)) + ", \"mutual_aid\": "
                + Fen.format(number(one.given(), "mulaid", 0)) + "}";
        Benefit benefit = declined
                ? new History(TestPolicies.own("levels-1"), Map.of())
                        .settle(stay("a", "2024-05-01", 3_000_000, "level", "1", "account", account))
                : shanghaiFirst(account);
        assertThat(benefit.personFen()).isEqualTo(number(one.given(), "psn_part_amt", 0));
        return Map.of(
                "acct_pay", benefit.accountFen(),
                "acct_mulaid_pay", benefit.mutualAidFen(),
                "psn_cash_pay", benefit.cashFen());
    }

    private Benefit shanghaiFirst(String account) {
        return new History(TestPolicies.shipped("310000-310-shanghai"), Map.of())
                .settle(stay("a", "2024-07-01", 10_000_000, "level", "3", "psn_type", "1101", "account", account));
    }

    private Map<String, Object> taiyuan(Case one) {
        History history = new History(TestPolicies.shipped("140100-390-taiyuan"), Map.of());
        for (int n = 1; n < number(one.given(), "nth", 1); n++) {
            history.settle(stay("before" + n, "2024-02-0" + n, 200_000, "level", "3"));
        }
        String level = one.id().equals("TY-4") ? "1" : "3";
        String emergency = Boolean.toString(one.id().equals("TY-7"));
        return pool(history.settle(
                stay("a", "2024-05-01", number(one.given(), "in_scope", 0), "level", level, "emergency", emergency)));
    }

    private Map<String, Object> shaoyang(Case one) {
        Benefit benefit = new History(TestPolicies.shipped("430500-390-shaoyang-critical-2022"), Map.of())
                .settle(stay("a", "2022-05-01", number(one.given(), "cum", 0), "given", "{\"basic\": 0}"));
        Map<String, Object> found = found(benefit);
        found.put("critical", fund(benefit, "hifmi_pay"));
        return found;
    }

    private Map<String, Object> suqian(Case one) {
        Benefit benefit = new History(TestPolicies.shipped("321300-390-suqian-aid"), Map.of())
                .settle(stay(
                        "a",
                        "2024-05-01",
                        number(one.given(), "own_in_scope", 0),
                        "given",
                        "{\"basic\": 0}",
                        "classes",
                        one.id().equals("MA-1") ? "特困" : "低保"));
        Map<String, Object> found = found(benefit);
        found.put("aid", fund(benefit, "aid"));
        return found;
    }

    private Map<String, Object> liyang(Case one) {
        Benefit benefit = new History(TestPolicies.shipped("320481-390-liyang"), Map.of())
                .settle(stay(
                        "a",
                        "2024-12-01",
                        number(one.given(), "in_scope", 0),
                        "institution_area",
                        "310101",
                        "filing",
                        one.id().equals("PT-1") ? "referred" : "long_term"));
        Map<String, Object> found = pool(benefit);
        found.put("ratio_bp", (long) benefit.ratioBp());
        return found;
    }

    private Map<String, Object> crossYear(Case one) {
        Benefit benefit = new History(TestPolicies.own("levels-1"), Map.of())
                .settle(stay(
                        "a",
                        one.given().textOr("dscg", ""),
                        number(one.given(), "in_scope", 0),
                        "admitted",
                        one.given().textOr("adm", ""),
                        "level",
                        "1"));
        Map<String, Object> found = new TreeMap<>(Map.of("year_2024", 0L, "year_2025", 0L));
        benefit.years()
                .forEach(part -> found.put("year_" + part.year(), part.sums().inScopeFen()));
        return found;
    }

    private Map<String, Object> rounding(Case one) {
        return Map.of(
                "once",
                new History(TestPolicies.own("rounding"), Map.of())
                        .settle(stay("a", "2024-05-01", number(one.given(), "x", 0)))
                        .fundSumFen());
    }

    private Map<String, Object> bedDay(Case one) {
        long total = number(one.given(), "days", 0) * number(one.given(), "rate", 0);
        Benefit benefit = new History(TestPolicies.own("bed-day"), Map.of())
                .settle(stay("a", "2025-01-16", total, "admitted", "2024-12-16"));
        assertThat(benefit.years()).hasSize(2);
        assertThat(benefit.years().get(0).deductibleFen()).isEqualTo(30_000);
        assertThat(benefit.years().get(1).deductibleFen()).isZero();
        return Map.of("total", benefit.hospitalOwedFen());
    }

    private Map<String, Object> lines(Case one) {
        long own = 0;
        long over = 0;
        long prior = 0;
        long scope = 0;
        long sum = 0;
        for (Body line : one.given().bodies("lines")) {
            String level = switch (line.textOr("cls", "")) {
                case "A" -> "01";
                case "B" -> "02";
                default -> "03";
            };
            CatalogueItem item = new CatalogueItem(
                    "x",
                    line.textOr("line", ""),
                    level,
                    (int) number(line, "bp_pre", 0),
                    line.text("lim")
                            .map(limit ->
                                    new BigDecimal(limit).movePointRight(6).longValueExact())
                            .orElse(Long.MAX_VALUE));
            BigDecimal quantity = new BigDecimal(line.textOr("qty", ""));
            long amount = LineSplit.amount(quantity, new BigDecimal(line.textOr("price", "")));
            LineSplit split = LineSplit.of(Optional.of(item), quantity, amount);
            assertThat(Map.of(
                            "amt", amount,
                            "own", split.ownPayFen(),
                            "over", split.overLimitFen(),
                            "pre", split.priorSelfPayFen(),
                            "scope", split.inScopeFen()))
                    .isEqualTo(line.body("result").fields().entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, e -> plain(e.getValue()))));
            own += split.ownPayFen();
            over += split.overLimitFen();
            prior += split.priorSelfPayFen();
            scope += split.inScopeFen();
            sum += amount;
        }
        return Map.of("amt", sum, "own", own, "over", over, "pre", prior, "scope", scope);
    }

    /** A stay with everything in scope; more fields as name, value, JSON where it begins with a brace. */
    static io.wutong.benefit.rules.Stay stay(String id, String discharged, long inScopeFen, String... more) {
        Body.Builder body =
                Body.builder().put("id", id).put("discharged", discharged).fen("in_scope", inScopeFen);
        for (int i = 0; i < more.length; i += 2) {
            if (more[i + 1].startsWith("{")) {
                body.put(more[i], Json.read(more[i + 1]));
            } else if (!more[i + 1].isEmpty()) {
                body.put(more[i], more[i + 1]);
            }
        }
        return new StayReader(Body.EMPTY, CLASSES).read(body.build());
    }

    private static Map<String, Object> found(Benefit benefit) {
        assertThat(benefit.fundSumFen() + benefit.hospitalFen() + benefit.personFen())
                .isEqualTo(benefit.totalFen());
        Map<String, Object> found = new TreeMap<>();
        found.put("person", benefit.personFen());
        found.put("deductible", benefit.deductibleFen());
        found.put("funds_total", benefit.fundSumFen());
        return found;
    }

    private static Map<String, Object> pool(Benefit benefit) {
        Map<String, Object> found = found(benefit);
        found.put("pool", benefit.funds().get(0).fen());
        found.put("fund", benefit.fundSumFen());
        return found;
    }

    private static long fund(Benefit benefit, String id) {
        return benefit.funds().stream()
                .filter(line -> line.id().equals(id))
                .mapToLong(FundLine::fen)
                .sum();
    }

    private static long number(Body body, String name, long otherwise) {
        return body.text(name).map(Long::parseLong).orElse(otherwise);
    }

    private static Object plain(Value value) {
        if (value instanceof Value.Num num) {
            return Long.parseLong(num.text());
        }
        if (value instanceof Value.Items items) {
            return items.values().stream().map(GoldenBenefitCasesTest::plain).toList();
        }
        return ((Value.Text) value).value();
    }
}
