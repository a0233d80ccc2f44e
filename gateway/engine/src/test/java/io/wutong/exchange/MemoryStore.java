package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.cases.Case;
import io.wutong.cure.DueCures;
import io.wutong.cure.HomeStay;
import io.wutong.cure.StaySweep;
import io.wutong.notice.DueNotices;
import io.wutong.notice.Notice;
import io.wutong.port.Command;
import io.wutong.port.DatabaseClock;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.port.StoreException;
import io.wutong.work.Waits;
import io.wutong.work.Worker;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The store in memory, as hard to please as the real one: a command reads only what its needs name, a row that was not
 * read is inserted and conflicts when it stands already, text with NUL and oversized keys are refused. Completes through
 * the event heap, never inline.
 */
final class MemoryStore {

    /** What a B-tree entry of PostgreSQL holds, about. */
    private static final int KEY_LENGTH_MAX = 2_600;

    /** Of each kind of row the components that are text. */
    private static final Map<Class<?>, List<Method>> TEXTS = new ConcurrentHashMap<>();

    private final EventHeap heap;
    /** By kind of row, then by key: a prefix is a range. */
    private final Map<Class<?>, TreeMap<String, Row>> tables = new java.util.HashMap<>();

    private final List<Fault> faults = new ArrayList<>();
    private int commits;
    java.time.Duration clockOffset = java.time.Duration.ZERO;
    private Watcher watcher = (by, writes) -> {};

    /** A commit that goes wrong: which one, how, and whether it was durable all the same. */
    private record Fault(Predicate<List<Row>> which, StoreException.Kind kind, boolean durable) {}

    MemoryStore(EventHeap heap) {
        this.heap = heap;
    }

    /** What lies between a process and its database. */
    interface Line {

        /** A command on its way to the database. */
        void there(Runnable execute);

        /** An answer on its way back. */
        void back(Runnable deliver);

        /** What becomes of a commit; null when nothing goes wrong. */
        default Trouble trouble(List<Row> writes) {
            return null;
        }

        /** Whether a commit that was on its way when its process died reaches the database all the same. */
        default boolean standsAfterDeath() {
            return false;
        }

        /** How long after its answer a commit really becomes durable; 0 as it should be. */
        default long ackedEarlyMillis(List<Row> writes) {
            return 0;
        }

        /** The rows that a command sees; the true ones as it should be. */
        default Rows seen(Rows rows, Rows atSubmit) {
            return rows;
        }

        /** The rows that are written; what was decided as it should be. */
        default List<Row> written(List<Row> writes) {
            return writes;
        }
    }

    /**
     * A commit that goes wrong.
     *
     * @param durable it stands all the same
     */
    record Trouble(StoreException.Kind kind, boolean durable) {}

    /** Told of every commit before it stands. */
    interface Watcher {
        void committing(Session by, List<Row> writes);
    }

    /** A process's connection: once cut off, nothing that it has not committed ever will be, and it hears nothing more. */
    Session session() {
        Line fine = new Line() {
            @Override
            public void there(Runnable execute) {
                heap.after(1, execute);
            }

            @Override
            public void back(Runnable deliver) {
                heap.after(1, deliver);
            }
        };
        return new Session(fine);
    }

    Session session(Line line) {
        return new Session(line);
    }

    /** As one incarnation of a process sees the store. */
    final class Session
            implements Store, OpenExchanges, OpenSides, DatabaseClock, DueCures, StaySweep.DueStays, DueNotices {
        private final Line line;
        private boolean cut;

        private Session(Line line) {
            this.line = line;
        }

        void cutOff() {
            cut = true;
        }

        private void there(Runnable work) {
            line.there(unlessCut(work));
        }

        private void back(Runnable work) {
            line.back(unlessCut(work));
        }

        private Runnable unlessCut(Runnable work) {
            return () -> {
                if (!cut) {
                    work.run();
                }
            };
        }

        @Override
        public <R> Future<R> commit(Command<R> command) {
            Promise<R> promise = Promise.promise();
            Rows atSubmit = new Snapshot();
            line.there(() -> {
                if (!cut || line.standsAfterDeath()) {
                    run(command, this, atSubmit, promise);
                }
            });
            return promise.future();
        }

        @Override
        public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
            Promise<R> promise = Promise.promise();
            there(() -> {
                try {
                    View view = new View();
                    view.ask(needs);
                    R answer = reader.apply(view);
                    back(() -> promise.complete(answer));
                } catch (RuntimeException e) {
                    back(() -> promise.fail(e));
                }
            });
            return promise.future();
        }

