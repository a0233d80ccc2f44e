package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives each cure its turn when it is due. A sweep does not wait for the turns that it begins; a turn that fails comes
 * again, because its row still says so.
 */
public final class CureSweep {

    /** Turns under way at a time by one worker. */
    private static final int IN_FLIGHT_MAX = 16;

    /** What a turn that broke waits for. */
    private static final Duration BROKEN = Duration.ofMinutes(1);

    private final Clock clock;
    private final Store store;
    private final DueCures due;
    private final Map<String, Cure> cures = new HashMap<>();
    private final ExchangeEvents events;
    private final Set<Key<Case>> running = new HashSet<>();

    public CureSweep(Clock clock, Store store, DueCures due, List<Cure> cures, ExchangeEvents events) {
        this.clock = clock;
        this.store = store;
        this.due = due;
        this.events = events;
        cures.forEach(cure -> this.cures.put(cure.kind(), cure));
    }

    /** Begins what is due now; how many. */
    public Future<Integer> sweep() {
        int room = IN_FLIGHT_MAX - running.size();
        return room <= 0
                ? Future.succeededFuture(0)
                : due.dueCures(clock.now(), room).map(this::begin);
    }

    private int begin(List<Case> found) {
        int begun = 0;
        for (Case given : found) {
            Optional<Cure> cure = Optional.ofNullable(cures.get(given.kind()));
            if (cure.isPresent() && running.add(given.key())) {
                begun++;
                Future.succeededFuture()
                        .compose(now -> turn(given, cure.get()))
                        .onFailure(broken -> events.failed(given.kind(), given.ref(), broken))
                        .onComplete(ended -> running.remove(given.key()));
            }
        }
        return begun;
    }

    private Future<?> turn(Case given, Cure cure) {
        return store.commit(TakeTurn.begin(given, clock.now()))
                .compose(held -> held.isEmpty()
                        ? Future.succeededFuture()
                        : work(cure, held.get())
                                .compose(turn -> store.commit(TakeTurn.end(held.get(), turn, clock.now()))));
    }

    private Future<Turn> work(Cure cure, Case held) {
        return Future.succeededFuture().compose(now -> cure.work(held)).recover(broken -> {
            events.failed(held.kind(), held.ref(), broken);
            return Future.succeededFuture(Turn.of(held).after(BROKEN));
        });
    }
}
