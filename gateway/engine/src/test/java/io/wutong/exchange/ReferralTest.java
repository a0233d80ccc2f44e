package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.cases.Case;
import io.wutong.coverage.DecideFiling;
import io.wutong.coverage.HomeFiling;
import io.wutong.exchange.World.Message1;
import io.wutong.notice.Notice;
import io.wutong.notice.NoticeState;
import io.wutong.notice.NoticeSweep;
import io.wutong.observe.ExchangeEvents;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Notifier;
import io.wutong.spi.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A referral, who approves of it, and the one SMS that tells of it. */
class ReferralTest extends OutpatientWorld {

    private static final String HOME = World.PROVINCE_HOME;
    private static final String TEL = "13800000000";

    /** The provider's side: what was sent, by notice, and how the next calls end. */
    private final List<String> sent = new ArrayList<>();

    private final Deque<Outcome<Void>> answers = new ArrayDeque<>();
    private final List<Integer> attempts = new ArrayList<>();
    private NoticeSweep sweep = sweep();

    private NoticeSweep sweep() {
        return sweep(Optional.of(provider()));
    }

    private NoticeSweep sweep(Optional<Notifier> served) {
        return new NoticeSweep(
                world.heap,
                new World.Numbers(7),
                world.care().session,
                world.care().session,
                () -> served,
                ExchangeEvents.NONE);
    }