        @Override
        public Future<List<Exchange>> pursued(Collection<String> buckets, Instant now, int max) {
            return read(
                    Needs.NONE,
                    view -> MemoryStore.this.all(Exchange.class).stream()
                            .filter(e -> buckets.contains(e.pursuit().bucket()))
                            .filter(e -> e.pursuit().run().isEmpty()
                                    ? e.pursuit().dueAt() != null
                                            && Waits.due(e.pursuit().dueAt(), now)
                                    : MemoryStore.this
                                            .one(Worker.key(e.pursuit().epoch()))
                                            .filter(Worker::live)
                                            .isEmpty())
                            .limit(max)
                            .toList());
        }

        @Override
        public Future<List<SideCheck>> sides(Collection<String> buckets, Instant now, int max) {
            return read(
                    Needs.NONE,
                    view -> MemoryStore.this.all(SideCheck.class).stream()
                            .filter(check -> check.state() == SideState.DUE && buckets.contains(check.bucket()))
                            .filter(check -> !check.dueAt().isAfter(now))
                            .sorted(Comparator.comparing(SideCheck::dueAt))
                            .limit(max)
                            .toList());
        }

        @Override
        public Future<List<Case>> dueCures(Instant now, int max) {
            return read(
                    Needs.NONE,
                    view -> MemoryStore.this.all(Case.class).stream()
                            .filter(given ->
                                    given.workAt() != null && !given.workAt().isAfter(now))
                            .limit(max)
                            .toList());
        }

        @Override
        public Future<List<HomeStay>> dueStays(Instant now, int max) {
            return read(
                    Needs.NONE,
                    view -> MemoryStore.this.all(HomeStay.class).stream()
                            .filter(stay ->
                                    stay.lookAt() != null && !stay.lookAt().isAfter(now))
                            .limit(max)
                            .toList());
        }

        @Override
        public Future<List<Notice>> dueNotices(Instant now, int max) {
            return read(
                    Needs.NONE,
                    view -> MemoryStore.this.all(Notice.class).stream()
                            .filter(notice ->
                                    notice.dueAt() != null && !notice.dueAt().isAfter(now))
                            .limit(max)
                            .toList());
        }

