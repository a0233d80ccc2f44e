package io.wutong.spi;

import io.vertx.core.Future;

/** Turns what a terminal read into a person. */
public interface CredentialReader extends Closeable {

    /** Whether the text looks like something that this reader reads; cheap, no network. */
    boolean recognises(Scan scan);

    /**
     * {@code Rejected} with what to show instead when the text is recognised and no good (a wrong check digit, a spent
     * token).
     */
    Future<Outcome<Credential>> read(Scan scan, CallContext context);
}
