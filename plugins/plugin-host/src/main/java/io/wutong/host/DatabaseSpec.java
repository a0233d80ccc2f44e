package io.wutong.host;

import io.wutong.spi.Secret;
import java.util.Objects;

/**
 * A database of another system that one adapter may use, and how much of it.
 *
 * @param host name or address
 * @param port where it listens
 * @param database its name there
 * @param user who signs in
 * @param password of that user
 * @param connectionsMax open at once
 * @param waitingMax calls under way beyond {@code connectionsMax}; the next one is refused early
 * @param rowsMax that one statement may return
 */
public record DatabaseSpec(
        String host,
        int port,
        String database,
        String user,
        Secret password,
        int connectionsMax,
        int waitingMax,
        int rowsMax) {

    public static final int CONNECTIONS_MAX = 4;
    public static final int WAITING_MAX = 200;
    public static final int ROWS_MAX = 10_000;

    public DatabaseSpec {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (connectionsMax <= 0 || waitingMax < 0 || rowsMax <= 0) {
            throw new IllegalArgumentException("connectionsMax and rowsMax must be more than 0, waitingMax not less");
        }
    }

    public static DatabaseSpec of(String host, int port, String database, String user, Secret password) {
        return new DatabaseSpec(host, port, database, user, password, CONNECTIONS_MAX, WAITING_MAX, ROWS_MAX);
    }

    public DatabaseSpec withLimits(int connections, int waiting, int rows) {
        return new DatabaseSpec(host, port, database, user, password, connections, waiting, rows);
    }

    DatabaseSpec withPassword(Secret other) {
        return new DatabaseSpec(host, port, database, user, other, connectionsMax, waitingMax, rowsMax);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "DatabaseSpec[" + host + ":" + port + "/" + database + "]";
    }
}