    /** Like the plugin: a second attempt finds what the first has sent and sends nothing. */
    private Notifier provider() {
        return new Notifier() {
            @Override
            public Future<Outcome<Void>> send(String id, String recipient, String text, CallContext context) {
                attempts.add(context.attempt());
                Outcome<Void> answer = answers.isEmpty() ? Outcome.succeeded(null) : answers.poll();
                boolean reaches = !(answer instanceof Outcome.Rejected) && !(answer instanceof Outcome.NotSent);
                if (reaches && sent.stream().noneMatch(line -> line.startsWith(id + " "))) {
                    sent.add(id + " " + recipient + " " + text);
                }
                Promise<Outcome<Void>> promise = Promise.promise();
                world.heap.after(5, () -> {
                    if (answer instanceof Outcome.Unknown) {
                        promise.fail(new CallFailure(true, "timeout_read"));
                    } else {
                        promise.complete(answer);
                    }
                });
                return promise.future();
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        };
    }

    @Test
    void should_send_exactly_one_sms_when_a_referral_succeeds_and_none_when_it_is_repeated_or_fails() {
        Message1 referral = referral("2026-10-30");
        String sn = filed(referral);
        World.must(world.send(referral));
        assertThat(refused(referral("2026-10-30"))).contains("FIL-DUP-001", sn);
        run(10);
        assertThat(sent).singleElement().asString().contains(TEL, "镇江市示范人民医院", sn);
        assertThat(only().state()).isEqualTo(NoticeState.SENT);
        assertThat(only().recipient() + only().text()).isEmpty();
        run(3_600);
        assertThat(attempts).containsExactly(1);
    }

    @Test
    void should_not_send_twice_when_the_answer_was_lost_and_the_process_died() {
        answers.add(Outcome.unknown("lost"));
        filed(referral("2026-10-30"));
        run(10);
        world.care().crash();
        sweep = sweep();
        run(60);
        assertThat(attempts).containsExactly(1, 2);
        assertThat(sent).hasSize(1);
        assertThat(only().state()).isEqualTo(NoticeState.SENT);
    }

    @Test
    void should_ask_as_a_second_attempt_when_the_process_dies_while_it_is_sending() {
        filed(referral("2026-10-30"));
        sweep.sweep();
        world.heap.runFor(6);
        assertThat(attempts).containsExactly(1);
        world.care().crash();
        sweep = sweep();
        run(60);
        assertThat(attempts).containsExactly(1);
        world.sleepUntil(world.heap.now().plus(Duration.ofMinutes(2)));
        run(10);
        assertThat(attempts).containsExactly(1, 2);
        assertThat(sent).hasSize(1);
    }

    @Test
    void should_stop_when_the_provider_refuses_or_a_day_has_passed() {
        answers.add(Outcome.rejected("isv.MOBILE_NUMBER_ILLEGAL", "号码有误"));
        filed(referral("2026-10-30"));
        run(3_600);
        assertThat(attempts).hasSize(1);
        assertThat(only().state()).isEqualTo(NoticeState.REFUSED);
        assertThat(only().cause()).contains("isv.MOBILE_NUMBER_ILLEGAL");
        assertThat(only().recipient() + only().text()).isEmpty();

        for (int i = 0; i < 100; i++) {
            answers.add(Outcome.notSent("no_balance"));
        }
        Notice late = Notice.due(HOME, "X", TEL, "文", world.heap.now());
        world.care().store.put(late);
        run(26 * 3_600);
        assertThat(world.care().store.one(late.key()).orElseThrow().state()).isEqualTo(NoticeState.GIVEN_UP);
        assertThat(sent).isEmpty();
    }

    @Test
    void should_send_nothing_when_a_notice_is_a_day_old_before_it_could_be_handed_over() {
        filed(referral("2026-10-30"));
        sweep = sweep(Optional.empty());
        run(3_600);
        assertThat(only().state()).isEqualTo(NoticeState.DUE);
        world.sleepUntil(world.heap.now().plus(Duration.ofHours(24)));
        run(10);
        assertThat(only().state()).isEqualTo(NoticeState.GIVEN_UP);
        assertThat(only().recipient() + only().text()).isEmpty();

        Notice late = Notice.due(HOME, "X", TEL, "文", world.heap.now().minus(Duration.ofHours(25)));
        world.care().store.put(late);
        sweep = sweep();
        run(10);
        assertThat(world.care().store.one(late.key()).orElseThrow().state()).isEqualTo(NoticeState.GIVEN_UP);
        assertThat(attempts).isEmpty();
    }

    @Test
    void should_hold_and_be_told_only_once_the_responsible_level_has_approved() {
        approval("city");
        String sn = filed(referral("2026-10-30"));
        run(10);
        assertThat(sent).isEmpty();
        Case item = world.care().store.all(Case.class).get(0);
        assertThat(item.kind()).isEqualTo(Case.APPROVAL);
        assertThat(item.actor()).isEqualTo("320100");
        assertThat(listed()).isEmpty();
        assertThat(refused(referral("2026-10-30"))).contains("FIL-DUP-001", sn);

        decide(item, true);
        run(10);
        assertThat(listed()).containsExactly(sn);
        assertThat(sent).hasSize(1);
        assertThatThrownBy(() -> decide(item, true)).hasMessageContaining("没有这一待审批事项");
        assertThatThrownBy(() -> decide(item, false)).hasMessageContaining("没有这一待审批事项");
    }

    @Test
    void should_tell_nobody_and_allow_it_anew_when_it_is_refused_or_withdrawn() {
        approval("county");
        String first = filed(referral("2026-10-30"));
        decide(world.care().store.all(Case.class).get(0), false);
        String second = filed(referral("2026-10-30"));
        assertThat(second).isNotEqualTo(first);
        World.must(world.send(world.message("2502", HOME, """
                {"data":{"trt_dcla_detl_sn":"%s","psn_no":"%s","memo":"误"}}""".formatted(second, World.PERSON))));
        assertThat(world.care().store.all(Case.class)).allMatch(item -> item.closedAt() != null);
        run(10);
        assertThat(sent).isEmpty();
        assertThat(listed()).isEmpty();
        assertThat(world.care().store.all(HomeFiling.class)).noneMatch(HomeFiling::standing);
    }

    // ------------------------------------------------------------------------------------------- means

    private void run(int seconds) {
        java.time.Instant end = world.heap.now().plusSeconds(seconds);
        while (world.heap.now().isBefore(end)) {
            sweep.sweep();
            world.heap.runFor(1_000);
            java.time.Instant next = world.care().store.all(Notice.class).stream()
                    .map(Notice::dueAt)
                    .filter(java.util.Objects::nonNull)
                    .min(java.util.Comparator.naturalOrder())
                    .filter(end::isAfter)
                    .orElse(end);
            world.sleepUntil(next);
        }
    }

    private void approval(String level) {
        world.care().directory = world.care()
                .directory
                .with(world.care()
                        .directory
                        .rules()
                        .with(List.of(Map.of("area", HOME, "rule", "referral_approval", "value", level))));
    }

    private Notice only() {
        List<Notice> all = world.care().store.all(Notice.class);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private void decide(Case item, boolean approve) {
        Future<HomeFiling> decided =
                world.care().session.commit(new DecideFiling(item.key(), approve, "李", "材料齐全", world.heap.now()));
        world.heap.run();
        if (decided.failed()) {
            throw new IllegalStateException(decided.cause().getMessage(), decided.cause());
        }
    }

    private List<String> listed() {
        return settled(world.message("5304", HOME, """
                        {"data":{"psn_no":"%s","begntime":"2026-10-01 00:00:00","endtime":"2026-12-31 00:00:00"}}""".formatted(World.PERSON))).bodies("refmedin").stream()
                .map(row -> row.textOr("trt_dcla_detl_sn", ""))
                .toList();
    }

    private Message1 referral(String day) {
        return world.message("2501", HOME, """
                {"refmedin":{"psn_no":"%s","tel":"%s","diag_code":"C1","diag_name":"病","reflin_medins_no":"%s",
                "reflin_medins_name":"镇江市示范人民医院","mdtrtarea_admvs":"321100","refl_type":"1","refl_date":"%s",
                "refl_rea":"转","refl_opnn":"同意"}}""".formatted(World.PERSON, TEL, World.HOSPITAL, day));
    }

    private String filed(Message1 message) {
        return settled(message).body("result").textOr("trt_dcla_detl_sn", "");
    }
}
