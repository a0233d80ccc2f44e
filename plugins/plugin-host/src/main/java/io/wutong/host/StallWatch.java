package io.wutong.host;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds adapters that hold an event loop: a thread of its own sends a beat through each adapter's loop; where a beat is
 * late and the loop's stack stands in the plugin's own classes, that plugin is reported, with the stack.
 */
final class StallWatch implements AutoCloseable {
    static final long STALL_MILLIS = 200;
    private static final long TICK_MILLIS = 50;
    private static final int FRAMES_MAX = 40;
    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);

    private final HostEvents events;
    private final Map<AdapterRuntime, Beat> beats = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "wutong-stall-watch");
    private volatile boolean closed;

    StallWatch(HostEvents events) {
        this.events = events;
        thread.setDaemon(true);
        thread.setContextClassLoader(StallWatch.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    void watch(AdapterRuntime runtime) {
        beats.put(runtime, new Beat());
    }

    void forget(AdapterRuntime runtime) {
        beats.remove(runtime);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(TICK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            beats.forEach(this::look);
        }
    }

    private void look(AdapterRuntime runtime, Beat beat) {
        Context context = runtime.context();
        LoadedPlugin plugin = runtime.plugin();
        if (context == null || plugin == null) {
            return;
        }
        long now = System.nanoTime();
        if (beat.arrived) {
            beat.arrived = false;
            beat.reported = false;
            beat.sentNanos = now;
            context.runOnContext(ignored -> {
                beat.loop = Thread.currentThread();
                beat.arrived = true;
            });
            return;
        }
        long lateMillis = (now - beat.sentNanos) / 1_000_000;
        Thread loop = beat.loop;
        if (lateMillis > STALL_MILLIS && !beat.reported && loop != null) {
            StackTraceElement[] stack = loop.getStackTrace();
            if (Stream.of(stack).anyMatch(frame -> plugin.defines(frame.getClassName()))) {
                beat.reported = true;
                report(runtime, lateMillis, stack);
            }
        }
    }

    private void report(AdapterRuntime runtime, long lateMillis, StackTraceElement[] stack) {
        LOG.warn(
                "adapter {} has held its event loop for {} ms:\n  {}",
                runtime.spec().name(),
                lateMillis,
                Stream.of(stack).limit(FRAMES_MAX).map(String::valueOf).collect(Collectors.joining("\n  ")));
        events.stalled(runtime.spec().name(), Duration.ofMillis(lateMillis));
    }

    /** Written by the watch, except {@code loop} and {@code arrived}, which the loop writes when the beat comes. */
    private static final class Beat {
        private volatile boolean arrived = true;
        private volatile @Nullable Thread loop;
        private boolean reported;
        private long sentNanos;
    }
}
