package io.wutong.support;

import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One login shared by all callers.
 *
 * <ul>
 *   <li>the first caller logs in, the others wait for the same login: there are never two at once;
 *   <li>its token is used for a life, and then replaced before it is used again;
 *   <li>an answer that says "expired" makes one new login, however many answers say it of the same token, and the call
 *       is made once more; a second "expired" is handed to the caller;
 *   <li>a login that fails fails those who wait for it, and the next caller tries again.
 * </ul>
 */
public final class Session {

    private final Supplier<Future<String>> login;
    private final long lifeNanos;
    private final LongSupplier nanoTime;

    private @Nullable Future<String> current;
    private long startedNanos;

    /**
     * @param login logs in and answers the token
     * @param lifeSeconds how long a token is used, from the moment of its login
     * @param nanoTime a monotonic clock
     */
    public Session(Supplier<Future<String>> login, long lifeSeconds, LongSupplier nanoTime) {
        this.login = login;
        this.lifeNanos = lifeSeconds * 1_000_000_000L;
        this.nanoTime = nanoTime;
    }

    /** Makes a call with the token, and once more with a new one when the answer says that it had expired. */
    public <T> Future<T> use(Function<String, Future<T>> call, Predicate<T> expired) {
        return token().compose(token -> call.apply(token).compose(answer -> {
            if (!expired.test(answer)) {
                return Future.succeededFuture(answer);
            }
            forget(token);
            return token().compose(call);
        }));
    }

    private synchronized Future<String> token() {
        Future<String> known = current;
        boolean usable = known != null && !known.failed() && nanoTime.getAsLong() - startedNanos < lifeNanos;
        if (known != null && (usable || !known.isComplete())) {
            return known;
        }
        startedNanos = nanoTime.getAsLong();
        Future<String> fresh = login.get();
        current = fresh;
        return fresh;
    }

    private synchronized void forget(String token) {
        if (current != null && current.succeeded() && token.equals(current.result())) {
            current = null;
        }
    }
}
