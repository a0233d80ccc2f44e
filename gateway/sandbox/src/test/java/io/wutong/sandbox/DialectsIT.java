package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.host.AdapterChanges;
import io.wutong.host.Serving;
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
import java.util.Set;
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
    private static final Map<String, String> DAYS = Map.of(
            "310000", "shanghai",
            "440600", "foshan",
            "220100", "changchun",
            "100000", "uplink",
            "500236", "fengjie");

    static final LocalDate CHANGE = LocalDate.of(2026, 11, 1);

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

    /**
     * A city gets its system, then a newer one for its residents in mid-year while its employees stay, as 甘肃 had it:
     * without a restart, and a visit under way ends where it began.
     */
    @Test
    void should_end_a_visit_where_it_began_when_its_city_is_divided_while_it_lasts() {
        try (City older = City.open(WORLD, "older", 0);
                City newer = City.open(WORLD, "newer", 5_000)) {
            assertThat(await(WORLD.world().reconfigure("500000", older::added)).added())
                    .containsExactly("older");
            Stay begun = admitted(City.RESIDENT, "390", "2026-10-12");

            Serving kept = new Serving(Set.of("390"), null, CHANGE).or(new Serving(Set.of("310"), null, null));
            assertThat(await(WORLD.world().reconfigure("500000", now -> newer.added(older.serving(now, kept)))))
                    .isEqualTo(new AdapterChanges(List.of("newer"), List.of("older"), List.of(), List.of()));
            settled(begun);
            assertThat(older.pool().settledStays()).isOne();

            Stay later = admitted(City.RESIDENT, "390", "2026-11-05");
            settled(later);
            assertThat(newer.pool().settledStays()).isOne();
            Stay employee = admitted(City.EMPLOYEE, "310", "2026-11-05");
            settled(employee);
            assertThat(older.pool().settledStays()).isEqualTo(2);

            for (Stay stay : List.of(begun, later, employee)) {
                Patient.ok(await(stay.cancel()));
            }
            assertThat(older.pool().settledStays() + newer.pool().settledStays())
                    .isZero();
        }
    }

    private static Stay admitted(Resident resident, String insutype, String day) {
        Stay stay = new Stay(WORLD.hospital(), resident.area(), resident.certno(), resident.name())
                .with(insutype, day + " 10:05:00", day + " 18:00:00");
        Patient.ok(await(stay.who()));
        Patient.ok(await(stay.admit()));
        Patient.ok(await(stay.upload(Patient.LINES)));
        return stay;
    }

    private static void settled(Stay stay) {
        Patient.ok(await(stay.discharge()));
        Patient.ok(await(stay.settle(Patient.TOTAL)));
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
