package io.wutong.host;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A plugin's method without a future, called where the caller is; whatever goes wrong, the caller gets an answer. */
final class Inline {
    private Inline() {}

    static <A, R> R call(
            AdapterRuntime runtime, String operation, Class<A> type, Function<A, @Nullable R> call, R otherwise) {
        Object adapter = runtime.adapter();
        LoadedPlugin plugin = runtime.plugin();
        if (adapter == null || plugin == null) {
            return otherwise;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(plugin.loader());
        try {
            R answer = call.apply(type.cast(adapter));
            return answer == null ? otherwise : answer;
        } catch (Throwable e) { // plugin code
            runtime.log()
                    .warn("{} of adapter {} failed", operation, runtime.spec().name(), e);
            return otherwise;
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
