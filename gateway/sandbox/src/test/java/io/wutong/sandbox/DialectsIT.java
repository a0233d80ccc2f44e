package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.reconcile.rules.Totals;
import io.wutong.sandbox.Dialects.Resident;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.simulator.pool.Pool;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The same stay of a resident insured by the same rule, settled and cancelled through every dialect, and through
 * the platform above, over three processes: the hospital sees the same amounts, and every insurer's day has the settlement and its cancellation.
 */
class DialectsIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

    private static final Resident HENGYANG = new Resident(
            "region-hunan-xml", Counterparts.HUNAN_AREA, Counterparts.HUNAN_CERTNO, Counterparts.HUNAN_NAME);
    private static final List<Resident> RESIDENTS = List.of(
            HENGYANG, Dialects.SHANGHAI, Dialects.FOSHAN, Dialects.CHANGCHUN, Dialects.FENGJIE, Dialects.CHENGDU);
    /** The homes that compare days, by a node of the process that hosts their adapter. */
    private static final Map<String, String> DAYS =
            Map.of("310000", "shanghai", "440600", "foshan", "500236", "fengjie");

    private static final List<String> AMOUNTS = List.of(
            "medfee_sumamt",
            "inscp_scp_amt",
            "act_pay_dedc",
            "hifp_pay",
            "hifmi_pay",
            "fund_pay_sumamt",
            "psn_part_amt",
            "acct_pay",
            "psn_cash_pay");

    @Test
    void should_settle_and_cancel_alike_when_the_rules_are_the_same() {
        HospitalClient hospital = WORLD.hospital();
        Map<String, Long> before = WORLD.balances();
        Map<String, Map<String, String>> settled = new TreeMap<>();
        for (Resident resident : RESIDENTS) {
            Stay stay = new Stay(hospital, resident.area(), resident.certno(), resident.name());
            Patient.ok(await(stay.who()));
            Patient.ok(await(stay.admit()));
            Patient.ok(await(stay.upload(Demonstration.LINES)));
            Patient.ok(await(stay.discharge()));
            Body trial = setlinfo(await(stay.trial(Demonstration.TOTAL)));
            Body settlement = setlinfo(await(stay.settle(Demonstration.TOTAL)));
            assertThat(amounts(trial)).as(resident.plugin()).isEqualTo(amounts(settlement));
            settled.put(resident.area(), amounts(settlement));

            Body cancelled = setlinfo(await(stay.cancel()));
            assertThat(cancelled.textOr("medfee_sumamt", "")).isEqualTo("-" + Demonstration.TOTAL);
            assertThat(cancelled.fen("fund_pay_sumamt").orElseThrow())
                    .isEqualTo(-settlement.fen("fund_pay_sumamt").orElseThrow());
        }
        assertThat(settled.values()).as(settled.toString()).containsOnly(settled.get(HENGYANG.area()));
        assertThat(WORLD.balances()).isEqualTo(before);
        assertThat(WORLD.unbalancedSets()).isZero();
        RESIDENTS.stream().filter(resident -> !resident.equals(HENGYANG)).forEach(DialectsIT::assertDay);
        assertThat(WORLD.world().counterparts().hunan().settledVisits()).isZero();
        DAYS.forEach(DialectsIT::assertEven);
    }

    /** The host's own comparison: our journal's rows of the day against the legacy system's, both of each stay. */
    private static void assertEven(String node, String adapter) {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        Outcome<Totals> outcome = await(WORLD.world().gateway(node).desk().compareDay(adapter, today));
        assertThat(outcome).as(adapter).isInstanceOf(Outcome.Succeeded.class);
        Totals totals = ((Outcome.Succeeded<Totals>) outcome).answer();
        assertThat(totals.isEven()).as(adapter + " " + totals).isTrue();
        assertThat(totals.equal()).as(adapter).isEqualTo(2);
        assertThat(WorldExtension.countIn(
                        WORLD.world().gateway(node), "select 1 from task where ref like $1", adapter + "/%"))
                .as("compared once, nothing to repair")
                .isOne();
    }

    /** The insurer's day: the settlement and what takes it back, and nothing left over. */
    private static void assertDay(Resident resident) {
        Pool pool = WORLD.world().counterparts().dialects().pool(resident);
        List<Pool.Entry> day = pool.entries(pool.today());
        assertThat(day).as(resident.plugin()).extracting(Pool.Entry::sign).containsExactly(1, -1);
        assertThat(day.get(0).amounts().split().totalFen()).isEqualTo(14_080_000);
        assertThat(pool.fundsFen()).isZero();
        assertThat(pool.settledStays()).isZero();
    }

    private static Body setlinfo(Answer answer) {
        return Patient.ok(answer).output().body("setlinfo");
    }

    private static Map<String, String> amounts(Body setlinfo) {
        Map<String, String> amounts = new TreeMap<>();
        AMOUNTS.forEach(name -> amounts.put(
                name, setlinfo.fen(name).map(io.wutong.spi.Fen::format).orElse("missing")));
        return amounts;
    }
}
