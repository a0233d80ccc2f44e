package io.wutong.payment;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Finds what the outbox has to do. */
@FunctionalInterface
public interface DueTasks {
    /**
     * Tasks in state {@code DUE} of some buckets, whose time has come by {@link io.wutong.work.Waits#due}, oldest first.
     *
     * @param busy parties of whom none is wanted
     */
    Future<List<Task>> due(Collection<String> buckets, Instant now, Collection<String> busy, int max);
}
