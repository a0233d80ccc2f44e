package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.work.Tenure;
import java.util.List;
import java.util.Optional;

/**
 * Brings exchanges to their end without the hospital: what a dead worker left under way, what is unknown and due, what
 * was undone too early. A sweep starts what it finds in its own buckets and does not wait for it, so that one region
 * that hangs holds up no other.
 */
public final class Resolution {

    /** Exchanges asked about at a time by one worker. */
    public static final int IN_FLIGHT_MAX = 64;

    private final Tenure tenure;
    private final OpenExchanges open;
    private final Exchanges exchanges;
    private int inFlight;

    public Resolution(Tenure tenure, OpenExchanges open, Exchanges exchanges) {
        this.tenure = tenure;
        this.open = open;
        this.exchanges = exchanges;
    }

    /** Starts what is due now; how many. */
    public Future<Integer> sweep() {
        int room = IN_FLIGHT_MAX - inFlight;
        return tenure.buckets().isEmpty() || room <= 0
                ? Future.succeededFuture(0)
                : open.pursued(tenure.buckets().keySet(), tenure.databaseTime(), room)
                        .map(this::start);
    }

    private int start(List<Exchange> found) {
        int started = 0;
        for (Exchange exchange : found) {
            Optional<Future<Void>> resumed =
                    tenure.lease(exchange.pursuit().bucket()).flatMap(lease -> exchanges.resume(exchange, lease));
            if (resumed.isPresent()) {
                started++;
                inFlight++;
                resumed.get().onComplete(ended -> inFlight--);
            }
        }
        return started;
    }
}
