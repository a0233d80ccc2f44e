package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wutong.simulator.national.FarStay;
import io.wutong.simulator.national.NationalCaller;
import io.wutong.simulator.national.NationalCaller.Reply;
import io.wutong.simulator.pool.Pool;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A province whose uplink is {@code region-nhsa} settles in both directions: our insured at a hospital behind the national
 * platform, which calls us; and the platform's insured at a hospital of ours, through the adapter.
 */
class UplinkIT {

    private static final String TOTAL = Demonstration.TOTAL;
    private static final String JIANGNING = "320115";
    private static final String CERTNO = "320115190001010003";
    private static final String NAME = "张示例";

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

    private static NationalCaller nation;

    @BeforeAll
    static void connect() {
        nation = WORLD.world().nation();
    }

    @AfterAll
    static void close() {
        await(nation.close());
    }

    @Test
    void should_settle_by_our_policy_when_the_platform_calls_for_our_insured() {
        FarStay stay = new FarStay(nation, World.ABROAD, JIANGNING, CERTNO, NAME);
        Map<String, Long> before = WORLD.balances();
        ready(stay);
        Reply trial = ok(await(stay.send(stay.bill("2303", TOTAL))));
        ObjectNode settling = stay.bill("2304", TOTAL);
        Reply settled = ok(await(stay.send(settling)));
        // 跨省 by the policy of 320115: the same funds as the trial said, and more than nothing
        assertThat(amount(settled, "fund_pay_sumamt")).isEqualTo(amount(trial, "fund_pay_sumamt"));
        assertThat(amount(settled, "hifp_pay")).isPositive();

        assertThat(ok(await(stay.send(settling))).output()).isEqualTo(settled.output());
        assertThat(ok(await(stay.query())).output()).isEqualTo(settled.output());
        assertThat(await(stay.send(stay.bill("2304", TOTAL))).text()).contains("SET-DUP-001", stay.setlId());

        assertThat(amount(ok(await(stay.cancel())), "medfee_sumamt")).isEqualByComparingTo("-" + TOTAL);
        assertThat(WORLD.balances()).isEqualTo(before);

        ObjectNode unheard = stay.bill("2304", TOTAL);
        ok(await(stay.send(unheard)));
        ok(await(stay.reverse(unheard)));
        assertThat(await(stay.send(unheard)).text()).contains("REV-DONE-001");
        assertThat(WORLD.balances()).isEqualTo(before);
        assertThat(WORLD.unbalancedSets()).isZero();
    }

    @Test
    void should_settle_through_an_adapter_when_the_platform_calls_for_its_insured() {
        Dialects.Resident resident = Dialects.CHANGCHUN;
        FarStay stay = new FarStay(nation, World.ABROAD, resident.area(), resident.certno(), resident.name());
        ready(stay);
        Reply settled = ok(await(stay.send(stay.bill("2304", TOTAL))));
        Pool pool = WORLD.world().counterparts().dialects().pool(resident);
        assertThat(pool.settledStays()).isOne();
        assertThat(amount(settled, "medfee_sumamt")).isEqualByComparingTo(TOTAL);
        assertThat(settled.output().path("setlinfo").path("mdtrt_id").asText()).isEqualTo(stay.mdtrtId());
        ok(await(stay.cancel()));
        assertThat(pool.settledStays()).isZero();
        assertThat(pool.fundsFen()).isZero();
    }

    @Test
    void should_settle_through_the_platform_when_its_insured_is_treated_with_us() {
        Dialects.Resident resident = Dialects.CHENGDU;
        Stay stay = new Stay(WORLD.hospital(), resident.area(), resident.certno(), resident.name());
        Patient.ok(await(stay.who()));
        Patient.ok(await(stay.admit()));
        Patient.ok(await(stay.upload(Demonstration.LINES)));
        Patient.ok(await(stay.discharge()));
        Patient.ok(await(stay.settle(TOTAL)));
        Pool pool = WORLD.world().counterparts().dialects().pool(resident);
        assertThat(pool.settledStays()).isOne();
        Patient.ok(await(stay.cancel()));
        assertThat(pool.settledStays()).isZero();
    }

    @Test
    void should_refuse_when_the_platform_speaks_for_a_hospital_of_ours_or_of_somebody_elses_insured() {
        NationalCaller.Hospital ours = new NationalCaller.Hospital(World.HOSPITAL, "冒名", World.CARE_AREA);
        FarStay asUs = new FarStay(nation, ours, JIANGNING, CERTNO, NAME);
        assertThat(await(asUs.who()).text()).contains("AUTH-INST-001");
        // insured behind the platform itself: it would only come back
        FarStay back = new FarStay(nation, World.ABROAD, "510104", CERTNO, NAME);
        assertThat(await(back.who()).text()).contains("RTE-NONE-001");
    }

    private static void ready(FarStay stay) {
        ok(await(stay.who()));
        ok(await(stay.admit()));
        ok(await(stay.upload(TOTAL)));
        ok(await(stay.discharge()));
    }

    private static Reply ok(Reply reply) {
        assertThat(reply.succeeded()).as(reply.text()).isTrue();
        return reply;
    }

    private static BigDecimal amount(Reply reply, String name) {
        return new BigDecimal(reply.output().path("setlinfo").path(name).asText());
    }
}
