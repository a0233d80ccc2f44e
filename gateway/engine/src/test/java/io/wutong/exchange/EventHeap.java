package io.wutong.exchange;

import io.wutong.port.Clock;
import io.wutong.port.Timers;
import java.time.Instant;
import java.util.List;
import java.util.PriorityQueue;

/** Time as a heap of events: nothing happens but by {@link #run}, and what happens next is always the same. */
final class EventHeap implements Clock, Timers {

    static final Instant START = Instant.parse("2026-10-30T01:00:00Z");
    private static final int EVENTS_MAX = 100_000;

    private final PriorityQueue<Event> heap = new PriorityQueue<>();
    private long nanos;
    private long order;

    private int waitedFor;

    /** Called after each event. */
    Runnable after = () -> {};

    /** @param waited {@link #run} goes on until it has happened */
    private record Event(long nanos, long order, Runnable task, boolean[] cancelled, boolean waited)
            implements Comparable<Event> {
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
        add(millis, task, cancelled, true);
        return () -> cancelled[0] = true;
    }

    /** Again and again, as long as anything else happens. */
    void every(long millis, Runnable task) {
        add(
                millis,
                () -> {
                    task.run();
                    every(millis, task);
                },
                new boolean[1],
                false);
    }

    private void add(long millis, Runnable task, boolean[] cancelled, boolean waited) {
        heap.add(new Event(nanos + millis * 1_000_000, order++, task, cancelled, waited));
        waitedFor += waited ? 1 : 0;
    }

    /** Runs until nothing is left to happen but what happens again and again. */
    void run() {
        for (int events = 0; waitedFor > 0; events++) {
            if (events > EVENTS_MAX) {
                throw new AssertionError("no end after " + EVENTS_MAX + " events");
            }
            step();
        }
    }

    /** Runs what happens within some milliseconds from now, and leaves the clock there. */
    void runFor(long millis) {
        long end = nanos + millis * 1_000_000;
        while (!heap.isEmpty() && heap.peek().nanos() <= end) {
            step();
        }
        nanos = end;
    }

    /** As if all machines had slept: what was to come comes as much later. */
    void sleep(long millis) {
        long slept = millis * 1_000_000;
        List<Event> later = heap.stream()
                .map(e -> new Event(e.nanos() + slept, e.order(), e.task(), e.cancelled(), e.waited()))
                .toList();
        heap.clear();
        heap.addAll(later);
        nanos += slept;
    }

    /** Runs what happens within some milliseconds, or until something is so. */
    void runUntil(long millis, java.util.function.BooleanSupplier enough) {
        long end = nanos + millis * 1_000_000;
        while (!heap.isEmpty() && heap.peek().nanos() <= end) {
            if (enough.getAsBoolean()) {
                return;
            }
            step();
        }
        nanos = end;
    }

    private void step() {
        Event event = heap.remove();
        waitedFor -= event.waited() ? 1 : 0;
        if (!event.cancelled()[0]) {
            nanos = Math.max(nanos, event.nanos());
            event.task().run();
            after.run();
        }
    }
}
