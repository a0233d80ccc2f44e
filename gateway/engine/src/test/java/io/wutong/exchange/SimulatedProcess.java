package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.benefit.Policies;
import io.wutong.catalogue.Catalogue;
import io.wutong.catalogue.rules.CatalogueItem;
import io.wutong.catalogue.rules.PriceLimit;
import io.wutong.charge.Charges;
import io.wutong.charge.Sequence;
import io.wutong.charge.Sequences;
import io.wutong.coverage.Institution;
import io.wutong.observe.ExchangeEvents;
import io.wutong.payment.PaymentTasks;
import io.wutong.payment.Payments;
import io.wutong.payment.Task;
import io.wutong.port.Clock;
import io.wutong.port.HomeAdapter;
import io.wutong.port.Key;
import io.wutong.port.Random;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.StoreException;
import io.wutong.port.Timers;
import io.wutong.settlement.SideSweep;
import io.wutong.topology.Topology;
import io.wutong.work.Lease;
import io.wutong.work.LeaseKeeper;
import io.wutong.work.Tenure;
import io.wutong.work.Waits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One process of a simulated deployment: production's engine on a clock, a store connection and links that go wrong. A
 * crash drops everything that it had begun; a pause lets the world go on without it.
 */
final class SimulatedProcess implements Clock, Timers {

    static final long TASKS_EVERY_MILLIS = 1_000;
    static final long SWEEP_EVERY_MILLIS = 1_000;

    final String name;
    final Simulation.Deployment deployment;
    private final Simulation world;
    private final Random numbers;
    private long wallOffsetMillis;
    private long pausedUntilNanos;
    private int incarnation;
    boolean alive;
    private Line line;
    private MemoryStore.Session session;
    private Map<Key<?>, Lease> believed = Map.of();
    Exchanges exchanges;
    Payments payments;
    Charges charges;
    LeaseKeeper keeper;

    SimulatedProcess(Simulation world, Simulation.Deployment deployment, String name, int number) {
        this.world = world;
        this.deployment = deployment;
        this.name = name;
        this.numbers = new World.Numbers(number);
    }

    // ------------------------------------------------------------------ life

    void start() {
        alive = true;
        incarnation++;
        wallOffsetMillis = world.chance(5) ? world.between(-10_800_000, 10_800_000) : world.between(-2_000, 2_000);
        line = new Line();
        session = deployment.store.session(line);
        keeper = new LeaseKeeper(this, session, session, name);
        Remembering tenure = new Remembering(keeper);
        believed = tenure.given;
        Topology topology = deployment.topology;
        Directory directory =
                new Directory(topology, deployment.name.equals("js") ? INSTITUTIONS : Map.of(), POLICIES, CATALOGUES);
        HomeAdapter adapter = new HomeAdapter(
                "legacy", SimulatedLegacy.DESCRIPTOR, new SimulatedLegacy.Adapter(world.legacy, this, world));
        Ports ports = new Ports(
                this,
                this,
                numbers,
                session,
                (peer, body, millis) -> world.links.send(this, peer, body, millis),
                (area, nodeArea) -> area.equals(World.LEGACY_HOME) ? Optional.of(adapter) : Optional.empty(),
                tenure,
                events());
        exchanges = new Exchanges(
                ports,
                world.handlers(),
                world.bug == PlantedBug.NO_PAYLOAD_HASH
                        ? new Admission(World.TRANSACTIONS, () -> World.FIELDS, this, envelope -> "always the same")
                        : new Admission(World.TRANSACTIONS, () -> World.FIELDS, this),
                () -> directory);
        payments = new Payments(
                this,
                numbers,
                session,
                channel -> Optional.of(world.channel.of(this)),
                order -> charges.changed(order),
                "https://callbacks.example.org");
        charges = new Charges(this, numbers, session, exchanges, payments, sequences(), charge -> {
            world.charges.merge(charge.state().name(), 1, Integer::sum);
            world.note(() -> name + " " + charge);
        });
        PaymentTasks tasks = new PaymentTasks(
                this,
                numbers,
                session,
                channel -> Optional.of(world.channel.of(this)),
                payments,
                this::dueTasks,
                tenure,
                task -> charges.work(task));
        Resolution resolution = new Resolution(tenure, session, exchanges);
        every(LeaseKeeper.TURN_MILLIS, keeper::turn);
        every(SWEEP_EVERY_MILLIS, resolution::sweep);
        if (deployment.name.equals("js")) {
            every(TASKS_EVERY_MILLIS, tasks::run);
            if (world.bug == PlantedBug.NONE) { // it heals what a planted bug does
                SideSweep sides = new SideSweep(ports, session, exchanges);
                every(SWEEP_EVERY_MILLIS, sides::sweep);
            }
        }
    }

