package io.wutong.host;

import java.time.Duration;

/** What the host reports of its adapters, for metrics and alarms. Called on event loops: must not block. */
public interface HostEvents {
    HostEvents NONE = new HostEvents() {};

    /**
     * A call ended.
     *
     * @param operation {@code call}, {@code query}, {@code pay} …
     * @param outcome the outcome's label: {@code succeeded}, {@code unknown} …
     */
    default void called(String adapter, String operation, String outcome, Duration took) {}

    /** An adapter's code held an event loop. */
    default void stalled(String adapter, Duration atLeast) {}

    /** The breaker of an adapter or a peer has changed. */
    default void breaker(String kind, String name, Breaker.State from, Breaker.State to) {}

    /** A plugin has been taken out. */
    default void unloaded(LeakReport report) {}
}
