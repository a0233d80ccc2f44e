package io.wutong.state;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/**
 * One change of state with its cause; never altered.
 *
 * @param node the node whose row changed
 * @param subject what kind of row: {@code visit}, {@code settlement}, {@code order}, {@code refund}
 * @param id the row's id
 * @param serial orders the changes of one row
 * @param from state before; empty for the first
 * @param event what happened
 * @param to state after
 * @param cause the message id or event id that caused it
 */
public record StateChange(
        String node,
        String subject,
        String id,
        String serial,
        String from,
        String event,
        String to,
        String cause,
        Instant at)
        implements Row {
    @Override
    public Key<StateChange> key() {
        return Key.of(StateChange.class, node, subject, id, serial);
    }
}
