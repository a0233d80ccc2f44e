package io.wutong.payment;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Finds what the outbox has to do. */
@FunctionalInterface
public interface DueTasks {
    /** Tasks in state {@code DUE} whose time has come, oldest first. */
    Future<List<Task>> due(Instant now, int max);
}
