package io.wutong.http.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts a listener's open connections and unanswered requests and says when there is no room for another. One of
 * these serves all event loops of a listener.
 */
public final class Admission {

    private final int connectionsMax;
    private final int inFlightMax;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong turnedAway = new AtomicLong();
    private volatile boolean leaving;

    public Admission(HttpLimits limits) {
        this.connectionsMax = limits.connectionsMax();
        this.inFlightMax = limits.inFlightMax();
    }

    public int connections() {
        return connections.get();
    }

    public int inFlight() {
        return inFlight.get();
    }

    /** Requests and connections so far for which there was no room (NET-HTTP-015). */
    public long turnedAway() {
        return turnedAway.get();
    }

    void turnAway() {
        turnedAway.incrementAndGet();
    }

    /** Each answer over HTTP/1 ends its connection from now on. */
    void leave() {
        leaving = true;
    }

    boolean leaving() {
        return leaving;
    }

    /** What to do with a connection that was just accepted; each is given back by {@link #disconnected}. */
    Room connected() {
        int open = connections.incrementAndGet();
        if (open <= connectionsMax) {
            return Room.YES;
        }
        turnAway();
        // telling someone that there is no room takes room as well
        return open <= connectionsMax + connectionsMax / 8 + 1 ? Room.NO : Room.NOT_EVEN_TO_SAY_NO;
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    /** Whether a request may go in; if so it is given back by {@link #answered}. */
    boolean admit() {
        if (inFlight.incrementAndGet() <= inFlightMax) {
            return true;
        }
        inFlight.decrementAndGet();
        turnAway();
        return false;
    }

    /** Whether the next request would find no place. */
    boolean full() {
        return inFlight.get() >= inFlightMax;
    }

    void answered() {
        inFlight.decrementAndGet();
    }

    enum Room {
        YES,
        NO,
        NOT_EVEN_TO_SAY_NO
    }
}
