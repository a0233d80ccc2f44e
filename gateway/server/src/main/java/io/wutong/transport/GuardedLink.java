package io.wutong.transport;

import io.vertx.core.Future;
import io.wutong.host.CallGuard;
import io.wutong.port.Link;
import io.wutong.spi.CallFailure;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a neighbour that hangs from holding up what is meant for others: so many messages under way to each, and none
 * while its breaker is open. Whatever a neighbour answers is healthy, also that it does not know or takes no more just now;
 * a failure of the link is not.
 */
public final class GuardedLink implements Link {

    private final Link link;
    private final Map<String, CallGuard> guards;

    /** @param guards by the peer's name, shared by all loops of the process */
    public GuardedLink(Link link, Map<String, CallGuard> guards) {
        this.link = link;
        this.guards = Map.copyOf(guards);
    }

    @Override
    public Optional<String> refusal(String peer) {
        CallGuard guard = guards.get(peer);
        return guard == null ? Optional.empty() : Optional.ofNullable(guard.refusal());
    }

    @Override
    public Future<byte[]> send(String peer, byte[] body, long timeoutMillis) {
        CallGuard guard = guards.get(peer);
        if (guard == null) {
            return link.send(peer, body, timeoutMillis);
        }
        CallGuard.Entry entry = guard.enter();
        if (!entry.refusal().isEmpty()) {
            return Future.failedFuture(new CallFailure(false, entry.refusal()));
        }
        try {
            return link.send(peer, body, timeoutMillis)
                    .onComplete(ended -> guard.leave(entry.pass(), ended.succeeded() || isBusy(ended.cause())));
        } catch (RuntimeException e) {
            guard.leave(entry.pass(), false);
            throw e;
        }
    }

    private static boolean isBusy(Throwable failure) {
        return failure instanceof CallFailure call && call.shortCause().equals(HttpLink.BUSY);
    }
}
