package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.Calculation;
import io.wutong.benefit.Policies;
import io.wutong.benefit.PolicyReader;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.CoverageTally;
import io.wutong.coverage.Person;
import io.wutong.exchange.World.Message1;
import io.wutong.ledger.EntrySet;
import io.wutong.settlement.Settlement;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a home with a policy takes from the person and the stay when a settlement comes from a hospital. */
class HomeRulesTest {

    private static final String HOME = World.PROVINCE_HOME;

    private final World world = World.ofOne();

    // ------------------------------------------------------------------------------------------- personal account

    @ParameterizedTest
    @CsvSource({
        // the account's and mutual aid's balance, what they pay, what is left in cash of 4,020.00
        "1000.00, 0, 1000.00, 0.00, 3020.00",
        "9000.00, 500.00, 4020.00, 0.00, 0.00",
        "4000.00, 500.00, 4000.00, 20.00, 0.00",
        "0, 0, 0.00, 0.00, 4020.00",
    })
    void should_pay_from_account_and_mutual_aid_when_the_patient_uses_them(
            String balance, String aid, String account, String mutual, String cash) {
        person(fen(balance), fen(aid), "{}");
        Body info = settled(using(stay())).body("setlinfo");
        assertThat(amounts(info, "acct_pay", "acct_mulaid_pay", "psn_cash_pay")).containsExactly(account, mutual, cash);
        assertThat(fen(info.textOr("balc", ""))).isEqualTo(fen(balance) - fen(account));
        assertThat(total()).isZero();
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_leave_the_account_when_the_patient_declines() {
        person(1_000_00, 500_00, "{}");
        Body info = settled(world.settlement("2304", HOME, stay(), "10000.00")).body("setlinfo");
        assertThat(amounts(info, "acct_pay", "acct_mulaid_pay", "psn_cash_pay"))
                .containsExactly("0.00", "0.00", "4020.00");
    }

    @Test
    void should_give_the_account_back_when_the_settlement_is_cancelled() {
        person(1_000_00, 500_00, "{}");
        String visit = stay();
        Map<String, Long> before = balances();
        String setlId = settled(using(visit)).body("setlinfo").textOr("setl_id", "");
        assertThat(tally().accountFen()).isZero();
        assertThat(tally().mutualAidFen()).isZero();
        assertThat(balances())
                .containsEntry(HOME + " account:" + World.PERSON, 1_000_00L)
                .containsEntry(HOME + " account:" + World.PERSON + ":mutual_aid", 500_00L);

        Body cancelled = settled(world.cancellation(HOME, visit, setlId));

        assertThat(cancelled.body("setlinfo").textOr("balc", "")).isEqualTo("1000.00");
        assertThat(tally().accountFen()).isEqualTo(1_000_00);
        assertThat(tally().mutualAidFen()).isEqualTo(500_00);
        assertThat(balances()).isEqualTo(before);
    }

    @Test
    void should_take_over_the_balance_when_the_person_file_states_another() {
        person(1_000_00, 0, "{}");
        settled(using(stay("Z1")));
        person(1_000_00, 0, "{}");
        assertThat(settled(using(stay("Z2"))).body("setlinfo").textOr("acct_pay", ""))
                .as("the same figure is no news")
                .isEqualTo("0.00");
        person(300_00, 0, "{}");
        assertThat(settled(using(stay("Z3"))).body("setlinfo").textOr("acct_pay", ""))
                .isEqualTo("300.00");
    }

    @ParameterizedTest
    @CsvSource({
        // mutual aid inside acct_pay; the account inside fund_pay_sumamt
        "false, false, 1000.00, 5980.00",
        "true, false, 1500.00, 5980.00",
        "false, true, 1000.00, 6980.00",
        "true, true, 1500.00, 7480.00",
    })
    void should_sum_as_the_region_does_when_its_policy_says_so(
            boolean aidInside, boolean accountInside, String account, String funds) {
        person(1_000_00, 500_00, "{}");
        policy("""
                "account":{"mutual_aid_in_acct_pay":%s,"in_fund_pay_sumamt":%s}""".formatted(aidInside, accountInside));
        Body output = settled(using(stay()));
        assertThat(amounts(output.body("setlinfo"), "acct_pay", "fund_pay_sumamt", "acct_mulaid_pay", "psn_cash_pay"))
                .containsExactly(account, funds, "500.00", "2520.00");
        for (Settlement settlement : world.care().store.all(Settlement.class)) {
            assertThat(settlement.fundSumFen()).isEqualTo(5_980_00);
            assertThat(settlement.acctFen()).isEqualTo(1_500_00);
        }
        assertThat(balances())
                .containsEntry("321100 payable:institution:" + World.HOSPITAL, -10_000_00L)
                .containsEntry(HOME + " payable:care:" + World.CARE, -7_480_00L);
        assertThat(total()).isZero();
    }

    // ------------------------------------------------------------------------------------------- the person's side

    @ParameterizedTest
    @CsvSource({
        // where the filing holds, its days, 65% of 9,200.00; 40% without one
        "321102, 2026-01-01, , 5980.00",
        "321100, 2026-01-01, , 5980.00",
        "320000, 2026-10-12, 2026-10-12, 5980.00",
        "100000, 2026-01-01, , 5980.00",
        "310000, 2026-01-01, , 3680.00",
        "320000, 2026-01-01, 2026-10-11, 3680.00",
        "320000, 2026-10-13, , 3680.00",
    })
    void should_find_the_filing_above_the_place_of_care_when_it_holds_on_admission(
            String area, String from, String to, String fund) {
        policy("\"local_areas\":[\"" + HOME + "\"]", """
                "ratio_changes":[{"when":{"filing":["unfiled"]},"points":-25}]""");
        person(0, 0, """
                {"filings":[{"type":"referred","area":"%s","begndate":"%s"%s}]}""".formatted(area, from, to == null ? "" : ",\"enddate\":\"" + to + "\""));
        assertThat(hifp(stay())).isEqualTo(fund);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01, , 8280.00", "2026-01-01, 2026-10-29, 5980.00", "2026-10-31, , 5980.00"})
    void should_treat_a_person_by_identity_when_it_holds_at_discharge(String from, String to, String fund) {
        policy("", """
                "ratio_changes":[{"when":{"person":["低保"]},"points":25}]""");
        person(0, 0, """
                {"idetinfo":[{"psn_idet_type":"低保","begntime":"%s 00:00:00"%s}]}""".formatted(from, to == null ? "" : ",\"endtime\":\"" + to + " 00:00:00\""));
        assertThat(hifp(stay())).isEqualTo(fund);
    }

    @ParameterizedTest
    @CsvSource({World.HOSPITAL + ", 6440.00", World.OTHER_HOSPITAL + ", 5980.00"})
    void should_ask_whether_the_institution_is_the_one_chosen_when_the_policy_does(String chosen, String fund) {
        policy("", """
                "ratio_changes":[{"when":{"designated":true},"points":5}]""");
        person(0, 0, "{\"designated\":[\"" + chosen + "\"]}");
        assertThat(hifp(stay())).isEqualTo(fund);
    }

    @Test
    void should_admit_when_the_coverage_is_made_up_for_back_to_before_admission() {
        person("2026-10-13", 0, 0, "{}");
        assertThat(World.text(world.send(world.admission(HOME, "Z1")))).contains("PSN-COV-001");
        person("2026-10-12", 0, 0, "{}");
        assertThat(hifp(stay())).isEqualTo("5980.00");
    }

    // ------------------------------------------------------------------------------------------- the stay's side

    @Test
    void should_split_the_stay_by_day_of_fee_when_the_policy_year_begins_in_it() {
        policy("10-20", """
                "cross_year":{"method":"fee_date","deductible":"each"}""", "");
        String visit = mdtrtId(world.admission(HOME, "Z1"));
        line(visit, "1", "3000.00", "2026-10-13");
        line(visit, "2", "6000.00", "2026-10-20");
        line(visit, "3", "1000.00", "2026-10-13");
        World.must(world.send(world.discharge(HOME, visit, "2026-10-30 08:00:00")));
        // (4,000.00 − 800.00) and (6,000.00 − 800.00) at 65%
        assertThat(hifp(visit)).isEqualTo("5460.00");
        assertThat(world.care().store.all(Calculation.class))
                .singleElement()
                .satisfies(calculation -> assertThat(calculation.stay().fees()).hasSize(2));
    }

    @Test
    void should_let_the_hospital_bear_what_is_above_the_standard_of_the_disease() {
        policy("", """
                "hospital":{"method":"disease_standard","amount":[{"when":{"disease":["K35"]},"amount":"9000.00"}]}""");
        Message1 admission = world.admission(HOME, "Z1");
        String visit =
                mdtrtId(admission.withInput(admission.input().replace("\"dise_codg\":\"\"", "\"dise_codg\":\"K35\"")));
        World.must(world.send(world.line(HOME, visit, "1", "10000.00")));
        World.must(world.send(world.discharge(HOME, visit, "2026-10-30 08:00:00")));
        Body output = settled(using(visit));
        assertThat(amounts(output.body("setlinfo"), "hifp_pay", "hosp_part_amt", "psn_part_amt"))
                .containsExactly("5330.00", "1000.00", "3670.00");
        assertThat(output.bodies("setldetail"))
                .extracting(line -> line.textOr("fund_pay_type", ""))
                .contains("999996");
        assertThat(balances()).containsEntry("321100 payable:institution:" + World.HOSPITAL, -9_000_00L);
        assertThat(total()).isZero();
    }

    // ------------------------------------------------------------------------------------------- accumulators

    @Test
    void should_tell_what_is_used_up_when_the_accumulators_are_asked_for() {
        World.must(world.send(world.settlement("2304", HOME, stay(), "10000.00")));
        assertThat(used(""))
                .containsExactly(
                        "2026 390100-CNT 1",
                        "2026 390100-DED 800.00",
                        "2026 390100-PAY 5980.00",
                        "2026 390200-BAS 4020.00");
        assertThat(used("202603")).hasSize(4);
        assertThat(used("202512")).isEmpty();
    }

    private List<String> used(String month) {
        Body output =
                World.output(World.must(world.send(world.message("5206", HOME, """
                {"data":{"psn_no":"%s","cum_ym":"%s"}}""".formatted(World.PERSON, month)))));
        return output.bodies("cuminfo").stream()
                .map(row ->
                        row.textOr("year", "") + " " + row.textOr("cum_type_code", "") + " " + row.textOr("cum", ""))
                .toList();
    }

    // ------------------------------------------------------------------------------------------- means

    private void person(long accountFen, long aidFen, String more) {
        person("2020-01-01", accountFen, aidFen, more);
    }

    private void person(String since, long accountFen, long aidFen, String more) {
        Body base = Body.builder()
                .put("psn_no", World.PERSON)
                .put("psn_name", "张示例")
                .build();
        Coverage coverage = new Coverage("390", "1501", "1", HOME, since, null, accountFen, aidFen);
        world.care()
                .store
                .put(new Person(
                        HOME,
                        World.PERSON,
                        2,
                        World.hash("C1"),
                        Person.content(base, List.of(coverage), Json.read(more))));
    }

    /** A policy of 65% after 800.00, with these keys besides. */
    private void policy(String keys, String ofBasic) {
        policy("01-01", keys, ofBasic);
    }

    private void policy(String yearStart, String keys, String ofBasic) {
        String text = """
                {"policy":"p","title":"居民医保","area":"%s","insutype":"390","valid":{"from":"2020-01-01"},"year_start":"%s",%s
                 "basic":{"name":"统筹","fund_pay_type":"390100","field":"hifp_pay","deductible":"800.00","ratio":"65%%"%s}}
                """.formatted(
                        HOME, yearStart, keys.isEmpty() ? "" : keys + ",", ofBasic.isEmpty() ? "" : "," + ofBasic);
        Directory before = world.care().directory;
        world.care().directory = new Directory(
                before.topology(),
                before.institutions(),
                Policies.of(List.of(PolicyReader.read(Json.read(text), "test"))),
                before.catalogues());
    }

    private void policy(String keys) {
        policy(keys, "");
    }

    private String stay() {
        return stay("Z1");
    }

    private String stay(String number) {
        return world.stay(HOME, number);
    }

    private String mdtrtId(Message1 admission) {
        return World.output(World.must(world.send(admission))).body("result").textOr("mdtrt_id", "");
    }

    private void line(String visit, String serial, String yuan, String day) {
        Message1 line = world.line(HOME, visit, serial, yuan);
        World.must(world.send(line.withInput(line.input().replace("2026-10-29", day))));
    }

    /** A settlement whose patient uses the account. */
    private Message1 using(String visit) {
        Message1 message = world.settlement("2304", HOME, visit, "10000.00");
        return message.withInput(message.input().replace("\"acct_used_flag\":\"0\"", "\"acct_used_flag\":\"1\""));
    }

    private Body settled(Message1 message) {
        return World.output(World.must(world.send(message)));
    }

    private String hifp(String visit) {
        return settled(using(visit)).body("setlinfo").textOr("hifp_pay", "");
    }

    private static List<String> amounts(Body info, String... names) {
        return Stream.of(names).map(name -> info.textOr(name, "")).toList();
    }

    private static long fen(String yuan) {
        return Fen.parse("amount", yuan);
    }

    private CoverageTally tally() {
        return world.care().store.all(CoverageTally.class).get(0);
    }

    private long total() {
        return world.care().store.all(EntrySet.class).stream()
                .mapToLong(EntrySet::sumFen)
                .sum();
    }

    /** The accounts that do not stand at zero. */
    private Map<String, Long> balances() {
        Map<String, Long> balances = new TreeMap<>();
        world.care()
                .store
                .all(EntrySet.class)
                .forEach(set -> set.entries()
                        .forEach(e -> balances.merge(set.node() + " " + e.account(), e.amountFen(), Long::sum)));
        balances.values().removeIf(fen -> fen == 0);
        return balances;
    }
}
