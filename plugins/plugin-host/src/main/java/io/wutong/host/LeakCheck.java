package io.wutong.host;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what a plugin left behind: its class loader, by a bounded number of collections, and threads that it
 * started. Holds the loader weakly from the moment it is made; blocks, so it runs on the PF4J worker.
 */
final class LeakCheck {
    private static final int ROUNDS_MAX = 20;
    private static final long ROUND_MILLIS = 50;

    private final String pluginId;
    private final String version;
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    private final WeakReference<ClassLoader> loader;

    LeakCheck(LoadedPlugin plugin) {
        this.pluginId = plugin.id();
        this.version = plugin.version();
        this.loader = new WeakReference<>(plugin.loader(), collected);
    }

    LeakReport run(Runnable garbage) {
        disinherit(loader.get());
        List<String> threads = List.of();
        for (int round = 0; round < ROUNDS_MAX && loader.get() != null; round++) {
            garbage.run();
            await();
            threads = threadsOf(loader.get());
        }
        return new LeakReport(pluginId, version, loader.get() == null, threads);
    }

    private void await() {
        try {
            collected.remove(ROUND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Threads of Vert.x that happened to start while the plugin ran inherited its loader; they are the host's. */
    private static void disinherit(@Nullable ClassLoader loader) {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> loader != null
                        && thread instanceof FastThreadLocalThread
                        && thread.getContextClassLoader() == loader)
                .forEach(thread -> thread.setContextClassLoader(LeakCheck.class.getClassLoader()));
    }

    private static List<String> threadsOf(@Nullable ClassLoader loader) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> loader != null
                        && (thread.getContextClassLoader() == loader
                                || Objects.equals(thread.getClass().getClassLoader(), loader)))
                .map(Thread::getName)
                .sorted()
                .toList();
    }
}
