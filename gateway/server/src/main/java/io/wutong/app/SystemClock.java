package io.wutong.app;

import io.wutong.port.Clock;
import java.time.Instant;

/** The machine's clock. */
public final class SystemClock implements Clock {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
