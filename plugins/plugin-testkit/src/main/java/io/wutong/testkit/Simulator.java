package io.wutong.testkit;

import io.vertx.core.Future;

/** A system that answers like the real one, listening on this machine. */
public interface Simulator {
    /** Where it listens. */
    int port();

    Future<Void> close();
}
