package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import java.time.Instant;
import java.util.List;

/** Finds the cases whose cure has its next turn. */
@FunctionalInterface
public interface DueCures {

    /** Open cases whose {@code work_at} has come, the longest due first. */
    Future<List<Case>> dueCures(Instant now, int max);
}
