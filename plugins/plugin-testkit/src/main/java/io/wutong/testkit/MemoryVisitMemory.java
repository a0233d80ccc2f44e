package io.wutong.testkit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.spi.CallFailure;
import io.wutong.spi.VisitMemory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A visit's memory kept in this process, with the limit of the real one. It can be lost, refuse to keep anything more,
 * not be able to say whether its n-th write is kept, or stand for a process that dies at it: what was written stays or
 * not, and nobody is told.
 */
public final class MemoryVisitMemory implements VisitMemory {
    private volatile @Nullable String text;
    private volatile boolean refuses;
    private volatile int writesLeft = Integer.MAX_VALUE;
    private volatile int writesUntilDoubt = Integer.MAX_VALUE;
    private volatile boolean keepsLast;

    @Override
    public Future<Optional<String>> recall() {
        return Future.succeededFuture(Optional.ofNullable(text));
    }

    @Override
    public Future<Void> remember(String remembered) {
        if (refuses || remembered.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return Future.failedFuture(new IllegalArgumentException("not kept: more than " + BYTES_MAX + " bytes"));
        }
        if (writesLeft <= 0) {
            return Promise.<Void>promise().future();
        }
        if (--writesUntilDoubt == 0) {
            if (keepsLast) {
                text = remembered;
            }
            return Future.failedFuture(new CallFailure(true, "memory_remember"));
        }
        writesLeft--;
        if (writesLeft > 0 || keepsLast) {
            text = remembered;
        }
        return writesLeft > 0
                ? Future.succeededFuture()
                : Promise.<Void>promise().future();
    }

    /** Dies at the n-th write from now, from 1; the write itself is durable or not. */
    public void dieAt(int write, boolean durable) {
        keepsLast = durable;
        writesLeft = write;
    }

    /** Cannot say whether the n-th write from now, from 1, is kept. */
    public void doubtAt(int write, boolean kept) {
        keepsLast = kept;
        writesUntilDoubt = write;
    }

    /** Whether it was in doubt. */
    public boolean doubted() {
        return writesUntilDoubt <= 0;
    }

    /** Whether the process has died. */
    public boolean dead() {
        return writesLeft <= 0;
    }

    /** Another process takes over with what was kept. */
    public void revive() {
        writesLeft = Integer.MAX_VALUE;
    }

    public void lose() {
        text = null;
    }

    public void refuse(boolean now) {
        refuses = now;
    }

    /** What is kept; {@code ""} for nothing. */
    public String text() {
        String kept = text;
        return kept == null ? "" : kept;
    }
}
