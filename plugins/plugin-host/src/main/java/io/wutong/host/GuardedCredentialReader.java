package io.wutong.host;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.spi.CallContext;
import io.wutong.spi.Credential;
import io.wutong.spi.CredentialReader;
import io.wutong.spi.Outcome;
import io.wutong.spi.Scan;

/** A reader whose every call ends as {@link GuardedCall} says; what it fails on, it does not recognise. */
final class GuardedCredentialReader implements CredentialReader {
    private final Vertx vertx;
    private final AdapterRuntime runtime;
    private final HostEvents events;

    GuardedCredentialReader(Vertx vertx, AdapterRuntime runtime, HostEvents events) {
        this.vertx = vertx;
        this.runtime = runtime;
        this.events = events;
    }

    @Override
    public boolean recognises(Scan scan) {
        return Inline.call(runtime, "recognises", CredentialReader.class, r -> r.recognises(scan), false);
    }

    @Override
    public Future<Outcome<Credential>> read(Scan scan, CallContext context) {
        return GuardedCall.<CredentialReader, Credential>of(
                vertx,
                runtime,
                events,
                GuardedCall.Kind.told("read"),
                context.deadlineNanos(),
                reader -> reader.read(scan, context));
    }
}
