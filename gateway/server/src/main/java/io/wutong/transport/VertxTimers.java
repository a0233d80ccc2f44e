package io.wutong.transport;

import io.vertx.core.Vertx;
import io.wutong.port.Timers;

/** Timers of Vert.x, on the loop that asked. */
public final class VertxTimers implements Timers {

    private final Vertx vertx;

    public VertxTimers(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Handle after(long millis, Runnable task) {
        long id = vertx.setTimer(Math.max(1, millis), fired -> task.run());
        return () -> vertx.cancelTimer(id);
    }
}
