package io.wutong.testkit;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** A system that answers like the real one, listening on this machine. */
public interface Simulator {
    /** Where it listens. */
    int port();

    Future<Void> close();

    /** One that listens on that port and is stopped like this. */
    static Simulator of(int port, Supplier<Future<Void>> stop) {
        return new Simulator() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public Future<Void> close() {
                return stop.get();
            }
        };
    }
}
