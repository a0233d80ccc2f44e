package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.benefit.Accumulator;
import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.envelope.Envelope;
import io.wutong.exchange.World.Message1;
import io.wutong.ledger.EntrySet;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** COV-DUP-001: the hospital reverses what was held while the case settles it under an id that it does not know. */
class HeldSettlementTest extends CuresWorld {

    private String mdtrtId;
    private Message1 settlement;

    /** Held, and let go on by the patient's choice. */
    private void released() {
        insuredTwice("390", "2024-01-01");
        mdtrtId = mdtrtId(admit("Z1"));
        World.must(world.send(world.line(HOME, mdtrtId, "1", "10000.00")));
        World.must(world.send(world.discharge(HOME, mdtrtId, "2026-10-30 08:00:00")));
        settlement = own();
        assertThat(World.text(world.send(settlement))).contains("[COV-DUP-001]");
        world.cures(Duration.ofMinutes(2));
        choose(mdtrtId, HOME);
    }

    private Message1 own() {
        return world.settlement("2304", HOME, mdtrtId, "10000.00");
    }

    private void sweepUntil(BooleanSupplier enough) {
        for (int i = 0; i < 2_000 && !enough.getAsBoolean(); i++) {
            world.processes.values().forEach(process -> process.cures.sweep());
            world.heap.runUntil(100, enough);
        }
        assertThat(enough.getAsBoolean()).isTrue();
    }

    private void weatherOf(String infno, World.Weather weather) {
        world.weatherOf = body ->
                Envelope.read(PeerCodec.readMessage(body).message()).infno().equals(infno)
                        ? weather
                        : World.Weather.FINE;
    }

    private Optional<Case> kept() {
        return world.care().store.one(Case.key("321100", Case.HELD, mdtrtId));
    }

    private Case held() {
        return kept().orElseThrow();
    }

    /** As the case has sent it. */
    private Optional<Exchange> anew() {
        return kept().map(given -> given.known().textOr("msgid", ""))
                .flatMap(msgid -> world.care().store.one(Exchange.key(World.HOSPITAL, World.HOSPITAL, msgid)));
    }

    private boolean isAnew(Exchange.State state) {
        return anew().filter(row -> row.state() == state).isPresent();
    }

    private void settledByTheCase() {
        sweepUntil(() -> visitAtCare(mdtrtId).state() == VisitState.SETTLED);
    }

    private void reverse() {
        assertThat(World.text(world.send(world.reversal(HOME, settlement.msgid()))))
                .contains("无此业务");
    }

    private long reversals() {
        return world.care().store.all(Exchange.class).stream()
                .filter(row -> row.infno().equals("2601"))
                .count();
    }

    private void nothingStands() {
        assertThat(held().state()).isEqualTo(CaseState.CLOSED);
        assertThat(held().closedBy()).isEqualTo("2601");
        assertThat(timeline(Case.HELD, mdtrtId)).contains("医院已冲正暂缓的结算申请，不再代办");
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(visitAtHome(mdtrtId).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(isAnew(Exchange.State.REVERSED)).isTrue();
        assertThat(sent(mdtrtId)).filteredOn("2304"::equals).hasSize(2);
        world.processes.values().forEach(process -> {
            assertThat(process.store.all(Settlement.class)).noneMatch(row -> row.state() == SettlementState.STANDING);
            assertThat(balances(process)).isEmpty();
            assertThat(process.store.all(Accumulator.class))
                    .allMatch(row -> row.amounts().equals("{}"));
            assertThat(process.failures).isEmpty();
        });
        // the hospital settles when it wants to
        weatherOf("2304", World.Weather.FINE);
        World.must(world.send(own()));
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.SETTLED);
    }

    /** The accounts that do not stand at zero. */
    private static Map<String, Long> balances(World.Process process) {
        Map<String, Long> balances = new TreeMap<>();
        process.store
                .all(EntrySet.class)
                .forEach(set -> set.entries()
                        .forEach(e -> balances.merge(set.node() + " " + e.account(), e.amountFen(), Long::sum)));
        balances.values().removeIf(fen -> fen == 0);
        return balances;
    }

    @ParameterizedTest
    @EnumSource(
            value = World.Weather.class,
            names = {"LOSES_REQUEST", "LOSES_ANSWER", "LATE"})
    void should_take_it_back_when_COV_DUP_001_the_hospital_reverses_while_what_was_sent_is_unknown(
            World.Weather weather) {
        released();
        weatherOf("2304", weather);
        sweepUntil(() -> isAnew(Exchange.State.UNKNOWN));
        weatherOf("2304", World.Weather.FINE);
        reverse();
        assertThat(isAnew(Exchange.State.UNKNOWN)).isTrue();
        world.cures(Duration.ofHours(1));
        world.background(60);
        nothingStands();
    }

    @Test
    void should_take_it_back_when_COV_DUP_001_the_hospital_reverses_while_what_was_sent_is_under_way() {
        released();
        weatherOf("2304", World.Weather.LOSES_ANSWER);
        sweepUntil(() -> isAnew(Exchange.State.UNDER_WAY));
        Future<Answered> reversed = world.begin(world.reversal(HOME, settlement.msgid()));
        world.heap.runUntil(5_000, reversed::isComplete);
        World.must(reversed.result());
        assertThat(isAnew(Exchange.State.UNDER_WAY)).isTrue();
        weatherOf("2304", World.Weather.FINE);
        world.cures(Duration.ofHours(1));
        nothingStands();
    }

