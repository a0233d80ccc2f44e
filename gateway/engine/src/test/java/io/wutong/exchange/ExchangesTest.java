package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.benefit.Accumulator;
import io.wutong.benefit.Adjustment;
import io.wutong.benefit.Policies;
import io.wutong.cases.Case;
import io.wutong.cases.CaseKind;
import io.wutong.cure.RegionRules;
import io.wutong.exchange.World.Message1;
import io.wutong.ledger.EntrySet;
import io.wutong.port.Begun;
import io.wutong.port.StoreException;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One message through one process: dedupe, business keys, deadlines, reversals. */
class ExchangesTest {

    private final World world = World.ofOne();

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.LEGACY_HOME, World.FAR_HOME})
    void should_settle_and_stand_as_before_when_the_stay_is_cancelled(String home) {
        String visit = world.stay(home, "Z1");
        Map<String, Long> before = balances();
        Answered settled = World.must(world.send(world.settlement("2304", home, visit, "10000.00")));
        String setlId = World.output(settled).body("setlinfo").textOr("setl_id", "");
        assertThat(balances()).isNotEqualTo(before);
        assertThat(total()).isZero();
        World.must(world.send(world.cancellation(home, visit, setlId)));
        assertThat(balances()).isEqualTo(before);
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(accumulators()).allMatch(text -> text.equals("{}"));
        assertThat(world.care().failures).isEmpty();
        World.must(world.send(world.settlement("2304", home, visit, "10000.00")));
    }

    @Test
    void should_adjust_the_later_stays_when_an_earlier_one_is_cancelled() {
        Map<String, Long> before = balances();
        Map<String, String> settled = new LinkedHashMap<>();
        for (String number : List.of("Z1", "Z2", "Z3", "Z4")) {
            String visit = world.stay(World.FAR_HOME, number);
            settled.put(visit, settled(visit));
        }
        String first = settled.keySet().iterator().next();
        String last = List.copyOf(settled.values()).get(3);
        Body answer = settlement(last).output();

        World.must(world.send(world.cancellation(World.FAR_HOME, first, settled.remove(first))));

        // 4 × 4,020.00 had passed 15,000.00 by 1,080.00, of which critical illness paid half; three do not reach it
        assertThat(world.care().store.all(Adjustment.class)).singleElement().satisfies(adjustment -> {
            assertThat(adjustment.setlId()).isEqualTo(last);
            assertThat(adjustment.fundPayType()).isEqualTo("390200");
            assertThat(adjustment.fen()).isEqualTo(-540_00);
        });
        assertThat(balances().entrySet())
                .anyMatch(account -> account.getKey().contains("payable:person:") && account.getValue() == 540_00);
        assertThat(total()).isZero();
        assertThat(settlement(last).output()).as("what was answered stays").isEqualTo(answer);

        settled.forEach((visit, setlId) -> World.must(world.send(world.cancellation(World.FAR_HOME, visit, setlId))));

        assertThat(balances()).isEqualTo(before);
        assertThat(accumulators()).allMatch(text -> text.equals("{}"));
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_cancel_and_open_a_case_when_a_later_stay_cannot_be_calculated_again() {
        String first = world.stay(World.FAR_HOME, "Z1");
        String firstId = settled(first);
        String second = world.stay(World.FAR_HOME, "Z2");
        String secondId = settled(second);
        Directory full = world.care().directory;
        world.care().directory = new Directory(
                full.topology(),
                full.institutions(),
                new Policies(full.policies().list(), Map.of()),
                full.catalogues(),
                full.mappings());

        World.must(world.send(world.cancellation(World.FAR_HOME, first, firstId)));

        assertThat(settlement(firstId).state()).isEqualTo(SettlementState.CANCELLED);
        assertThat(world.care().store.all(Case.class)).singleElement().satisfies(given -> {
            assertThat(given.kind()).isEqualTo(Case.RECALCULATION);
            assertThat(given.ref()).startsWith(secondId + "/");
            assertThat(given.cause()).startsWith("policy_gone.");
            assertThat(CaseKind.of(given.kind()).who()).startsWith("参保地经办机构");
        });
        assertThat(world.care().store.all(Adjustment.class)).isEmpty();
        World.must(world.send(world.cancellation(World.FAR_HOME, second, secondId)));
        assertThat(accumulators()).allMatch(text -> text.equals("{}"));
    }

    private String settled(String visit) {
        Answered answered = World.must(world.send(world.settlement("2304", World.FAR_HOME, visit, "10000.00")));
        return World.output(answered).body("setlinfo").textOr("setl_id", "");
    }

    private Settlement settlement(String setlId) {
        return world.care().store.all(Settlement.class).stream()
                .filter(one -> one.setlId().equals(setlId) && one.node().equals(World.FAR_HOME))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void should_give_the_same_bytes_when_the_message_is_repeated_before_and_after_its_answer() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        Future<Answered> first = world.begin(settle);
        Future<Answered> second = world.begin(settle);
        world.heap.run();
        Answered third = world.send(settle);
        assertThat(second.result().bytes()).isEqualTo(first.result().bytes());
        assertThat(third.bytes()).isEqualTo(first.result().bytes());
        assertThat(third.repeated()).isTrue();
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
    }

    /** Where an area has several systems, a visit ends at the one at which it began, however late that is. */
    @Test
    void should_look_for_the_system_at_which_the_visit_began() {
        Begun began = new Begun("390", LocalDate.of(2026, 10, 12));
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        assertThat(world.asked).isEqualTo(began);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        Answered settled = World.must(world.send(settle));
        assertThat(world.asked).isEqualTo(began);
        String setlId = World.output(settled).body("setlinfo").textOr("setl_id", "");
        World.must(world.send(world.cancellation(World.LEGACY_HOME, visit, setlId)));
        assertThat(world.asked).isEqualTo(began);
        world.send(world.reversal(World.LEGACY_HOME, settle.msgid()));
        assertThat(world.asked).as("what is reversed went there").isEqualTo(began);
        assertThat(world.legacy.calls("2304")).isOne();
    }

    @Test
    void should_refuse_as_modified_when_the_same_message_id_says_something_else() {
        String visit = world.stay(World.PROVINCE_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.PROVINCE_HOME, visit, "10000.00");
        World.must(world.send(settle));
        Answered other = world.send(settle.withInput(settle.input().replace("10000.00", "9000.00")));
        assertThat(World.text(other)).contains("MSG-MOD-001");
        assertThat(world.care().store.all(Settlement.class)).hasSize(2);
    }

    @Test
    void should_name_the_first_when_the_visit_is_settled_again_under_a_new_message_id() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.millis = 500;
        Message1 first = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        Future<Answered> underWay = world.begin(first);
        world.heap.runFor(100);
        Future<Answered> atOnce = world.begin(world.settlement("2304", World.LEGACY_HOME, visit, "10000.00"));
        world.heap.run();
        assertThat(underWay.result().outcome()).isInstanceOf(Outcome.Succeeded.class);
        assertThat(World.text(atOnce.result())).contains("SET-RUN-001").contains(first.msgid());
        Answered after = world.send(world.settlement("2304", World.LEGACY_HOME, visit, "10000.00"));
        assertThat(World.text(after)).contains("SET-DUP-001").contains("L");
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
    }

    @Test
    void should_refuse_the_original_when_its_reversal_came_first() {
        String visit = world.stay(World.PROVINCE_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.PROVINCE_HOME, visit, "10000.00");
        World.must(world.send(world.reversal(World.PROVINCE_HOME, settle.msgid())));
        assertThat(World.text(world.send(settle))).contains("REV-DONE-001");
        assertThat(world.care().store.all(Settlement.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.LEGACY_HOME})
    void should_take_back_what_stands_when_it_is_reversed(String home) {
        String visit = world.stay(home, "Z1");
        Map<String, Long> before = balances();
        Message1 settle = world.settlement("2304", home, visit, "10000.00");
        World.must(world.send(settle));
        World.must(world.send(world.reversal(home, settle.msgid())));
        assertThat(balances()).isEqualTo(before);
        assertThat(world.legacy.booked.keySet()).noneMatch(settle.msgid()::equals);
        assertThat(World.text(world.send(settle))).contains("REV-DONE-001");
        World.must(world.send(world.settlement("2304", home, visit, "10000.00")));
    }

    @Test
    void should_do_it_once_more_when_it_was_certainly_not_sent() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.NOT_SENT);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.NotSent.class);
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
        World.must(world.send(settle));
        assertThat(world.legacy.booked).containsKey(settle.msgid());
    }

    @Test
    void should_say_at_once_when_to_come_again_and_keep_nothing_when_the_home_is_cut_off() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.care().directory = world.care()
                .directory
                .with(RegionRules.SHIPPED.with(
                        List.of(Map.of("area", "321100", "rule", RegionRules.DEFERRED, "value", "no"))));
        int journaled = world.care().store.all(Exchange.class).size();
        world.cutOff = Optional.of("breaker_open.7");
        Answered refused = world.send(settle);
        assertThat(refused.outcome()).isEqualTo(Outcome.notSent("breaker_open.7"));
        assertThat(refused.origin()).endsWith("adapter.breaker_open.7");
        assertThat(World.text(refused)).contains("[NET-OPEN-001]", "7秒后", "医保平台");
        assertThat(world.care().store.all(Exchange.class)).hasSize(journaled);
        assertThat(world.legacy.calls("2304")).isZero();
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
        // what needs no adapter goes on
        world.cutOff = Optional.empty();
        World.must(world.send(settle));
        world.cutOff = Optional.of("breaker_open.7");
        assertThat(World.text(world.send(settle))).contains("\"infcode\":0");
        Message1 again = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        assertThat(World.text(world.send(again))).contains("SET-DUP-001");
    }

    @Test
    void should_adopt_what_is_found_when_the_answer_was_lost() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        Answered unknown = world.send(settle);
        assertThat(World.text(unknown)).contains("\"infcode\":-1").contains("NET-UNKNOWN-001");
        assertThat(visit(visit).state()).isEqualTo(VisitState.SETTLING);
        World.must(world.send(settle));
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        assertThat(visit(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(total()).isZero();
    }

    @Test
    void should_say_absent_and_free_the_visit_when_the_home_does_not_have_it() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.LOST);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.send(settle);
        assertThat(World.text(world.send(settle))).contains("NET-UNKNOWN-001");
        assertThat(world.legacy.asked).doesNotContain("reverse 2304 " + settle.msgid());
        world.background(60);
        assertThat(world.legacy.asked).contains("reverse 2304 " + settle.msgid());
        assertThat(World.text(world.send(settle))).contains("NET-ABSENT-001");
        World.must(world.send(world.settlement("2304", World.LEGACY_HOME, visit, "10000.00")));
    }

    @Test
    void should_stay_unknown_when_the_question_is_not_answered_either() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        world.legacy.queryFails = true;
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        for (int i = 0; i < 3; i++) {
            assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.Unknown.class);
        }
        assertThat(World.text(world.send(world.settlement("2304", World.LEGACY_HOME, visit, "10000.00"))))
                .contains("-2");
        world.legacy.queryFails = false;
        World.must(world.send(settle));
    }

    @Test
    void should_not_adopt_an_answer_when_its_sums_do_not_agree() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BROKEN_SUM);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(world.care().store.all(Settlement.class)).isEmpty();
        assertThat(world.care().store.all(EntrySet.class)).isEmpty();
    }

    @Test
    void should_answer_unknown_at_the_deadline_and_adopt_the_end_when_the_home_is_slow() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.millis = 40_000;
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        Future<Answered> late = world.begin(settle);
        world.heap.runFor(18_001);
        assertThat(World.text(late.result())).contains("NET-UNKNOWN-001");
        world.heap.run();
        assertThat(visit(visit).state()).isEqualTo(VisitState.SETTLED);
        World.must(world.send(settle));
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
    }

    @Test
    void should_refuse_the_nonce_when_it_is_used_again() {
        Message1 first = world.message("9001", "", "{\"signIn\":{\"opter_no\":\"1\"}}");
        Message1 second = world.message("9001", "", "{\"signIn\":{\"opter_no\":\"1\"}}");
        Nonce nonce = new Nonce("account:A", "n1", "500000", world.heap.now());
        World.must(world.end(world.begin(first, nonce, 1_000)));
        assertThat(World.text(world.end(world.begin(second, nonce, 1_000)))).contains("AUTH-NONCE-001");
    }

    @Test
    void should_refuse_the_nonce_later_when_it_came_with_a_repetition_of_a_message_under_way() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.millis = 500;
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        Nonce n1 = new Nonce("account:A", "n1", "500000", world.heap.now());
        Nonce n2 = new Nonce("account:A", "n2", "500000", world.heap.now());
        Future<Answered> first = world.begin(settle, n1, 18_000);
        world.heap.runFor(100);
        Future<Answered> repeated = world.begin(settle, n2, 18_000);
        Future<Answered> replayed = world.begin(settle, n1, 18_000);
        world.heap.run();
        assertThat(repeated.result().bytes()).isEqualTo(first.result().bytes());
        assertThat(World.text(replayed.result())).contains("AUTH-NONCE-001");
        assertThat(World.text(world.end(world.begin(settle, n2, 18_000)))).contains("AUTH-NONCE-001");
    }

    @Test
    void should_open_the_visit_when_an_admission_whose_answer_was_lost_is_repeated() {
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        Message1 admission = world.admission(World.LEGACY_HOME, "Z1");
        assertThat(world.send(admission).outcome()).isInstanceOf(Outcome.Unknown.class);
        Answered again = World.must(world.send(admission));
        String visit = World.output(again).body("result").textOr("mdtrt_id", "");
        assertThat(visit(visit).state()).isEqualTo(VisitState.OPEN);
        assertThat(world.care().store.all(Visit.class)).hasSize(1);
    }

    @Test
    void should_store_the_end_once_the_store_can_when_it_could_not_at_first() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.care()
                .store
                .fail(
                        StoreException.Kind.NOT_DONE,
                        false,
                        rows -> rows.stream().anyMatch(Settlement.class::isInstance));
        World.must(world.send(settle));
        assertThat(world.care().failures).hasSize(1);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
    }

    @Test
    void should_say_that_nothing_was_sent_only_of_a_message_that_has_not_come_before_when_the_store_refuses() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        refuseWrites();
        assertThat(world.send(settle).outcome()).isEqualTo(Outcome.notSent("store"));
        world.legacy.moods.add(LegacySystem.Mood.NOT_SENT);
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.NotSent.class);
        refuseWrites();
        assertThat(world.send(settle).outcome()).isEqualTo(Outcome.notSent("store"));

        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.Unknown.class);
        refuseWrites();
        assertThat(world.send(settle).outcome()).isEqualTo(Outcome.unknown("store"));
        World.must(world.send(settle));
    }

    @Test
    void should_not_say_that_nothing_was_sent_when_the_nonce_of_a_repetition_cannot_be_kept() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.millis = 400;
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        Future<Answered> first = world.begin(settle, new Nonce("account:A", "n1", "500000", world.heap.now()), 18_000);
        world.heap.runFor(100);
        refuseWrites();
        Future<Answered> again = world.begin(settle, new Nonce("account:A", "n2", "500000", world.heap.now()), 18_000);
        world.heap.run();
        World.must(first.result());
        assertThat(again.result().outcome()).isEqualTo(Outcome.unknown("store"));
    }

    private void refuseWrites() {
        world.care().store.fail(StoreException.Kind.NOT_DONE, false, rows -> !rows.isEmpty());
    }

    @Test
    void should_keep_the_tombstone_when_the_answer_comes_after_the_reversal() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.millis = 400;
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        Future<Answered> slow = world.begin(settle);
        world.heap.runFor(100);
        world.legacy.millis = 1;
        Future<Answered> reversed = world.begin(world.reversal(World.LEGACY_HOME, settle.msgid()));
        world.heap.runFor(50);
        assertThat(reversed.result().outcome()).isInstanceOf(Outcome.Succeeded.class);
        world.heap.run();
        assertThat(slow.result().outcome()).isNotInstanceOf(Outcome.Succeeded.class);
        assertThat(world.care().store.one(Exchange.key(World.HOSPITAL, World.HOSPITAL, settle.msgid())))
                .get()
                .extracting(Exchange::state)
                .isEqualTo(Exchange.State.REVERSED);
        assertThat(world.care().store.all(Settlement.class)).isEmpty();
        world.background(2);
        assertThat(world.legacy.booked).doesNotContainKey(settle.msgid());
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
    }

    @Test
    void should_refuse_before_the_home_is_asked_when_the_settlement_to_be_reversed_has_an_order() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        World.must(world.send(settle));
        Settlement standing = world.care().store.all(Settlement.class).get(0);
        world.care().store.put(standing.withOrder("32110000000000000001"));
        Answered refused = world.send(world.reversal(World.LEGACY_HOME, settle.msgid()));
        assertThat(refused.outcome()).isInstanceOf(Outcome.Rejected.class);
        assertThat(world.legacy.booked).containsKey(settle.msgid());
        assertThat(world.care().store.all(Settlement.class).get(0).state()).isEqualTo(SettlementState.STANDING);
    }

    @Test
    void should_reverse_when_the_reversal_names_the_person_wrongly() {
        String visit = world.stay(World.PROVINCE_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.PROVINCE_HOME, visit, "10000.00");
        World.must(world.send(settle));
        Message1 reversal = world.reversal(World.PROVINCE_HOME, settle.msgid());
        Answered answered = world.send(reversal.withInput(reversal.input().replace(World.PERSON, "P2")));
        assertThat(answered.outcome()).isNotInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2303", "2304"})
    void should_refuse_when_the_message_names_another_home_than_the_visit(String infno) {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Answered answered = world.send(world.settlement(infno, World.FAR_HOME, visit, "10000.00"));
        assertThat(World.text(answered)).contains("insuplc_admdvs");
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
    }

    @Test
    void should_refuse_when_a_reversal_names_another_home_than_its_original() {
        String visit = world.stay(World.PROVINCE_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.PROVINCE_HOME, visit, "10000.00");
        World.must(world.send(settle));
        Answered answered = world.send(world.reversal(World.FAR_HOME, settle.msgid()));
        assertThat(answered.outcome()).isInstanceOf(Outcome.Rejected.class);
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_refuse_plainly_when_a_message_id_cannot_be_stored() {
        Message1 bad = world.message("9001", "", "{\"signIn\":{\"opter_no\":\"1\"}}");
        String text = new String(bad.bytes(), java.nio.charset.StandardCharsets.UTF_8);
        for (String msgid : new String[] {"a\\u0000b", "9".repeat(5_000)}) {
            Answered answered = world.end(world.begin(
                    text.replace("\"msgid\":\"" + bad.msgid(), "\"msgid\":\"" + msgid)
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    null,
                    1_000));
            assertThat(World.text(answered)).contains("MSG-ID-001");
            // the message as received can be found all the same
            assertThat(world.care().store.all(Exchange.class))
                    .anyMatch(row ->
                            row.msgid().equals("?") && row.code().equals("MSG-ID-001") && row.request().length > 0);
        }
        for (String field : new String[] {"infno\":\"90", "insuplc_admdvs\":\""}) {
            Answered answered = world.end(world.begin(
                    text.replace(bad.msgid(), world.msgid())
                            .replace(field, field + "\\u0000")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    null,
                    1_000));
            assertThat(answered.outcome()).isInstanceOf(Outcome.Rejected.class);
        }
    }

    @Test
    void should_refuse_when_the_day_of_discharge_does_not_exist() {
        Answered admitted = World.must(world.send(world.admission(World.PROVINCE_HOME, "Z9")));
        String visit = World.output(admitted).body("result").textOr("mdtrt_id", "");
        World.must(world.send(world.line(World.PROVINCE_HOME, visit, "1", "10000.00")));
        world.send(world.discharge(World.PROVINCE_HOME, visit, "2026-02-31 08:00:00"));
        Answered answered = world.send(world.settlement("2304", World.PROVINCE_HOME, visit, "10000.00"));
        assertThat(answered.outcome()).isNotInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void should_answer_from_its_own_rows_when_a_query_is_repeated_after_it_was_not_sent() {
        World two = World.ofTwo();
        String visit = two.stay(World.FAR_HOME, "Z1");
        Message1 query = two.message(
                "5203",
                World.FAR_HOME,
                "{\"data\":{\"psn_no\":\"" + World.PERSON + "\",\"mdtrt_id\":\"" + visit + "\"}}");
        two.weather.add(World.Weather.REFUSES);
        assertThat(two.send(query).outcome()).isInstanceOf(Outcome.NotSent.class);
        World.must(two.send(two.settlement("2304", World.FAR_HOME, visit, "10000.00")));
        World.must(two.send(query));
    }

    @Test
    void should_not_give_the_visit_free_when_the_home_that_was_asked_is_gone() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.send(settle);
        world.legacyPlugged = false;
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.Unknown.class);
        world.legacyPlugged = true;
        World.must(world.send(settle));
    }

    private Visit visit(String mdtrtId) {
        return world.care().store.one(Visit.key("321100", mdtrtId)).orElseThrow();
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

    private List<String> accumulators() {
        return world.care().store.all(Accumulator.class).stream()
                .map(Accumulator::amounts)
                .toList();
    }
}
