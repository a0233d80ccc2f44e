package io.wutong.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** A counterpart of the gateway that answers like the real one. It shares no code with the plugin that speaks to it. */
public interface Simulator {

    /** Listens on a free port of this machine and says which. */
    Future<Integer> start(Vertx vertx);

    Future<Void> stop();
}
