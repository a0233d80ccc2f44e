package io.wutong.testkit;

import io.vertx.core.Future;
import io.wutong.testkit.MisbehavingServer.Fault;

/** What stands between a plugin and a system that behaves, and spoils what comes back. */
public interface Front {

    int port();

    /** Counts from 0 again; the request of that number and all after it are spoiled. */
    void misbehave(Fault how, int fromRequest);

    default void behave() {
        misbehave(Fault.NONE, 0);
    }

    /** Requests seen since it was last told how to behave. */
    int requests();

    /** Connections that clients hold open. */
    int connections();

    Future<Void> close();
}
