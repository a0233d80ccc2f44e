package io.wutong.host;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.wutong.spi.CallFailure;
import java.io.IOException;
import java.util.Locale;

/** Names a failure of a database by its type and by how far the call had come, never by its text. */
final class SqlFailures {
    private SqlFailures() {}

    /** No connection was had, so nothing was sent. */
    static CallFailure beforeConnected(Throwable cause) {
        return cause instanceof PgException refused
                ? new CallFailure(false, sql(refused))
                : CallFailures.beforeSending(cause);
    }

    /** A statement failed: undone with its transaction, or a read that says nothing. */
    static CallFailure atStatement(Throwable cause, boolean read) {
        return cause instanceof CallFailure known ? known : new CallFailure(read, cause(cause));
    }

    /** A constraint checked at the end, or a conflict with another transaction, is a no; all else is not known. */
    static CallFailure atCommit(Throwable cause) {
        boolean refused = cause instanceof PgException said && (isOf(said, "23") || isOf(said, "40"));
        return new CallFailure(!refused, cause(cause));
    }

    /** Whether the connection can be used after that. */
    static boolean isHarmless(Throwable cause) {
        return cause instanceof CallFailure
                || (cause instanceof PgException said && !isOf(said, "57P") && !isOf(said, "08"));
    }

    private static String cause(Throwable cause) {
        if (cause instanceof PgException refused) {
            return sql(refused);
        }
        return cause instanceof ClosedConnectionException || cause instanceof IOException ? "closed" : "sql_error";
    }

    private static boolean isOf(PgException refused, String states) {
        return String.valueOf(refused.getSqlState()).startsWith(states);
    }

    private static String sql(PgException refused) {
        return "sql_" + String.valueOf(refused.getSqlState()).toLowerCase(Locale.ROOT);
    }
}
