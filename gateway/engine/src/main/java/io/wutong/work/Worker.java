package io.wutong.work;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/**
 * One event loop of one process from its start to its death. What it has under way carries its epoch; once it is
 * {@code DEAD} others take that over, and it never works again under that number.
 *
 * @param epoch grows with every start
 * @param process the configured name, for operators
 * @param state {@code LIVE} or {@code DEAD}
 * @param until lives at least so long, by the database's clock, unless it says so again
 */
public record Worker(long epoch, String process, String state, Instant until) implements Row {

    public static final String LIVE = "LIVE";
    public static final String DEAD = "DEAD";

    /** So that keys stand in the order of epochs. */
    private static final int EPOCH_DIGITS = 18;

    /** All workers. */
    static final Key<Worker> ALL = Key.of(Worker.class, Lease.POOL);

    public static Key<Worker> key(long epoch) {
        String digits = Long.toString(epoch);
        return Key.of(Worker.class, Lease.POOL, "0".repeat(EPOCH_DIGITS - digits.length()) + digits);
    }

    @Override
    public Key<Worker> key() {
        return key(epoch);
    }

    public boolean live() {
        return state.equals(LIVE);
    }

    Worker dead() {
        return new Worker(epoch, process, DEAD, until);
    }
}
