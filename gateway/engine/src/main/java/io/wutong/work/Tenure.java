package io.wutong.work;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What this worker may do just now. */
public interface Tenure {

    /** Under which it works; 0 before it has one. */
    long epoch();

    /** Whether an epoch is this worker's and, as far as it can know without asking, has not lapsed. */
    boolean holds(long epoch);

    /**
     * What schedules are written and read by: the database's time as this worker has last read it, and its own wall clock's
     * before it has. It is late by as long as the answer was on its way.
     */
    Instant databaseTime();

    /** The parts of the background work that are this worker's, with their fences. */
    Map<String, Long> buckets();

    /** This worker's lease of a part, to be compared with the row in each commit; empty when it has none. */
    default Optional<Lease> lease(String bucket) {
        @Nullable Long fence = buckets().get(bucket);
        return fence == null ? Optional.empty() : Optional.of(new Lease(bucket, fence, epoch()));
    }
}
