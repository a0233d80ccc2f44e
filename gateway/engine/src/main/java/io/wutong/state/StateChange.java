package io.wutong.state;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;
import java.util.List;

/**
 * One change of state with its cause; never altered.
 *
 * @param node the node whose row changed
 * @param subject what kind of row: {@code visit}, {@code settlement}, {@code order}, {@code refund}
 * @param id the row's id
 * @param serial orders the changes of one row
 * @param from state before; empty for the first
 * @param event what happened; in one commit several events may follow each other, with {@code +} between
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
    /** Whether another change begins, for the same cause, where this one ends. */
    public boolean goesOnTo(StateChange next) {
        return id.equals(next.id)
                && node.equals(next.node)
                && subject.equals(next.subject)
                && to.equals(next.from)
                && cause.equals(next.cause);
    }

    /** Both as one. */
    public StateChange and(StateChange next) {
        return new StateChange(node, subject, id, next.serial, from, event + "+" + next.event, next.to, cause, next.at);
    }

    /** All of one row. */
    public static Key<StateChange> of(String node, String subject, String id) {
        return Key.of(StateChange.class, node, subject, id);
    }

    /** What happened, one after the other. */
    public List<String> events() {
        return List.of(event.split("\\+"));
    }

    @Override
    public Key<StateChange> key() {
        return Key.of(StateChange.class, node, subject, id, serial);
    }
}