    /** Of the seed, so that each order of both halves is tried. */
    private Sequences sequences() {
        Sequence[] all = Sequence.values();
        return new Sequences(List.of(new Sequences.Rule(World.CARE, "2304", all[(int) (world.seed % all.length)])));
    }

    void crash() {
        world.note(() -> name + " crashes");
        alive = false;
        incarnation++;
        session.cutOff();
    }

    void pause(long millis) {
        world.note(() -> name + " pauses for " + millis + " ms");
        pausedUntilNanos = world.heap.nanos() + millis * 1_000_000;
    }

    /** Its connection to the database hangs for a while; what is on its way arrives late. */
    void stall(long millis) {
        world.note(() -> name + "'s connection stalls for " + millis + " ms");
        line.free = world.heap.nanos() + millis * 1_000_000;
    }

    /** Its connection to the database is slow for a while. */
    void slow(long millis) {
        world.note(() -> name + "'s connection is slow for " + millis + " ms");
        line.slowUntilNanos = world.heap.nanos() + millis * 1_000_000;
    }

    private interface Work {
        Future<?> begin();
    }

    private void every(long millis, Work work) {
        boolean[] busy = new boolean[1];
        Runnable tick = new Runnable() {
            @Override
            public void run() {
                if (!busy[0]) {
                    busy[0] = true;
                    work.begin().onComplete(done -> busy[0] = false);
                }
                at(millis, this);
            }
        };
        at(world.between(0, millis), tick);
    }

    private static final Map<String, Institution> INSTITUTIONS = institutions();
    private static final Policies POLICIES =
            Policies.of(List.of(World.policy(World.PROVINCE_HOME), World.policy(World.FAR_HOME)));
    private static final Map<String, Catalogue> CATALOGUES =
            Map.of("321100", Catalogue.of(List.of(CatalogueItem.of("A1", "药", "01", 0, PriceLimit.NO_LIMIT))));

    private static Map<String, Institution> institutions() {
        Map<String, Institution> all = new TreeMap<>();
        all.put(World.HOSPITAL, new Institution(World.HOSPITAL, "镇江市示范人民医院", World.CARE, "3", "02", "1"));
        all.put(World.OTHER_HOSPITAL, new Institution(World.OTHER_HOSPITAL, "镇江市示范中医院", World.CARE, "2", "05", "1"));
        return all;
    }

    private ExchangeEvents events() {
        return new ExchangeEvents() {
            @Override
            public void ended(Ended exchange) {
                world.note(() -> name + " ended " + exchange.infno() + " " + shortId(exchange.msgid()) + " "
                        + exchange.outcome() + " " + exchange.code() + " " + exchange.origin());
            }

            @Override
            public void failed(String infno, String msgid, Throwable failure) {
                if (!(failure instanceof StoreException)) {
                    world.violated("the engine broke on " + infno + " " + msgid + ": " + failure);
                }
            }
        };
    }

    static String shortId(String msgid) {
        return msgid.substring(Math.max(0, msgid.length() - 4));
    }

    // ---------------------------------------------------------- time of its own

    @Override
    public Instant now() {
        return world.heap.now().plusMillis(wallOffsetMillis);
    }

    @Override
    public long nanos() {
        return world.heap.nanos();
    }

    @Override
    public Handle after(long millis, Runnable task) {
        boolean[] cancelled = new boolean[1];
        at(millis, () -> {
            if (!cancelled[0]) {
                task.run();
            }
        });
        return () -> cancelled[0] = true;
    }

    /** Happens in this incarnation of the process or not at all; later when it is paused. */
    void at(long millis, Runnable task) {
        int mine = incarnation;
        world.heap.after(Math.max(0, millis), () -> fire(mine, task));
    }

    private void fire(int mine, Runnable task) {
        if (mine != incarnation || !alive) {
            return;
        }
        long left = pausedUntilNanos - world.heap.nanos();
        if (left > 0) {
            world.heap.after(left / 1_000_000 + 1, () -> fire(mine, task));
        } else {
            task.run();
        }
    }

    // ------------------------------------------------------------ its database

    private Future<List<Task>> dueTasks(
            java.util.Collection<String> buckets, Instant now, java.util.Collection<String> busy, int max) {
        return session.read(
                io.wutong.port.Needs.NONE,
                view -> deployment.store.all(Task.class).stream()
                        .filter(task -> task.state().equals(Task.DUE) && buckets.contains(task.bucket()))
                        .filter(task -> Waits.due(task.dueAt(), now) && !busy.contains(task.party()))
                        .sorted(java.util.Comparator.comparing(Task::dueAt))
                        .limit(max)
                        .toList());
    }

