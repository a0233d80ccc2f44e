package io.wutong.host;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.spi.CallContext;
import io.wutong.spi.Notifier;
import io.wutong.spi.Outcome;

/** A notifier whose every call ends as {@link GuardedCall} says. */
final class GuardedNotifier implements Notifier {
    private final Vertx vertx;
    private final AdapterRuntime runtime;
    private final HostEvents events;

    GuardedNotifier(Vertx vertx, AdapterRuntime runtime, HostEvents events) {
        this.vertx = vertx;
        this.runtime = runtime;
        this.events = events;
    }

    @Override
    public Future<Outcome<Void>> send(String noticeId, String recipient, String text, CallContext context) {
        return GuardedCall.<Notifier, Void>of(
                vertx,
                runtime,
                events,
                GuardedCall.Kind.asked("send"),
                context.deadlineNanos(),
                notifier -> notifier.send(noticeId, recipient, text, context));
    }
}
