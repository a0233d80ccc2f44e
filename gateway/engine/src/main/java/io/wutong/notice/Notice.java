package io.wutong.notice;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.state.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox of SMS. It is written in the commit of what it tells, under an id made of that, so that a repetition
 * writes no second one.
 *
 * @param noticeId what the provider keeps beside the message
 * @param recipient telephone number: personal data, as is the text; both are empty once it has come to an end
 * @param attempts how often it was handed over; from the second on the provider's records are asked first
 * @param dueAt when it is handed over next; null once it has come to an end
 * @param cause why it was refused or given up; else empty
 */
public record Notice(
        String node,
        String noticeId,
        String recipient,
        String text,
        NoticeState state,
        int attempts,
        @Nullable Instant dueAt,
        String cause,
        Instant at)
        implements Row {

    /** After this a notice is of no use to anybody. */
    private static final Duration WORTH = Duration.ofHours(24);

    /** Longer than one call takes; whoever dies within it leaves the notice to others. */
    private static final Duration HELD = Duration.ofMinutes(2);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final int DOUBLINGS_MAX = 6;

    public static Key<Notice> key(String node, String noticeId) {
        return Key.of(Notice.class, node, noticeId);
    }

    /** One that is due at once. */
    public static Notice due(String node, String noticeId, String recipient, String text, Instant at) {
        return new Notice(node, noticeId, recipient, text, NoticeState.DUE, 0, at, "", at);
    }

    @Override
    public Key<Notice> key() {
        return key(node, noticeId);
    }

    /** Handed over once more; nobody else does before that has come to an end. */
    Notice held(Instant now) {
        Instant until = now.plus(HELD).truncatedTo(ChronoUnit.MILLIS);
        return new Notice(node, noticeId, recipient, text, state, attempts + 1, until, "", at);
    }

    /** Nobody knows yet, or it was certainly not sent: once more later, unless that would be too late. */
    Notice again(String why, Instant now) {
        Instant next = now.plus(FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS_MAX)));
        return stale(next)
                ? ended(NoticeState.Event.TOO_LATE, why)
                : new Notice(node, noticeId, recipient, text, state, attempts, next, why, at);
    }

    /** Of no use to anybody any more, whether it was handed over or not. */
    boolean stale(Instant now) {
        return now.isAfter(at.plus(WORTH));
    }

    /** Nothing that is personal, or opens anything, outlives it. */
    Notice ended(NoticeState.Event event, String why) {
        return NoticeState.TABLE
                .next(state, event)
                .map(next -> new Notice(node, noticeId, "", "", next, attempts, null, why, at))
                .orElse(this);
    }

    StateChange change(Notice before, NoticeState.Event event, Instant now) {
        return new StateChange(
                node, "notice", noticeId, now.toString(), before.state.name(), event.name(), state.name(), cause, now);
    }

    @Override
    public String toString() {
        return "Notice[" + node + " " + noticeId + " " + state + "]";
    }
}
