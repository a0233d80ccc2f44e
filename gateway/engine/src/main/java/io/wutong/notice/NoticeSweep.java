package io.wutong.notice;

import io.vertx.core.Future;
import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Notifier;
import io.wutong.spi.Outcome;
import io.wutong.spi.VisitMemory;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Hands notices to the provider.
 *
 * <pre>
 *   due ─ put off and counted, in one commit ─▶ handed over ─▶ sent · refused · later again
 *    └ a day old ─▶ given up
 * </pre>
 *
 * <p>The count is durable before anything is sent. So whoever goes on after a death, or after an answer that was lost,
 * hands it over as a second attempt, and a second attempt asks the provider's records first: a notice is never sent twice.
 */
public final class NoticeSweep {

    private static final int IN_FLIGHT_MAX = 16;
    private static final long CALL_NANOS = 10_000_000_000L;
    private static final int TRACE_DIGITS = 32;

    private final Clock clock;
    private final Random random;
    private final Store store;
    private final DueNotices due;
    private final Supplier<Optional<Notifier>> notifier;
    private final ExchangeEvents events;
    private final Set<Key<Notice>> running = new HashSet<>();

    /** @param notifier the one that is served now; while there is none, notices wait until they are too late */
    public NoticeSweep(
            Clock clock,
            Random random,
            Store store,
            DueNotices due,
            Supplier<Optional<Notifier>> notifier,
            ExchangeEvents events) {
        this.clock = clock;
        this.random = random;
        this.store = store;
        this.due = due;
        this.notifier = notifier;
        this.events = events;
    }

    /** Begins what is due now; how many. */
    public Future<Integer> sweep() {
        int room = IN_FLIGHT_MAX - running.size();
        Optional<Notifier> open = notifier.get();
        if (room <= 0) {
            return Future.succeededFuture(0);
        }
        return due.dueNotices(clock.now(), room).map(found -> {
            int begun = 0;
            for (Notice notice : found) {
                boolean stale = notice.stale(clock.now());
                if ((stale || open.isPresent()) && running.add(notice.key())) {
                    begun++;
                    (stale ? giveUp(notice) : hand(open.orElseThrow(), notice))
                            .onFailure(broken -> events.failed("notice", notice.noticeId(), broken))
                            .onComplete(ended -> running.remove(notice.key()));
                }
            }
            return begun;
        });
    }

    private Future<?> giveUp(Notice seen) {
        Notice over = seen.ended(NoticeState.Event.TOO_LATE, seen.cause().isEmpty() ? "not_handed_over" : seen.cause());
        return store.commit(changing(seen, over, NoticeState.Event.TOO_LATE));
    }

    private Future<?> hand(Notifier open, Notice seen) {
        return store.commit(changing(seen, seen.held(clock.now()), null))
                .compose(held -> held.isEmpty() ? Future.succeededFuture() : send(open, held.get()));
    }

    private Future<?> send(Notifier open, Notice held) {
        CallContext context = new CallContext(
                random.hex(TRACE_DIGITS),
                held.noticeId(),
                held.node(),
                "sms",
                held.attempts(),
                clock.nanos() + CALL_NANOS,
                VisitMemory.NONE);
        return Future.succeededFuture()
                .compose(now -> open.send(held.noticeId(), held.recipient(), held.text(), context))
                .recover(broken -> Future.succeededFuture(CallFailure.outcomeOf(broken)))
                .compose(outcome -> store.commit(end(held, outcome)));
    }

    private Command<Optional<Notice>> end(Notice held, Outcome<Void> outcome) {
        if (outcome instanceof Outcome.Succeeded) {
            return changing(held, held.ended(NoticeState.Event.SENT, ""), NoticeState.Event.SENT);
        }
        if (outcome instanceof Outcome.Rejected<Void> no) {
            String why = no.code() + " " + no.message();
            return changing(held, held.ended(NoticeState.Event.REFUSED, why), NoticeState.Event.REFUSED);
        }
        Notice later = held.again(outcome.label(), clock.now());
        return changing(held, later, later.dueAt() == null ? NoticeState.Event.TOO_LATE : null);
    }

    /** Puts a row in the place of the one that was seen; nothing when somebody else has changed that. */
    private Command<Optional<Notice>> changing(
            Notice seen, Notice next, NoticeState.@org.jspecify.annotations.Nullable Event event) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(seen.key());
            }

            @Override
            public Decision<Optional<Notice>> decide(Rows rows) {
                if (rows.one(seen.key()).filter(seen::equals).isEmpty()) {
                    return Decision.nothing(Optional.empty());
                }
                return Decision.of(
                        Optional.of(next),
                        event == null ? List.of(next) : List.of(next, next.change(seen, event, clock.now())));
            }
        };
    }
}
