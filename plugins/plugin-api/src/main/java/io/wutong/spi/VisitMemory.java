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

    Future<Optional<String>> recall();

    /**
     * Replaces the visit's text; durable when the future completes. Fails with {@link IllegalArgumentException} when it
     * is longer than {@value #BYTES_MAX} bytes, else with {@link CallFailure}, whose {@link CallFailure#sent} says
     * whether it may be kept all the same.
     */
    Future<Void> remember(String text);
}
