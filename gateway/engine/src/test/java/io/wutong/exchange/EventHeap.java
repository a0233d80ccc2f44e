package io.wutong.exchange;

import io.wutong.port.Clock;
import io.wutong.port.Timers;
import java.time.Instant;
import java.util.PriorityQueue;

/** Time as a heap of events: nothing happens but by {@link #run}, and what happens next is always the same. */
final class EventHeap implements Clock, Timers {

    static final Instant START = Instant.parse("2026-10-30T01:00:00Z");
    private static final int EVENTS_MAX = 100_000;

    private final PriorityQueue<Event> heap = new PriorityQueue<>();
    private long nanos;
    private long order;

    private record Event(long nanos, long order, Runnable task, boolean[] cancelled) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return nanos != other.nanos ? Long.compare(nanos, other.nanos) : Long.compare(order, other.order);
        }
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Handle after(long millis, Runnable task) {
        boolean[] cancelled = new boolean[1];
        heap.add(new Event(nanos + millis * 1_000_000, order++, task, cancelled));
        return () -> cancelled[0] = true;
    }

    /** Runs until nothing is left to happen. */
    void run() {
        runFor(Long.MAX_VALUE / 2_000_000);
    }

    /** Runs what happens within some milliseconds from now, and leaves the clock there. */
    void runFor(long millis) {
        long end = nanos + millis * 1_000_000;
        for (int events = 0; !heap.isEmpty() && heap.peek().nanos() <= end; events++) {
            if (events > EVENTS_MAX) {
                throw new AssertionError("no end after " + EVENTS_MAX + " events");
            }
            Event event = heap.poll();
            if (!event.cancelled()[0]) {
                nanos = Math.max(nanos, event.nanos());
                event.task().run();
            }
        }
        if (millis < Long.MAX_VALUE / 4_000_000) {
            nanos = end;
        }
    }
}
