package io.wutong.cases;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Finds the cases that have waited long enough where they are. */
@FunctionalInterface
public interface DueCases {

    /** Open cases whose {@code due_at} has come, the longest due first. */
    Future<List<Case>> dueCases(Instant now, int max);
}