        @Override
        public Future<Instant> databaseNow() {
            return read(Needs.NONE, view -> heap.now().plus(clockOffset));
        }
    }

    private <R> void run(Command<R> command, Session session, Rows atSubmit, Promise<R> promise) {
        commits++;
        Decision<R> decision;
        View view = new View();
        try {
            Rows seen = session.line.seen(view, atSubmit);
            view.ask(command.needs());
            view.ask(command.more(seen));
            decision = command.decide(seen);
        } catch (RuntimeException e) {
            session.back(() -> promise.fail(e));
            return;
        }
        StoreException refused = refusal(decision.writes(), view);
        Trouble trouble = refused == null ? trouble(session, decision.writes()) : null;
        if (trouble != null) {
            refused = new StoreException(trouble.kind(), "as the test wants it");
        }
        if (refused == null || (trouble != null && trouble.durable())) {
            List<Row> writes = session.line.written(decision.writes());
            long early = session.line.ackedEarlyMillis(writes);
            if (early == 0) {
                stand(session, writes);
            } else {
                heap.after(early, session.unlessCut(() -> stand(session, writes)));
            }
        }
        StoreException failure = refused;
        session.back(() -> {
            if (failure == null) {
                promise.complete(decision.result());
            } else {
                promise.fail(failure);
            }
        });
    }

    private Trouble trouble(Session session, List<Row> writes) {
        Fault fault =
                faults.stream().filter(f -> f.which().test(writes)).findFirst().orElse(null);
        faults.remove(fault);
        return fault == null ? session.line.trouble(writes) : new Trouble(fault.kind(), fault.durable());
    }

    private void stand(Session session, List<Row> writes) {
        watcher.committing(session, writes);
        writes.forEach(this::put);
    }

    private StoreException refusal(List<Row> writes, View view) {
        Set<String> names = new HashSet<>();
        for (Row row : writes) {
            String name = name(row.key());
            if (!names.add(name)) {
                return refusal("one row twice in a statement: " + name);
            }
            if (table(row.key().type()).containsKey(name) && !view.loaded(name)) {
                return refusal("duplicate key " + name);
            }
            if (name.length() > KEY_LENGTH_MAX || hasNul(row)) {
                return refusal("the database takes no such text: " + row.key().type());
            }
        }
        return null;
    }

    private static StoreException refusal(String why) {
        return new StoreException(StoreException.Kind.NOT_DONE, why);
    }

    private static boolean hasNul(Row row) {
        try {
            for (Method text : TEXTS.computeIfAbsent(row.getClass(), MemoryStore::texts)) {
                if (text.invoke(row) instanceof String value && value.indexOf('\0') >= 0) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Method> texts(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getType() == String.class)
                .map(RecordComponent::getAccessor)
                .peek(accessor -> accessor.setAccessible(true))
                .toList();
    }

    // ------------------------------------------------------------- for tests

    void put(Row row) {
        table(row.key().type()).put(name(row.key()), row);
    }

    /** As a backup of a day before leaves it. */
    void remove(Key<?> key) {
        table(key.type()).remove(name(key));
    }

    <T extends Row> Optional<T> one(Key<T> key) {
        return Optional.ofNullable(table(key.type()).get(name(key))).map(key.type()::cast);
    }

    <T extends Row> List<T> all(Class<T> type) {
        List<T> all = new ArrayList<>(table(type).size());
        table(type).values().forEach(row -> all.add(type.cast(row)));
        return all;
    }

    private TreeMap<String, Row> table(Class<?> type) {
        return tables.computeIfAbsent(type, kind -> new TreeMap<>());
    }

    private <T extends Row> List<T> range(Map<Class<?>, TreeMap<String, Row>> in, Key<T> prefix) {
        TreeMap<String, Row> table = in.get(prefix.type());
        if (table == null) {
            return List.of();
        }
        String from = name(prefix);
        List<T> found = new ArrayList<>();
        table.subMap(from, from + "\u0002")
                .values()
                .forEach(row -> found.add(prefix.type().cast(row)));
        return found;
    }

    int commits() {
        return commits;
    }

    /** The next commit that writes so goes wrong; {@code durable} when it stands all the same. */
    void fail(StoreException.Kind kind, boolean durable, Predicate<List<Row>> which) {
        faults.add(new Fault(which, kind, durable));
    }

    private static String name(Key<?> key) {
        return key.type().getSimpleName() + "\u0001" + String.join("\u0001", key.parts());
    }

    void watch(Watcher by) {
        watcher = by;
    }

    /** The rows as they stood at a moment; for what a command must not do. */
    private final class Snapshot implements Rows {
        private final Map<Class<?>, TreeMap<String, Row>> then = frozen();

        private Map<Class<?>, TreeMap<String, Row>> frozen() {
            Map<Class<?>, TreeMap<String, Row>> copy = new java.util.HashMap<>();
            if (keepsPast) {
                tables.forEach((type, table) -> copy.put(type, new TreeMap<>(table)));
            }
            return copy;
        }

        @Override
        public <T extends Row> Optional<T> one(Key<T> key) {
            return Optional.ofNullable(
                            then.getOrDefault(key.type(), new TreeMap<>()).get(name(key)))
                    .map(key.type()::cast);
        }

        @Override
        public <T extends Row> List<T> all(Key<T> prefix) {
            return range(then, prefix);
        }
    }

    /** Whether commands may look at the rows of the moment in which they were handed in. */
    boolean keepsPast;

    /** What one command has read. */
    private final class View implements Rows {
        private final Set<Key<?>> asked = new HashSet<>();
        private final Set<String> loaded = new HashSet<>();
        private final Set<String> groups = new HashSet<>();

        boolean loaded(String name) {
            return loaded.contains(name) || groups.stream().anyMatch(name::startsWith);
        }

        void ask(Needs needs) {
            asked.addAll(needs.rows());
            asked.addAll(needs.groups());
            needs.rows().forEach(key -> loaded.add(name(key)));
            needs.groups().forEach(group -> groups.add(name(group)));
        }

        @Override
        public <T extends Row> Optional<T> one(Key<T> key) {
            if (!asked.contains(key) && asked.stream().noneMatch(key::startsWith)) {
                throw new IllegalStateException("the command's needs do not name " + key);
            }
            return MemoryStore.this.one(key);
        }

        @Override
        public <T extends Row> List<T> all(Key<T> prefix) {
            if (!asked.contains(prefix)) {
                throw new IllegalStateException("the command's needs do not name the group " + prefix);
            }
            return range(tables, prefix);
        }
    }
}
