package io.wutong.spi;

import io.vertx.core.Future;

/** Tells a patient or an operator something, for instance by SMS. */
public interface Notifier extends Closeable {

    /**
     * Sends once for each {@code noticeId}.
     *
     * @param noticeId ours, the same on every repetition
     * @param recipient a telephone number or an address
     * @param text what the recipient reads
     */
    Future<Outcome<Void>> send(String noticeId, String recipient, String text, CallContext context);
}
