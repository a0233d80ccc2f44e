/**
 * What stands between a socket and the first line of our own request handling: limits, framing, deadlines, admission.
 *
 * <p>{@link io.wutong.http.guard.HardenedHttp} makes the options and starts a listener with everything in place.
 * Behind it a request handler sees only requests whose end no two readers could place differently, whose path has one
 * spelling, and for which there was room; {@link io.wutong.http.guard.BodyReader} then reads the body against a limit
 * and a deadline.
 */
@NullMarked
package io.wutong.http.guard;

import org.jspecify.annotations.NullMarked;
