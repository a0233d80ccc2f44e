package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.exchange.World.Message1;
import io.wutong.exchange.World.Weather;
import io.wutong.ledger.EntrySet;
import io.wutong.observe.Hop;
import io.wutong.port.StoreException;
import io.wutong.settlement.Settlement;
import io.wutong.spi.Outcome;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A place of care and a home in two processes, and a link between them that goes wrong. */
class TwoProcessesTest {

    private final World world = World.ofTwo();

    @ParameterizedTest
    @ValueSource(strings = {World.LEGACY_HOME, World.FAR_HOME})
    void should_agree_on_the_settlement_when_all_goes_well(String home) {
        String visit = world.stay(home, "Z1");
        Answered settled = World.must(world.send(world.settlement("2304", home, visit, "10000.00")));
        String setlId = World.output(settled).body("setlinfo").textOr("setl_id", "");
        assertThat(world.care().store.one(Settlement.key("321100", setlId))).isPresent();
        assertBooks();
        World.must(world.send(world.cancellation(home, visit, setlId)));
        assertBooks();
        assertThat(world.care().failures).isEmpty();
        assertThat(world.away().failures).isEmpty();
    }

    @Test
    void should_tell_every_node_of_the_way_once_when_it_is_answered() {
        String visit = world.stay(World.FAR_HOME, "Z1");
        Answered settled = World.must(world.send(world.settlement("2304", World.FAR_HOME, visit, "10000.00")));
        assertThat(settled.hops())
                .extracting(Hop::node)
                .containsExactly(World.HOSPITAL, "321100", "320000", "100000", "420000", World.FAR_HOME);
        assertThat(settled.hops()).extracting(Hop::note).containsExactly("", "care", "", "turn", "", "home");
        assertThat(settled.hops()).isSortedAccordingTo((a, b) -> Long.compare(a.upMicros(), b.upMicros()));
        assertThat(settled.hops()).allMatch(hop -> hop.downMicros() >= hop.upMicros());
    }

