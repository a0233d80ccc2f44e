package io.wutong.port;

import java.util.List;

/**
 * What a command decided.
 *
 * @param result its answer, given only when the writes are durable
 * @param writes rows to insert, or to put in the place of those read
 */
public record Decision<R>(R result, List<Row> writes) {
    public Decision {
        writes = List.copyOf(writes);
    }

    public static <R> Decision<R> of(R result, List<Row> writes) {
        return new Decision<>(result, writes);
    }

    public static <R> Decision<R> nothing(R result) {
        return new Decision<>(result, List.of());
    }
}
