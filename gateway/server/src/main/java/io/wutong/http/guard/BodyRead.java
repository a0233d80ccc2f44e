package io.wutong.http.guard;

import io.vertx.core.buffer.Buffer;

/** How reading a request's body ended. */
public sealed interface BodyRead {

    /** All of it, within limit and deadline. */
    record Complete(Buffer body) implements BodyRead {}

    /** Turned away; the answer is written and the connection is being closed, so there is nothing left to do. */
    record Answered(Refusal why) implements BodyRead {}

    /** The sender went away before the end; there is nobody to answer. */
    record Gone() implements BodyRead {}
}
