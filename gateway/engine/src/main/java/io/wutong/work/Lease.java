package io.wutong.work;

import io.wutong.port.Key;
import io.wutong.port.Row;

/**
 * Who works one part of the background work. Each commit of such work reads this row and writes nothing when it says
 * another epoch or fence than the one that it was begun under.
 *
 * @param bucket two hex digits; {@link #EPOCHS} is the counter of epochs, in {@code fence}
 * @param fence grows with every change of hands
 * @param epoch the worker; 0 for nobody
 */
public record Lease(String bucket, long fence, long epoch) implements Row {

    /** The first part of the keys of leases and workers. */
    public static final String POOL = "gateway";

    static final String EPOCHS = "epochs";

    /** All leases. */
    static final Key<Lease> ALL = Key.of(Lease.class, POOL);

    public static Key<Lease> key(String bucket) {
        return Key.of(Lease.class, POOL, bucket);
    }

    @Override
    public Key<Lease> key() {
        return key(bucket);
    }

    /** The same part in other hands. */
    Lease to(long other) {
        return new Lease(bucket, fence + 1, other);
    }
}
