package io.wutong.exchange;

import io.wutong.envelope.Fault;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Json;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal's row of one message and its answer, known by the node at which it entered this process, the institution
 * and the {@code msgid}.
 *
 * @param hash SHA-256 of what the message says; empty on a tombstone, which a reversal leaves for an original that has
 *     not come yet
 * @param state how far it has come
 * @param outcome label of the outcome, empty while under way
 * @param code code of a refusal, else empty
 * @param result the {@code mdtrt_id} or {@code setl_id} that it made, else empty
 * @param request the message as received
 * @param answer the answer as given; null while there is none
 * @param destination the area that it was sent to
 * @param care what was told the home, JSON text; null without
 * @param hops the trace, JSON text
 * @param pursuit who brings it to its end
 */
@SuppressWarnings("ArrayRecordComponent") // bodies as received and given, never changed
public record Exchange(
        String entryNode,
        String fixmedinsCode,
        String msgid,
        String infno,
        String hash,
        State state,
        String outcome,
        String code,
        String result,
        String origin,
        String traceId,
        String destination,
        int attempt,
        byte[] request,
        byte @Nullable [] answer,
        @Nullable String care,
        String hops,
        Instant receivedAt,
        @Nullable Instant answeredAt,
        Pursuit pursuit)
        implements Row {

    public enum State {
        /** Journaled; what it asks for may or may not have happened elsewhere. */
        UNDER_WAY,
        /** The outcome elsewhere is not known; is asked about when its time comes. */
        UNKNOWN,
        /** It certainly did not happen and may be sent again. */
        NOT_SENT,
        /** Ended, with an answer that is given to every repetition. */
        ANSWERED,
        /** Reversed: refused for ever. */
        REVERSED
    }

    public static Key<Exchange> key(String entryNode, String fixmedinsCode, String msgid) {
        return Key.of(Exchange.class, entryNode, fixmedinsCode, msgid);
    }

    /**
     * The row of a message that is refused for ever, by whom nothing was asked of anybody: one that has not come, or
     * that certainly did not arrive.
     *
     * @param before its row so far
     */
    public static Exchange neverMore(Key<Exchange> key, String infno, Optional<Exchange> before, Instant at) {
        String msgid = key.parts().get(2);
        return before.map(row -> row.in(State.REVERSED, row.pursuit().rest(null)))
                .orElseGet(() -> new Exchange(
                        key.parts().get(0),
                        key.parts().get(1),
                        msgid,
                        infno,
                        "",
                        State.REVERSED,
                        "rejected",
                        Fault.REVERSED.code(),
                        "",
                        "reversed",
                        "",
                        "",
                        0,
                        new byte[0],
                        null,
                        null,
                        "[]",
                        at,
                        at,
                        Pursuit.none(msgid)));
    }

    /** Whether its effect may have happened, or may yet: it was neither refused nor certainly not sent. */
    public boolean mayStand() {
        return open() || (state == State.ANSWERED && outcome.equals("succeeded"));
    }

    /** The visit that its home was told of; empty when it was told of none. */
    public String toldVisit() {
        String told = care;
        return told == null ? "" : PeerCodec.care(Json.read(told)).mdtrtId();
    }

    /**
     * The same under another first part of its key, for what was refused because its own is taken.
     *
     * @param named whether the rest of its own key can be written down
     */
    Exchange at(String entry, boolean named) {
        return new Exchange(
                entry,
                named ? fixmedinsCode : "?",
                named ? msgid : "?",
                infno,
                hash,
                state,
                outcome,
                code,
                result,
                origin,
                traceId,
                destination,
                attempt,
                request,
                answer,
                care,
                hops,
                receivedAt,
                answeredAt,
                pursuit);
    }

    /** The same in another state, with whoever brings it to its end. */
    Exchange in(State next, Pursuit by) {
        return new Exchange(
                entryNode,
                fixmedinsCode,
                msgid,
                infno,
                hash,
                next,
                outcome,
                code,
                result,
                origin,
                traceId,
                destination,
                attempt,
                request,
                answer,
                care,
                hops,
                receivedAt,
                answeredAt,
                by);
    }

    /** The same message came first as another row says. */
    Exchange receivedAs(Exchange first) {
        return new Exchange(
                entryNode,
                fixmedinsCode,
                msgid,
                infno,
                hash,
                state,
                outcome,
                code,
                result,
                origin,
                first.traceId,
                destination,
                attempt,
                request,
                answer,
                care,
                hops,
                first.receivedAt,
                answeredAt,
                pursuit);
    }

    /** Has an effect of which nobody knows yet whether it happened. */
    boolean open() {
        return state == State.UNDER_WAY || state == State.UNKNOWN;
    }

    @Override
    public Key<Exchange> key() {
        return key(entryNode, fixmedinsCode, msgid);
    }

    @Override
    public String toString() {
        return "Exchange[" + infno + " " + msgid + " " + state + "]";
    }
}
