package io.wutong.exchange;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Finds the settlements whose two sides are to be compared. */
@FunctionalInterface
public interface OpenSides {

    /** Comparisons in state {@code DUE} of some buckets, whose time has come, oldest first. */
    Future<List<SideCheck>> sides(Collection<String> buckets, Instant now, int max);
}