    /** Remembers the lease that background work was last begun under, for the bug that does not look at the row. */
    private static final class Remembering implements Tenure {
        private final LeaseKeeper keeper;
        private final Map<Key<?>, Lease> given = new TreeMap<>(java.util.Comparator.comparing(Key::toString));

        Remembering(LeaseKeeper keeper) {
            this.keeper = keeper;
        }

        @Override
        public long epoch() {
            return keeper.epoch();
        }

        @Override
        public boolean holds(long epoch) {
            return keeper.holds(epoch);
        }

        @Override
        public Instant databaseTime() {
            return keeper.databaseTime();
        }

        @Override
        public Map<String, Long> buckets() {
            return keeper.buckets();
        }

        @Override
        public Optional<Lease> lease(String bucket) {
            Optional<Lease> lease = keeper.lease(bucket);
            lease.ifPresent(held -> given.put(held.key(), held));
            return lease;
        }
    }

    /** The connection to the database, with its faults and, where planted, its bug. */
    private final class Line implements MemoryStore.Line {
        private long free;
        private long slowUntilNanos;

        @Override
        public void there(Runnable execute) {
            // one connection: what waits, waits in order
            long slow = world.heap.nanos() < slowUntilNanos ? world.between(300, 2_000) : 0;
            // now and then just this is done so late that others have taken over what it is about
            slow += world.fault(1) && world.chance(8) ? world.between(7_000, 15_000) : 0;
            long arrives = Math.max(world.heap.nanos() + (slow + world.storeMillis(deployment)) * 1_000_000, free);
            free = arrives;
            world.heap.after((arrives - world.heap.nanos()) / 1_000_000, execute);
        }

        @Override
        public void back(Runnable deliver) {
            at(world.between(0, 2), deliver);
        }

        @Override
        public MemoryStore.Trouble trouble(List<Row> writes) {
            return world.storeTrouble();
        }

        @Override
        public boolean standsAfterDeath() {
            return world.chance(50);
        }

        @Override
        public long ackedEarlyMillis(List<Row> writes) {
            return world.bug == PlantedBug.EFFECT_BEFORE_JOURNAL
                            && writes.stream()
                                    .anyMatch(row -> row instanceof Exchange e && e.state() == Exchange.State.UNDER_WAY)
                    ? world.between(1, 400)
                    : 0;
        }

        @Override
        public Rows seen(Rows rows, Rows atSubmit) {
            return switch (world.bug) {
                case ACCUMULATOR_WITHOUT_LOCK -> new Stale(rows, atSubmit);
                case LEASE_WITHOUT_FENCE -> new Unfenced(rows);
                default -> rows;
            };
        }

        @Override
        public List<Row> written(List<Row> writes) {
            List<Row> kept = new ArrayList<>();
            for (Row row : writes) {
                if (world.bug == PlantedBug.OUTBOX_OUTSIDE_THE_TRANSACTION
                        && row instanceof Task task
                        && task.attempts() == 0
                        && task.state().equals(Task.DUE)) {
                    at(world.between(1, 400), () -> {
                        if (world.storeTrouble() == null) {
                            deployment.store.put(task);
                        }
                    });
                } else if (world.bug == PlantedBug.REVERSAL_FORGOTTEN
                        && row instanceof Exchange e
                        && e.state() == Exchange.State.REVERSED
                        && e.hash().isEmpty()) {
                    world.note(() -> "the tombstone of " + shortId(e.msgid()) + " is forgotten");
                } else if (world.bug == PlantedBug.LATE_ANSWER_IGNORED
                        && row instanceof Exchange e
                        && !e.open()
                        && e.pursuit().dueAt() != null) {
                    kept.add(e.in(e.state(), e.pursuit().rest(null)));
                } else {
                    kept.add(row);
                }
            }
            return kept;
        }
    }

    /** Accumulators as they stood when the command was handed in. */
    private record Stale(Rows rows, Rows atSubmit) implements Rows {
        @Override
        public <T extends Row> Optional<T> one(Key<T> key) {
            return rows.one(key);
        }

        @Override
        public <T extends Row> List<T> all(Key<T> prefix) {
            return prefix.type().getSimpleName().equals("Accumulator") ? atSubmit.all(prefix) : rows.all(prefix);
        }
    }

    /** Leases as this worker believes them to be: its own, whatever the row says. */
    private final class Unfenced implements Rows {
        private final Rows rows;

        Unfenced(Rows rows) {
            this.rows = rows;
        }

        @Override
        public <T extends Row> Optional<T> one(Key<T> key) {
            Optional<T> row = rows.one(key);
            return key.type() == Lease.class
                    ? Optional.<Row>ofNullable(believed.get(key))
                            .map(key.type()::cast)
                            .or(() -> row)
                    : row;
        }

        @Override
        public <T extends Row> List<T> all(Key<T> prefix) {
            return rows.all(prefix);
        }
    }
}
