package io.wutong.work;

import io.vertx.core.Future;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.DatabaseClock;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one worker alive and its fair share of the buckets.
 *
 * <pre>
 *   turn ─ no epoch ─▶ register: a new epoch, live for {@link #LIFE_MILLIS}
 *        ─ epoch ────▶ renew ─ declared dead meanwhile ─▶ lose everything, register at the next turn
 *        ─ then, when something is to change ─▶ share out: declare the lapsed dead, take what is nobody's up to the fair
 *          share, leave what is above it
 * </pre>
 *
 * <p>Time is the database's, told on by the own monotonic clock between two turns. It is read before the commit that rests
 * on it, so that it is if anything too early: a life is renewed for less than it could be, and nobody is declared dead
 * too soon. A life that ends further ahead than it can have been set has lapsed as well: the clock was put back. Whether
 * the own epoch still holds is judged on the own monotonic clock from before the renewal was begun.
 *
 * <p>A turn comes every {@link #TURN_MILLIS}: a dead worker's buckets are in other hands after at most the sum of both
 * and one more turn.
 */
public final class LeaseKeeper implements Tenure {

    public static final long LIFE_MILLIS = 6_000;
    public static final long TURN_MILLIS = 1_500;

    private final Clock clock;
    private final Store store;
    private final DatabaseClock databaseClock;
    private final String process;
    private long epoch;
    private long holdsUntilNanos;
    private Map<String, Long> buckets = Map.of();
    private @Nullable Instant read;
    private long readNanos;

    public LeaseKeeper(Clock clock, Store store, DatabaseClock databaseClock, String process) {
        this.clock = clock;
        this.store = store;
        this.databaseClock = databaseClock;
        this.process = process;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public boolean holds(long asked) {
        return asked == epoch && epoch != 0 && clock.nanos() < holdsUntilNanos;
    }

    @Override
    public Map<String, Long> buckets() {
        return holds(epoch) ? buckets : Map.of();
    }

    @Override
    public Instant databaseTime() {
        return read == null ? clock.now() : read.plusNanos(clock.nanos() - readNanos);
    }

    /** One turn; when it fails the next one tries again, and what was held lapses by itself. */
    public Future<Void> turn() {
        long before = clock.nanos();
        return databaseClock
                .databaseNow()
                .onSuccess(now -> {
                    read = now;
                    readNanos = clock.nanos();
                })
                .compose(now -> (epoch == 0 ? register(now) : renew(now)).compose(alive -> {
                    if (!alive) {
                        epoch = 0;
                        buckets = Map.of();
                        return Future.succeededFuture();
                    }
                    holdsUntilNanos = before + LIFE_MILLIS * 1_000_000;
                    return share(now);
                }));
    }

    /** Says that it is dead, so that others need not wait for that. */
    public Future<Void> resign() {
        long mine = epoch;
        epoch = 0;
        buckets = Map.of();
        return mine == 0
                ? Future.succeededFuture()
                : onWorker(mine, (worker) -> List.of(worker.dead())).mapEmpty();
    }

    private Future<Boolean> register(Instant now) {
        Key<Lease> counter = Lease.key(Lease.EPOCHS);
        return store.commit(new Command<Long>() {
                    @Override
                    public Needs needs() {
                        return Needs.rows(counter);
                    }

                    @Override
                    public Decision<Long> decide(Rows rows) {
                        long next = rows.one(counter).map(Lease::fence).orElse(0L) + 1;
                        return Decision.of(
                                next,
                                List.of(
                                        new Lease(Lease.EPOCHS, next, 0),
                                        new Worker(next, process, Worker.LIVE, now.plusMillis(LIFE_MILLIS))));
                    }
                })
                .map(given -> {
                    epoch = given;
                    return true;
                });
    }

    private Future<Boolean> renew(Instant now) {
        return onWorker(
                epoch,
                worker -> worker.live()
                        ? List.of(new Worker(
                                worker.epoch(), worker.process(), worker.state(), now.plusMillis(LIFE_MILLIS)))
                        : List.of());
    }

    private interface WorkerChange {
        List<Worker> of(Worker worker);
    }

    /** True when the worker was there and was changed. */
    private Future<Boolean> onWorker(long which, WorkerChange change) {
        Key<Worker> key = Worker.key(which);
        return store.commit(new Command<Boolean>() {
            @Override
            public Needs needs() {
                return Needs.rows(key);
            }

            @Override
            public Decision<Boolean> decide(Rows rows) {
                List<Worker> writes = rows.one(key).map(change::of).orElse(List.of());
                return new Decision<>(!writes.isEmpty(), List.copyOf(writes));
            }
        });
    }

    /** Looks without locks first: most turns change nothing. */
    private Future<Void> share(Instant now) {
        long mine = epoch;
        return store.read(Needs.groups(Worker.ALL, Lease.ALL), rows -> Shares.of(rows, mine, now))
                .compose(
                        seen -> seen.changesNothing() ? Future.succeededFuture(seen) : store.commit(sharing(mine, now)))
                .map(shares -> {
                    if (epoch == mine) {
                        buckets = new TreeMap<>(shares.mine());
                    }
                    return null;
                });
    }

    private static Command<Shares> sharing(long mine, Instant now) {
        return new Command<>() {
            @Override
            public Needs needs() {
                List<Key<?>> locked = new ArrayList<>();
                Buckets.ALL.forEach(bucket -> locked.add(Lease.key(bucket)));
                return new Needs(locked, List.of(Worker.ALL, Lease.ALL));
            }

            /** The lapsed ones are locked before they are declared dead: they may be renewing just now. */
            @Override
            public Needs more(Rows rows) {
                List<Key<?>> locked = new ArrayList<>();
                rows.all(Worker.ALL).stream()
                        .filter(worker -> Shares.lapsed(worker, now))
                        .forEach(worker -> locked.add(worker.key()));
                return new Needs(locked, List.of());
            }

            @Override
            public Decision<Shares> decide(Rows rows) {
                Shares shares = Shares.of(rows, mine, now);
                return Decision.of(shares, shares.writes());
            }
        };
    }
}