    @Test
    void should_grow_the_origin_on_the_way_back_when_the_legacy_system_fails() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.LOST);
        Answered unknown = world.send(world.settlement("2304", World.LEGACY_HOME, visit, "10000.00"));
        assertThat(unknown.origin()).isEqualTo("321100.320000.nation.430000.430100.430102.adapter.timeout_read");
    }

    @ParameterizedTest
    @EnumSource(
            value = Weather.class,
            names = {"LOSES_REQUEST", "LOSES_ANSWER", "TWICE", "GARBLES_ANSWER", "STRANGE_HOPS"})
    void should_settle_once_when_the_link_goes_wrong_and_the_message_is_repeated(Weather weather) {
        for (String home : new String[] {World.LEGACY_HOME, World.FAR_HOME}) {
            World own = World.ofTwo();
            String visit = own.stay(home, "Z1");
            own.weather.add(weather);
            Message1 settle = own.settlement("2304", home, visit, "10000.00");
            own.send(settle);
            World.must(own.send(settle));
            assertThat(own.away().store.all(Settlement.class).size() + own.legacy.calls("2304"))
                    .isEqualTo(1);
            assertThat(own.care().store.all(Settlement.class)).hasSize(1);
        }
    }

    @Test
    void should_not_send_it_on_when_a_copy_comes_after_it_was_said_not_sent() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.NOT_SENT);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.NotSent.class);
        var copy = world.deliver(
                "nat", world.away().received.get(world.away().received.size() - 1));
        world.heap.run();
        assertThat(PeerCodec.readReply(copy.result()).outcome()).isInstanceOf(Outcome.NotSent.class);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        assertThat(world.legacy.booked).doesNotContainKey(settle.msgid());
        World.must(world.send(settle));
        assertThat(world.legacy.calls("2304")).isEqualTo(2);
        assertThat(world.care().store.all(Settlement.class)).hasSize(1);
    }

    @Test
    void should_keep_the_unknown_when_the_second_try_is_not_sent() {
        String visit = world.stay(World.FAR_HOME, "Z1");
        world.weather.add(Weather.LOSES_ANSWER);
        world.weather.add(Weather.REFUSES);
        Message1 settle = world.settlement("2304", World.FAR_HOME, visit, "10000.00");
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(visit(visit).state()).isEqualTo(VisitState.SETTLING);
        Answered other = world.send(world.settlement("2304", World.FAR_HOME, visit, "10000.00"));
        assertThat(other.outcome()).isInstanceOf(Outcome.Rejected.class);
        World.must(world.send(settle));
    }

    @Test
    void should_keep_the_unknown_when_there_is_no_time_left_to_ask() {
        String visit = world.stay(World.FAR_HOME, "Z1");
        world.weather.add(Weather.LOSES_ANSWER);
        Message1 settle = world.settlement("2304", World.FAR_HOME, visit, "10000.00");
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.Unknown.class);
        Answered hurried = world.end(world.begin(settle, null, 90));
        assertThat(hurried.outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(visit(visit).state()).isEqualTo(VisitState.SETTLING);
        World.must(world.send(settle));
    }

    @Test
    void should_keep_the_answer_of_the_home_when_it_cannot_be_stored_at_once() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.away()
                .store
                .fail(
                        StoreException.Kind.NOT_DONE,
                        false,
                        rows -> rows.stream()
                                .anyMatch(row -> row instanceof Exchange e
                                        && e.msgid().equals(settle.msgid())
                                        && e.state() == Exchange.State.ANSWERED));
        World.must(world.send(settle));
        assertThat(world.away().failures).hasSize(1);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {World.LEGACY_HOME, World.FAR_HOME})
    void should_refuse_the_original_at_home_when_its_reversal_overtook_it(String home) {
        String visit = world.stay(home, "Z1");
        world.weather.add(Weather.LATE);
        Message1 settle = world.settlement("2304", home, visit, "10000.00");
        Future<Answered> late = world.begin(settle);
        world.heap.runFor(18_500);
        assertThat(late.result().outcome()).isInstanceOf(Outcome.Unknown.class);
        Future<Answered> reversed = world.begin(world.reversal(home, settle.msgid()));
        world.heap.runFor(1_000);
        assertThat(reversed.result().outcome()).isInstanceOf(Outcome.Succeeded.class);
        world.heap.run();
        assertThat(world.away().received).hasSizeGreaterThanOrEqualTo(5);
        assertThat(world.legacy.booked).doesNotContainKey(settle.msgid());
        assertThat(world.away().store.all(Settlement.class)).isEmpty();
        World.must(world.send(world.settlement("2304", home, visit, "10000.00")));
    }

    @Test
    void should_reverse_once_more_when_the_first_reversal_was_not_confirmed() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.send(settle);
        world.legacy.reverseFails = true;
        Message1 reversal = world.reversal(World.LEGACY_HOME, settle.msgid());
        assertThat(world.send(reversal).outcome()).isInstanceOf(Outcome.Unknown.class);
        world.legacy.reverseFails = false;
        World.must(world.send(reversal));
        assertThat(world.legacy.booked).doesNotContainKey(settle.msgid());
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
    }

    @Test
    void should_give_a_repeated_peer_message_the_same_bytes() {
        String visit = world.stay(World.FAR_HOME, "Z1");
        World.must(world.send(world.settlement("2304", World.FAR_HOME, visit, "10000.00")));
        byte[] last = world.away().received.get(world.away().received.size() - 1);
        Future<byte[]> once = world.deliver("nat", last);
        world.heap.run();
        Future<byte[]> twice = world.deliver("nat", last);
        world.heap.run();
        assertThat(twice.result()).isEqualTo(once.result());
        assertThat(world.away().store.all(Settlement.class)).hasSize(1);
    }

    @Test
    void should_pass_on_the_remaining_time_less_a_tenth() {
        world.send(world.admission(World.FAR_HOME, "Z1"));
        PeerCodec.PeerMessage message =
                PeerCodec.readMessage(world.away().received.get(0));
        assertThat(message.remainingMillis()).isBetween(16_100L, 16_200L);
        assertThat(message.hopsBefore()).isEqualTo(3);
        assertThat(message.from()).isEqualTo("320000");
        assertThat(message.to()).isEqualTo("100000");
    }

    private Visit visit(String mdtrtId) {
        return world.care().store.one(Visit.key("321100", mdtrtId)).orElseThrow();
    }

    private void assertBooks() {
        for (World.Process process : world.processes.values()) {
            assertThat(process.store.all(EntrySet.class).stream()
                            .mapToLong(EntrySet::sumFen)
                            .sum())
                    .isZero();
        }
    }
}
