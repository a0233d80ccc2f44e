package io.wutong.store.journal;

import io.wutong.envelope.Fault;
import io.wutong.port.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Which exchanges to find; all conditions that are given must hold, empty and null are not given.
 *
 * @param from received at or after
 * @param to received before
 * @param rowsMax at most {@value #ROWS_MAX}
 */
public record ExchangeFilter(
        String msgid,
        String traceId,
        String state,
        String infno,
        String fixmedinsCode,
        @Nullable Instant from,
        @Nullable Instant to,
        int rowsMax) {

    public static final int ROWS_MAX = 200;

    public ExchangeFilter {
        if (rowsMax < 1 || rowsMax > ROWS_MAX) {
            throw new IllegalArgumentException("rowsMax " + rowsMax);
        }
    }

    /**
     * A moment as an operator writes it: China's civil time, or UTC when it ends in {@code Z}.
     *
     * @return null when the text is empty
     */
    public static @Nullable Instant instant(String field, String text) {
        try {
            return text.isEmpty()
                    ? null
                    : text.endsWith("Z")
                            ? Instant.parse(text)
                            : LocalDateTime.parse(text).atZone(Clock.ZONE).toInstant();
        } catch (DateTimeException e) {
            throw Fault.PARAMETER.refusal(field);
        }
    }

    /** Whether an index leads to few rows by itself; else the search needs a beginning. */
    boolean narrow() {
        return !msgid.isEmpty()
                || !traceId.isEmpty()
                || from != null
                || state.equals("UNDER_WAY")
                || state.equals("UNKNOWN");
    }

    ExchangeFilter since(Instant begin) {
        return new ExchangeFilter(msgid, traceId, state, infno, fixmedinsCode, begin, to, rowsMax);
    }
}
