package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.Request;
import java.util.List;
import java.util.Optional;

/**
 * The message that a 2601 is about, at the process of a legacy home. One that has not come yet leaves a tombstone before
 * anything is answered, so that it is refused should it come later; one that has come is marked when it is undone.
 */
public final class Reversals {

    private Reversals() {}

    /** Whether the home has certainly nothing of it. */
    public static boolean nothingHappened(Exchange original) {
        return original.state() == Exchange.State.REVERSED
                || original.state() == Exchange.State.NOT_SENT
                || (original.state() == Exchange.State.ANSWERED
                        && !original.outcome().equals("succeeded"));
    }

    /** Sent because the home was found to have what it should not: it is undone whatever was noted of it. */
    public static boolean insists(Message reversal) {
        return reversal.data("data").textOr("again", "").equals("1");
    }

    static Key<Exchange> originalKey(Message reversal) {
        return reversal.exchangeKey(reversal.data("data").textOr("omsgid", ""));
    }

    /** The original's row, refused from now on; a new one when it has not come yet. */
    public static Exchange tombstone(Message message, Optional<Exchange> original) {
        return new Exchange(
                message.arrival().entry().id(),
                message.envelope().fixmedinsCode(),
                message.data("data").textOr("omsgid", ""),
                message.data("data").textOr("oinfno", ""),
                original.map(Exchange::hash).orElse(""),
                Exchange.State.REVERSED,
                "rejected",
                Fault.REVERSED.code(),
                original.map(Exchange::result).orElse(""),
                "reversed",
                message.arrival().traceId(),
                original.map(Exchange::destination).orElse(""),
                original.map(Exchange::attempt).orElse(0),
                original.map(Exchange::request).orElse(new byte[0]),
                // never given again; but the settlement that it made still reads it there
                original.map(Exchange::answer).orElse(null),
                original.map(Exchange::care).orElse(null),
                original.map(Exchange::hops).orElse(List.of()),
                original.map(Exchange::receivedAt).orElse(message.receivedAt()),
                message.receivedAt(),
                original.map(o -> pursuit(o, message))
                        .orElseGet(() -> Pursuit.none(message.data("data").textOr("omsgid", ""))));
    }

    /**
     * A call of it may still be on its way into a legacy system: it is undone again until none can be any more. A second
     * reversal leaves the undoing that a first one began as it is.
     */
    private static Pursuit pursuit(Exchange original, Message reversal) {
        return nothingHappened(original)
                ? original.pursuit()
                : original.pursuit().undoing(reversal.receivedAt());
    }

    /** The original, when there may be something of it to undo; a tombstone is left for one that has not come yet. */
    static Future<Optional<Exchange>> original(Store store, Message reversal) {
        return onOriginal(store, reversal, found -> {
            boolean nothing = found.isEmpty()
                    || found.get().request().length == 0
                    || (nothingHappened(found.get()) && !insists(reversal));
            return nothing && reversal.careNode() == null
                    ? Decision.of(Optional.empty(), List.of(tombstone(reversal, found)))
                    : Decision.nothing(nothing ? Optional.empty() : found);
        });
    }

    /**
     * Marks what was undone; at the place of care its own side does that. An original that came to its end while it was
     * being undone may have done so after: it is to be undone once more.
     *
     * @param seen the original when its undoing began
     */
    static Future<Outcome<Body>> mark(Store store, Message reversal, Exchange seen, Outcome<Body> undone) {
        if (!(undone instanceof Outcome.Succeeded)) {
            return Future.succeededFuture(undone);
        }
        return onOriginal(store, reversal, found -> {
            if (seen.open() && found.filter(Reversals::succeeded).isPresent()) {
                return Decision.nothing(Outcome.unknown("overtaken"));
            }
            return reversal.careNode() == null
                    ? Decision.of(undone, List.of(tombstone(reversal, found)))
                    : Decision.nothing(undone);
        });
    }

    private static boolean succeeded(Exchange original) {
        return original.state() == Exchange.State.ANSWERED && original.outcome().equals("succeeded");
    }

    private interface OriginalDecision<R> {
        Decision<R> decide(Optional<Exchange> found);
    }

    private static <R> Future<R> onOriginal(Store store, Message reversal, OriginalDecision<R> decision) {
        Key<Exchange> key = originalKey(reversal);
        return store.commit(new Command<R>() {
            @Override
            public Needs needs() {
                return Needs.rows(key);
            }

            @Override
            public Decision<R> decide(Rows rows) {
                return decision.decide(rows.one(key));
            }
        });
    }

    /** The original as it was handed to the adapter. */
    static Request request(Exchange row) {
        Envelope envelope = Envelope.read(row.request());
        Care care = row.care() == null ? null : PeerCodec.care(Json.read(row.care()));
        return new Request(
                envelope.infno(),
                envelope.msgid(),
                envelope.careArea(),
                row.destination(),
                envelope.fixmedinsCode(),
                envelope.opter(),
                envelope.input(),
                care);
    }
}
