package io.wutong.port;

import io.vertx.core.Future;
import java.time.Instant;

/** The store's own clock, the one clock by which all processes measure each other's leases. */
@FunctionalInterface
public interface DatabaseClock {
    Future<Instant> databaseNow();
}
