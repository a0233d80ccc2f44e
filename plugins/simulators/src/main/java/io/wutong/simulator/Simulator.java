package io.wutong.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** A counterpart that answers like the real one: a legacy system, a payment channel. */
public interface Simulator {

    /** Starts listening on 127.0.0.1 and answers the port, which the system chose. */
    Future<Integer> start(Vertx vertx);

    /** Stops listening and drops what is connected; what it holds stays readable. */
    Future<Void> stop();
}
