package io.wutong.exchange;

import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import java.util.List;

/**
 * A side's answer and what it writes with it.
 *
 * @param result the {@code mdtrt_id} or {@code setl_id} that was made, else empty
 */
public record Reply(Outcome<Body> outcome, List<Row> writes, String result) {
    public Reply {
        writes = List.copyOf(writes);
    }

    public static Reply of(Outcome<Body> outcome) {
        return new Reply(outcome, List.of(), "");
    }

    public static Reply done(Body output, List<Row> writes, String result) {
        return new Reply(Outcome.succeeded(output), writes, result);
    }
}
