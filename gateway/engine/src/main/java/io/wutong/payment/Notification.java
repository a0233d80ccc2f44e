package io.wutong.payment;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/**
 * A verified callback, stored before it is acknowledged and acted on after.
 *
 * @param eventId the channel's, the same on every repetition
 * @param state {@code STORED}, {@code APPLIED} or {@code REFUSED}
 * @param content what it says, JSON text
 * @param raw the body as received
 */
@SuppressWarnings("ArrayRecordComponent") // the body as received, never changed
public record Notification(
        String channel, String eventId, String orderNo, String state, String content, byte[] raw, Instant at)
        implements Row {

    public static final String STORED = "STORED";
    public static final String APPLIED = "APPLIED";
    public static final String REFUSED = "REFUSED";

    public static Key<Notification> key(String channel, String eventId) {
        return Key.of(Notification.class, channel, eventId);
    }

    @Override
    public Key<Notification> key() {
        return key(channel, eventId);
    }

    public Notification withState(String next) {
        return new Notification(channel, eventId, orderNo, next, content, raw, at);
    }
}
