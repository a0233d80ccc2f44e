package io.wutong.spi;

import io.vertx.core.Future;
import java.util.Optional;

/**
 * What an adapter must know at this visit's next call: a legacy visit number, a trial number. One text per visit, kept
 * by the host for this adapter alone.
 */
public interface VisitMemory {

    /** Bytes of UTF-8 that one visit may keep. */
    int BYTES_MAX = 4096;

    /** Of a call about no visit: a payment, a scan, a notice, a day's comparison. Nothing is there and nothing is kept. */
    VisitMemory NONE = new VisitMemory() {
        @Override
        public Future<Optional<String>> recall() {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Void> remember(String text) {
            return Future.failedFuture(
                    new IllegalStateException("this call is about no visit: there is nothing to remember"));
        }
    };

    Future<Optional<String>> recall();

    /**
     * Replaces the visit's text; durable when the future completes. Fails with {@link CallFailure} when the host cannot
     * say within the call's time that it is kept, and {@link CallFailure#sent} says whether it may be all the same. It
     * certainly is not with {@link IllegalArgumentException}, longer than {@value #BYTES_MAX} bytes, and with
     * {@link IllegalStateException}, a call about no visit.
     */
    Future<Void> remember(String text);
}
