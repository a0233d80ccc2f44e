package io.wutong.cases;

import io.vertx.core.Future;
import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Clock;
import io.wutong.port.Store;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends each case that nobody has ended in time one level up: county, city, province, nation. */
public final class CaseSweep {

    /** Cases that climb in one turn. */
    private static final int MAX = 100;

    private final Clock clock;
    private final Store store;
    private final DueCases due;
    private final Supplier<Topology> topology;
    private final ExchangeEvents events;

    public CaseSweep(Clock clock, Store store, DueCases due, Supplier<Topology> topology, ExchangeEvents events) {
        this.clock = clock;
        this.store = store;
        this.due = due;
        this.topology = topology;
        this.events = events;
    }

    /** How many have climbed. */
    public Future<Integer> sweep() {
        return due.dueCases(clock.now(), MAX).compose(found -> climb(found, 0, 0));
    }

    private Future<Integer> climb(List<Case> found, int at, int climbed) {
        if (at == found.size()) {
            return Future.succeededFuture(climbed);
        }
        Case given = found.get(at);
        return store.commit(new Escalate(given, above(given.actor()), clock.now()))
                .compose(moved -> {
                    moved.ifPresent(now -> events.escalated(now.kind(), now.node(), now.ref(), now.actor()));
                    return climb(found, at + 1, climbed + (moved.isPresent() ? 1 : 0));
                });
    }

    /** The next agency above, as far as this deployment's own: whoever runs another does not see our cases. */
    private @Nullable String above(String actor) {
        Topology tree = topology.get();
        return tree.find(actor)
                .map(Node::parent)
                .flatMap(tree::find)
                .filter(Node::hostedHere)
                .map(Node::id)
                .orElse(null);
    }
}
