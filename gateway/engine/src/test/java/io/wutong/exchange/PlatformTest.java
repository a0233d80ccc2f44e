package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.coverage.Institution;
import io.wutong.envelope.Envelope;
import io.wutong.exchange.World.Message1;
import io.wutong.exchange.World.Weather;
import io.wutong.ledger.EntrySet;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The platform above the nation's node calls us for patients insured here: a hospital in 成都, which no process of ours
 * knows, and homes with a policy, with a legacy system, and in another process.
 */
class PlatformTest {

    private static final String ABROAD = "H51010400001";
    private static final String NATION = "100000";

    private World world;

    @BeforeEach
    void open() {
        world = World.ofTwo();
        know(new Institution(ABROAD, "成都市示范医院", "510104", "3", "02", "1"));
    }

    private void know(Institution institution) {
        Directory before = world.away().directory;
        Map<String, Institution> institutions = new HashMap<>(before.institutions());
        institutions.put(institution.code(), institution);
        world.away().directory = new Directory(before.topology(), institutions, before.policies(), before.catalogues());
    }

    @ParameterizedTest
    @ValueSource(strings = {World.FAR_HOME, World.LEGACY_HOME, World.PROVINCE_HOME})
    void should_settle_and_cancel_when_the_platform_asks_for_our_insured(String home) {
        String visit = stay(home, "");
        Body trial = setlinfo(settle("2303", home, visit));
        Message1 settling = settlement("2304", home, visit);
        Answered settled = World.must(send(settling));
        Body info = setlinfo(settled);
        assertThat(info.fen("fund_pay_sumamt")).isEqualTo(trial.fen("fund_pay_sumamt"));
        assertThat(info.fen("fund_pay_sumamt").orElseThrow())
                .isEqualTo(home.equals(World.LEGACY_HOME) ? 450_000 : 533_000);
        assertThat(send(settling).bytes()).isEqualTo(settled.bytes());
        assertThat(World.text(send(settlement("2304", home, visit)))).contains("SET-DUP-001");

        String setlId = info.textOr("setl_id", "");
        assertThat(setlinfo(query(home, visit)).textOr("setl_id", "")).isEqualTo(setlId);
        Body cancelled = setlinfo(World.must(send(world.cancellation(home, visit, setlId))));
        assertThat(cancelled.fen("medfee_sumamt")).contains(-1_000_000L);
        assertThat(World.text(query(home, visit))).contains("\"infcode\":-2");
        assertThat(visitHere(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(world.away().store.all(EntrySet.class))
                .extracting(EntrySet::node)
                .doesNotContain(NATION);
    }

    @Test
    void should_refuse_to_calculate_when_nobody_has_said_what_level_the_institution_has() {
        world = World.ofTwo();
        String visit = stay(World.FAR_HOME, "");
        assertThat(World.text(settle("2303", World.FAR_HOME, visit))).contains("INS-NONE-001", ABROAD);
    }

    @Test
    void should_hold_the_settlement_against_the_lines_when_they_carry_their_split() {
        String visit = stay(World.FAR_HOME, split("9000.00"));
        assertThat(setlinfo(settle("2303", World.FAR_HOME, visit)).fen("inscp_scp_amt"))
                .contains(900_000L);
        World.must(send(takeBack(World.FAR_HOME, visit, "1")));
        World.must(send(line(World.FAR_HOME, visit, "2", split("9500.00").replace("1000.00", "500.00"))));
        assertThat(World.text(settle("2303", World.FAR_HOME, visit))).contains("MSG-SUM-001");
        assertThat(World.text(send(line(World.FAR_HOME, visit, "2", split("9000.00")))))
                .contains("LIN-DUP-001");
        assertThat(World.text(send(line(World.FAR_HOME, visit, "3", split("1.00")))))
                .contains("LIN-SUM-001");
    }

    @Test
    void should_undo_what_was_settled_when_the_platform_never_saw_the_answer() {
        String visit = stay(World.FAR_HOME, "");
        Message1 settling = settlement("2304", World.FAR_HOME, visit);
        World.must(send(settling));
        World.must(send(world.reversal(World.FAR_HOME, settling.msgid())));
        assertThat(world.away().store.all(Settlement.class))
                .filteredOn(settlement -> settlement.initSetlId() == null)
                .extracting(Settlement::state)
                .containsOnly(SettlementState.CANCELLED);
        assertThat(World.text(send(settling))).contains("REV-DONE-001");
        World.must(settle("2304", World.FAR_HOME, visit));
    }

    /** A reversed message is looked at once more in the background; who asks meanwhile is told what stands. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 8, 10})
    void should_refuse_what_was_reversed_when_it_comes_while_it_is_looked_at(int millis) {
        String visit = stay(World.PROVINCE_HOME, "");
        Message1 settling = settlement("2304", World.PROVINCE_HOME, visit);
        World.must(send(settling));
        World.must(send(world.reversal(World.PROVINCE_HOME, settling.msgid())));
        world.away().resolution.sweep();
        world.heap.runFor(millis);
        assertThat(World.text(send(settling))).contains("REV-DONE-001");
    }

    @Test
    void should_ask_on_and_answer_the_same_message_when_the_home_behind_a_process_was_not_heard() {
        String visit = stay(World.PROVINCE_HOME, "");
        world.weather.add(Weather.LOSES_ANSWER);
        Message1 settling = settlement("2304", World.PROVINCE_HOME, visit);
        assertThat(send(settling).outcome()).isInstanceOf(Outcome.Unknown.class);
        world.away().crash();
        world.background(20);
        assertThat(setlinfo(World.must(send(settling))).fen("fund_pay_sumamt")).contains(533_000L);
        assertThat(world.care().store.all(Settlement.class)).hasSize(1);
        assertThat(visitHere(visit).state()).isEqualTo(VisitState.SETTLED);
    }

    // --------------------------------------------------------------- messages

    private String stay(String home, String split) {
        String visit = World.output(World.must(send(world.admission(home, "Z1"))))
                .body("result")
                .textOr("mdtrt_id", "");
        World.must(send(line(home, visit, "1", split)));
        World.must(send(world.discharge(home, visit, "2026-10-30 08:00:00")));
        return visit;
    }

    private static String split(String inScope) {
        return ",\"fulamt_ownpay_amt\":1000.00,\"overlmt_amt\":0,\"preselfpay_amt\":0,\"inscp_scp_amt\":" + inScope;
    }

    private Message1 line(String home, String visit, String serial, String split) {
        Message1 line = world.line(home, visit, serial, "10000.00");
        return line.withInput(line.input().replace("\"cnt\":1", "\"cnt\":1" + split));
    }

    private Message1 takeBack(String home, String visit, String serial) {
        return world.message(
                "2302",
                home,
                "{\"data\":[{\"feedetl_sn\":\"%s\",\"mdtrt_id\":\"%s\",\"psn_no\":\"%s\"}]}"
                        .formatted(serial, visit, World.PERSON));
    }

    private Message1 settlement(String infno, String home, String visit) {
        Message1 plain = world.settlement(infno, home, visit, "10000.00");
        return plain.withInput(plain.input()
                .replace(
                        "\"mid_setl_flag\":\"0\"",
                        "\"mid_setl_flag\":\"0\",\"fulamt_ownpay_amt\":1000.00,\"overlmt_selfpay\":0,"
                                + "\"preselfpay_amt\":0,\"inscp_scp_amt\":9000.00"));
    }

    private Answered settle(String infno, String home, String visit) {
        return send(settlement(infno, home, visit));
    }

    private Answered query(String home, String visit) {
        return send(world.message(
                "5203",
                home,
                "{\"data\":{\"psn_no\":\"%s\",\"setl_id\":\"\",\"mdtrt_id\":\"%s\"}}".formatted(World.PERSON, visit)));
    }

    private static Body setlinfo(Answered answered) {
        return World.output(World.must(answered)).body("setlinfo");
    }

    private Visit visitHere(String mdtrtId) {
        return world.away().store.all(Visit.class).stream()
                .filter(visit -> visit.node().equals(NATION) && visit.mdtrtId().equals(mdtrtId))
                .findFirst()
                .orElseThrow();
    }

    /** As the platform sends it: for the hospital abroad, into the nation's process. */
    private Answered send(Message1 message) {
        byte[] bytes = new String(message.bytes(), StandardCharsets.UTF_8)
                .replace("\"mdtrtarea_admvs\":\"" + World.CARE + "\"", "\"mdtrtarea_admvs\":\"510104\"")
                .replace(World.HOSPITAL, ABROAD)
                .getBytes(StandardCharsets.UTF_8);
        Envelope envelope = Envelope.read(bytes);
        Future<Answered> begun = world.away()
                .exchanges
                .receive(new Arrival(
                        world.away().topology.node(NATION),
                        Arrival.From.PLATFORM,
                        envelope,
                        envelope.homeArea(),
                        null,
                        "t".repeat(32),
                        world.heap.nanos() + Exchanges.HOSPITAL_MILLIS * 1_000_000,
                        1,
                        0,
                        null));
        return world.end(begun);
    }
}