    @Test
    void should_take_it_back_when_COV_DUP_001_the_hospital_reverses_before_the_case_has_seen_the_settlement() {
        released();
        settledByTheCase();
        reverse();
        assertThat(held().state()).isEqualTo(CaseState.OPEN);
        world.cures(Duration.ofHours(1));
        nothingStands();
    }

    @Test
    void should_ask_again_under_the_same_id_when_COV_DUP_001_the_answer_to_the_reversal_is_lost() {
        released();
        settledByTheCase();
        reverse();
        weatherOf("2601", World.Weather.LOSES_ANSWER);
        world.cures(Duration.ofMinutes(5));
        assertThat(held().state()).isEqualTo(CaseState.OPEN);
        weatherOf("2601", World.Weather.FINE);
        world.cures(Duration.ofHours(1));
        assertThat(reversals()).isEqualTo(2);
        nothingStands();
    }

    @Test
    void should_leave_the_hospitals_own_when_COV_DUP_001_it_has_cancelled_what_was_sent_and_settled_anew() {
        released();
        settledByTheCase();
        String first = String.valueOf(visitAtCare(mdtrtId).setlId());
        World.must(world.send(world.cancellation(HOME, mdtrtId, first)));
        reverse();
        World.must(world.send(own()));
        String setlId = String.valueOf(visitAtCare(mdtrtId).setlId());
        assertThat(setlId).isNotEqualTo(first);
        world.cures(Duration.ofHours(1));
        assertThat(held().closedBy()).isEqualTo(setlId);
        assertThat(visitAtCare(mdtrtId).setlId()).isEqualTo(setlId);
        assertThat(visitAtHome(mdtrtId).setlId()).isEqualTo(setlId);
        assertThat(reversals()).isOne();
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_end_when_COV_DUP_001_the_hospital_has_cancelled_what_was_sent_and_reversed_its_own() {
        released();
        settledByTheCase();
        World.must(world.send(world.cancellation(
                HOME, mdtrtId, String.valueOf(visitAtCare(mdtrtId).setlId()))));
        reverse();
        world.cures(Duration.ofHours(1));
        nothingStands();
    }

    @Test
    void should_end_when_COV_DUP_001_the_hospital_has_cancelled_what_was_sent_before_the_case_has_looked() {
        released();
        settledByTheCase();
        String setlId = String.valueOf(visitAtCare(mdtrtId).setlId());
        World.must(world.send(world.cancellation(HOME, mdtrtId, setlId)));
        world.cures(Duration.ofMinutes(10));
        assertThat(held().closedBy()).isEqualTo(setlId);
        assertThat(timeline(Case.HELD, mdtrtId))
                .containsOnlyOnce("已代医院发送结算" + held().known().textOr("msgid", ""));
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_not_settle_when_COV_DUP_001_the_hospital_reverses_while_what_could_not_leave_is_kept() {
        released();
        sweepUntil(() -> kept().isPresent());
        world.linkCutOff = Optional.of("breaker_open.7");
        world.cures(Duration.ofMinutes(1));
        String msgid = held().known().textOr("msgid", "");
        assertThat(world.care().store.one(Case.key("321100", Case.DEFERRED, mdtrtId)))
                .hasValueSatisfying(
                        kept -> assertThat(kept.known().textOr("msgid", "")).isEqualTo(msgid));
        reverse();
        world.cures(Duration.ofMinutes(3));
        assertThat(held().closedBy()).isEqualTo("2601");
        world.linkCutOff = Optional.empty();
        world.cures(Duration.ofHours(1));
        assertThat(sent(mdtrtId)).filteredOn("2304"::equals).hasSizeLessThanOrEqualTo(2);
        assertThat(world.care().store.one(Case.key("321100", Case.DEFERRED, mdtrtId)))
                .hasValueSatisfying(kept -> assertThat(kept.closedBy()).isEqualTo("2601"));
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(visitAtHome(mdtrtId).state()).isEqualTo(VisitState.DISCHARGED);
        World.must(world.send(own()));
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.SETTLED);
    }

    @Test
    void should_tell_the_hospital_and_try_again_when_COV_DUP_001_the_reversal_is_refused() {
        released();
        settledByTheCase();
        world.weather.add(World.Weather.LOSES_ANSWER);
        world.send(world.cancellation(
                HOME, mdtrtId, String.valueOf(visitAtCare(mdtrtId).setlId())));
        reverse();
        world.cures(Duration.ofMinutes(5));
        assertThat(held().state()).isEqualTo(CaseState.OPEN);
        assertThat(held().actor()).isEqualTo(World.HOSPITAL);
        assertThat(timeline(Case.HELD, mdtrtId)).anyMatch(step -> step.contains("SET-RUN-001"));
        world.background(120);
        world.cures(Duration.ofHours(1));
        nothingStands();
    }
}
