package io.wutong.notice;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Finds the notices that are to be handed over. */
@FunctionalInterface
public interface DueNotices {

    /** Those whose {@code due_at} has come, the longest due first. */
    Future<List<Notice>> dueNotices(Instant now, int max);
}
