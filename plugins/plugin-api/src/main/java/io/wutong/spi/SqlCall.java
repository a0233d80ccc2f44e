package io.wutong.spi;

import java.util.List;

/**
 * Statements for one of the databases that the adapter's configuration names. A single {@code select} runs alone; all
 * else runs in one transaction, in order, and is undone as a whole when one statement fails.
 *
 * @param database its name in the configuration
 * @param statements at least one
 * @param timeoutMillis until the last answer; at most what the call has left
 */
public record SqlCall(String database, List<SqlStatement> statements, long timeoutMillis) {
    public SqlCall {
        statements = List.copyOf(statements);
    }
}
