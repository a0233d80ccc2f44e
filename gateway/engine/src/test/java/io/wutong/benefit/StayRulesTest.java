package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.History;
import io.wutong.benefit.rules.Stay;
import io.wutong.benefit.rules.StayRefusal;
import io.wutong.benefit.rules.Sums;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stay must be, examinations before it, and the account that pays the person's share. */
class StayRulesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 5, 1);
    private static final Sums SUMS = new Sums(1, 2, 3, 4);

    private static Stay stay(LocalDate admitted, String filing, Sums sums, List<Stay.DatedSums> fees, long given) {
        return stay(admitted, filing, sums, fees, given, Stay.Wallet.NONE);
    }

    private static Stay stay(LocalDate admitted, Stay.Wallet wallet) {
        return stay(admitted, "", SUMS, List.of(), 0, wallet);
    }

    private static Stay stay(
            LocalDate admitted, String filing, Sums sums, List<Stay.DatedSums> fees, long given, Stay.Wallet wallet) {
        return new Stay(
                "s",
                "",
                "",
                "3",
                "21",
                filing,
                false,
                false,
                admitted,
                DAY,
                -1,
                Set.of(),
                -1,
                "",
                "",
                Set.of(),
                "",
                "",
                sums,
                fees,
                List.of(),
                Map.of("basic", given),
                wallet);
    }

    private static void assertRefused(String field, Runnable stay) {
        assertThatThrownBy(stay::run)
                .isInstanceOfSatisfying(
                        StayRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
    }

    @Test
    void should_refuse_a_stay_that_cannot_be_and_name_the_field() {
        assertThat(stay(DAY, "", SUMS, List.of(), 0).nights()).isEqualTo(-1);
        assertRefused("discharged", () -> stay(DAY.plusDays(1), "", SUMS, List.of(), 0));
        assertRefused("own_pay", () -> stay(DAY, "", new Sums(-1, 0, 0, 0), List.of(), 0));
        assertRefused("over_limit", () -> stay(DAY, "", new Sums(0, -1, 0, 0), List.of(), 0));
        assertRefused("prior_self_pay", () -> stay(DAY, "", new Sums(0, 0, -1, 0), List.of(), 0));
        assertRefused("in_scope", () -> stay(DAY, "", new Sums(0, 0, 0, -1), List.of(), 0));
        assertRefused("given", () -> stay(DAY, "", SUMS, List.of(), -1));
        assertRefused("filing", () -> stay(DAY, "holiday", SUMS, List.of(), 0));
        assertRefused("fees", () -> stay(DAY, "", SUMS, List.of(new Stay.DatedSums(DAY, Sums.ZERO)), 0));
        assertRefused("fees", () -> stay(DAY, "", SUMS, List.of(new Stay.DatedSums(DAY.plusDays(1), SUMS)), 0));
        assertThat(stay(DAY, "referred", SUMS, List.of(new Stay.DatedSums(DAY, SUMS)), 0)
                        .fees())
                .hasSize(1);
        assertRefused("account", () -> stay(DAY, new Stay.Wallet(true, -1, 0)));
        assertRefused("account", () -> stay(DAY, new Stay.Wallet(true, 0, -1)));
        assertThat(stay(DAY, new Stay.Wallet(true, 0, 0)).wallet().used()).isTrue();
    }

    @Test
    void should_refuse_a_stay_that_no_programme_is_for() {
        Home home = Home.whole(Home.head() + """
            programmes:
              - { id: clinic, when: { med_type: "11" }, name: 门诊, fund_pay_type: "390100", field: hifp_pay, ratio: 60% }
            """);

        assertRefused("med_type", () -> home.stay("med_type: '21'"));
        assertThat(home.stay("med_type: '11'").fundSumFen()).isEqualTo(600_000);
    }

    @ParameterizedTest
    @CsvSource({
        "H1, K35.8, X1, 2026-04-24, 10500, 0",
        "H1, K35.8, X1, 2026-05-01, 10500, 0",
        "H1, K35.8, X1, 2026-04-23, 10000, 1000",
        "H1, K35.8, X1, 2026-05-02, 10000, 1000",
        "H2, K35.8, X1, 2026-04-30, 10000, 1000",
        "H1, I10,   X1, 2026-04-30, 10000, 1000",
        "H1, K35.8, X2, 2026-04-30, 10000, 1000"
    })
    void should_join_an_examination_when_institution_disease_item_and_days_are_listed(
            String institution, String diagnosis, String item, String day, long scope, long leftOut) {
        Home home = Home.whole(Home.head()
                + "pre_admission: { institutions: [H1], diseases: [K35], items: [X1], days: 7 }\n"
                + "basic: { name: 统筹, fund_pay_type: \"390100\", field: hifp_pay, ratio: 50% }\n");

        Benefit benefit = home.stay("discharged: '2026-05-09', admitted: '2026-05-01', institution: " + institution
                + ", diagnosis: " + diagnosis + ", pre_admission: [ { date: '" + day + "', item: " + item
                + ", in_scope: '500.00', own_pay: '500.00' } ]");

        assertThat(benefit.fundSumFen()).isEqualTo(scope * 50);
        assertThat(benefit.totalFen()).isEqualTo(leftOut == 0 ? 1_100_000 : 1_000_000);
        assertThat(benefit.leftOutFen()).isEqualTo(leftOut * 100);
    }

    @Test
    void should_count_joined_examinations_on_their_own_day() {
        Home home = Home.whole(Home.head()
                + "pre_admission: { institutions: [H1], diseases: [K35], items: [X1], days: 7 }\n"
                + "cross_year: { method: fee_date }\n"
                + "basic: { name: 统筹, fund_pay_type: \"390100\", field: hifp_pay, ratio: 50% }\n");

        Benefit benefit = home.stay("admitted: '2025-12-31', discharged: '2026-01-02', institution: H1, diagnosis: K35,"
                + " fees: [ { date: '2026-01-01', in_scope: '10000.00' } ], pre_admission: ["
                + " { date: '2025-12-30', item: X1, in_scope: '600.00' },"
                + " { date: '2025-12-30', item: X2, in_scope: '70.00' } ]");

        assertThat(benefit.years().stream().map(year -> year.sums().inScopeFen()))
                .containsExactly(60_000L, 1_000_000L);
        assertThat(benefit.leftOutFen()).isEqualTo(7_000);
    }

    @ParameterizedTest
    @CsvSource({
        // the person's share is 5 000 in scope and 100 own-pay
        "'', 6000, 0, true, 5100, 0",
        "'', 3000, 9000, true, 3000, 2100",
        "'', 3000, 1000, true, 3000, 1000",
        "'', 3000, 1000, false, 0, 0",
        "'order: [mutual_aid, account]', 3000, 9000, true, 0, 5100",
        "'order: [mutual_aid, account]', 6000, 1000, true, 4100, 1000",
        "'order: [account]', 3000, 9000, true, 3000, 0",
        "'pays: [own_share]', 6000, 0, true, 5000, 0"
    })
    void should_pay_the_persons_share_from_the_account_as_the_region_says(
            String rule, long balance, long aid, boolean used, long account, long mutual) {
        Home home = Home.whole(Home.head() + "account: { " + rule + " }\n"
                + "basic: { name: 统筹, fund_pay_type: \"390100\", field: hifp_pay, ratio: 50% }\n");

        Benefit benefit = home.stay("own_pay: '100.00', account: { used: " + used + ", balance: '" + balance
                + ".00', mutual_aid: '" + aid + ".00' }");

        assertThat(benefit.accountFen()).isEqualTo(account * 100);
        assertThat(benefit.mutualAidFen()).isEqualTo(mutual * 100);
        assertThat(benefit.cashFen()).isEqualTo(510_000 - (account + mutual) * 100);
    }

    @Test
    void should_settle_a_stay_once_and_cancel_what_stands() {
        Home home = Home.basic("ratio: 50%\ndeductible: { amount: \"1000.00\", later: [ { nth: 2, percent: 50% } ] }");
        home.stay("id: a");
        home.stay("id: b");
        home.stay("id: c, level: '1'");

        assertRefused("id", () -> home.stay("id: a"));
        assertRefused("cancel", () -> home.history().cancel("z"));
        List<History.Adjustment> adjustments = home.history().cancel("a");

        assertThat(adjustments).singleElement().satisfies(adjustment -> {
            assertThat(adjustment.stay()).isEqualTo("b");
            assertThat(adjustment.sumFen()).isEqualTo(-25_000);
        });
        assertThat(home.history().cancel("b"))
                .extracting(History.Adjustment::sumFen)
                .containsExactly(-25_000L);
        assertThat(home.history().cancel("c")).isEmpty();
        assertThat(home.history().used().isEmpty()).isTrue();
    }
}
