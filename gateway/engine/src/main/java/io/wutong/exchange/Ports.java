package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Clock;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Link;
import io.wutong.port.Random;
import io.wutong.port.Store;
import io.wutong.port.Timers;
import io.wutong.work.Tenure;
import java.time.Duration;
import java.util.function.Supplier;

/** The world around an exchange, production's or a simulation's. */
public record Ports(
        Clock clock,
        Timers timers,
        Random random,
        Store store,
        Link link,
        HomeAdapters adapters,
        Tenure tenure,
        ExchangeEvents events) {

    /** Begins something after a wait. */
    <T> Future<T> later(Duration wait, Supplier<Future<T>> next) {
        Promise<T> promise = Promise.promise();
        timers.after(wait.toMillis(), () -> next.get().onComplete(promise));
        return promise.future();
    }
}
