package io.wutong.notify.sms;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What this process knows of the notices that it has sent: the provider's records show a message a while after it was
 * taken, and until then nothing but this keeps a second one from being sent. Of the oldest it forgets.
 *
 * <pre>
 *  SendSms answered OK       SENT        never again
 *  refused, never left       CERTAIN     may be tried at once
 *  no readable answer        doubtful    not again before the records must show it
 *  attempt 2 of what we      doubtful    somebody may have sent it before us
 *    have not seen
 * </pre>
 */
final class Dispatched {

    static final int NOTICES_MAX = 10_000;

    /** What became of a notice here. */
    private enum Mark {
        SENT,
        CERTAIN,
        DOUBTFUL
    }

    private record Trace(Mark mark, long sinceNanos) {}

    private final long absentAfterNanos;
    private final LongSupplier nanos;
    private final Map<String, Trace> traces = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Trace> eldest) {
            return size() > NOTICES_MAX;
        }
    };

    Dispatched(long absentAfterMillis, LongSupplier nanos) {
        this.absentAfterNanos = absentAfterMillis * 1_000_000;
        this.nanos = nanos;
    }

    synchronized boolean isSent(String noticeId) {
        Trace trace = traces.get(noticeId);
        return trace != null && trace.mark() == Mark.SENT;
    }

    /** Whether an earlier attempt may have arrived, as far as this process knows. */
    synchronized boolean mayHaveArrived(String noticeId, int attempt) {
        Trace trace = traces.get(noticeId);
        return trace == null ? attempt > 1 : trace.mark() == Mark.DOUBTFUL;
    }

    /** Whether a notice that is in none of the provider's records was certainly not taken. */
    synchronized boolean absentForGood(String noticeId, int attempt) {
        if (!mayHaveArrived(noticeId, attempt)) {
            return true;
        }
        long since = traces.computeIfAbsent(noticeId, id -> new Trace(Mark.DOUBTFUL, nanos.getAsLong()))
                .sinceNanos();
        return nanos.getAsLong() - since >= absentAfterNanos;
    }

    synchronized void sent(String noticeId) {
        traces.put(noticeId, new Trace(Mark.SENT, nanos.getAsLong()));
    }

    synchronized void certainlyNot(String noticeId) {
        traces.put(noticeId, new Trace(Mark.CERTAIN, nanos.getAsLong()));
    }

    synchronized void doubtful(String noticeId) {
        traces.put(noticeId, new Trace(Mark.DOUBTFUL, nanos.getAsLong()));
    }
}
