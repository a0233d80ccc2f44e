package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    private final EventHeap heap;
    private final Map<String, Row> rows = new TreeMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private int commits;

    /** A commit that goes wrong: which one, how, and whether it was durable all the same. */
    private record Fault(Predicate<List<Row>> which, StoreException.Kind kind, boolean durable) {}

    MemoryStore(EventHeap heap) {
        this.heap = heap;
    }

    /** A process's connection: once cut off, nothing that it has not committed ever will be, and it hears nothing more. */
    Session session() {
        return new Session();
    }

    /** As one incarnation of a process sees the store. */
    final class Session implements Store, OpenExchanges, DatabaseClock {
        private boolean cut;

        void cutOff() {
            cut = true;
        }

        private void later(Runnable work) {
            heap.after(1, () -> {
                if (!cut) {
                    work.run();
                }
            });
        }

        @Override
        public <R> Future<R> commit(Command<R> command) {
            Promise<R> promise = Promise.promise();
            later(() -> run(command, this, promise));
            return promise.future();
        }

        @Override
        public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
            Promise<R> promise = Promise.promise();
            later(() -> {
                try {
                    View view = new View();
                    view.ask(needs);
                    promise.complete(reader.apply(view));
                } catch (RuntimeException e) {
                    promise.fail(e);
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
        public Future<Instant> databaseNow() {
            return read(Needs.NONE, view -> heap.now());
        }
    }

    private <R> void run(Command<R> command, Session session, Promise<R> promise) {
        commits++;
        Decision<R> decision;
        View view = new View();
        try {
            view.ask(command.needs());
            view.ask(command.more(view));
            decision = command.decide(view);
        } catch (RuntimeException e) {
            session.later(() -> promise.fail(e));
            return;
        }
        StoreException refused = refusal(decision.writes(), view);
        Fault fault = faults.stream()
                .filter(f -> f.which().test(decision.writes()))
                .findFirst()
                .orElse(null);
        faults.remove(fault);
        if (refused == null && fault != null) {
            refused = new StoreException(fault.kind(), "as the test wants it");
        }
        if (refused == null || (fault != null && fault.durable())) {
            decision.writes().forEach(row -> rows.put(name(row.key()), row));
        }
        StoreException failure = refused;
        session.later(() -> {
            if (failure == null) {
                promise.complete(decision.result());
            } else {
                promise.fail(failure);
            }
        });
    }

    private StoreException refusal(List<Row> writes, View view) {
        Set<String> names = new HashSet<>();
        for (Row row : writes) {
            String name = name(row.key());
            if (!names.add(name)) {
                return refusal("one row twice in a statement: " + name);
            }
            if (rows.containsKey(name) && !view.loaded.contains(name)) {
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
            for (RecordComponent component : row.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                if (component.getAccessor().invoke(row) instanceof String text && text.indexOf('\0') >= 0) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    // ------------------------------------------------------------- for tests

    void put(Row row) {
        rows.put(name(row.key()), row);
    }

    <T extends Row> Optional<T> one(Key<T> key) {
        return Optional.ofNullable(rows.get(name(key))).map(key.type()::cast);
    }

    <T extends Row> List<T> all(Class<T> type) {
        return rows.values().stream().filter(type::isInstance).map(type::cast).toList();
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

    /** What one command has read. */
    private final class View implements Rows {
        private final Set<Key<?>> asked = new HashSet<>();
        private final Set<String> loaded = new HashSet<>();

        void ask(Needs needs) {
            asked.addAll(needs.rows());
            asked.addAll(needs.groups());
            needs.rows().forEach(key -> loaded.add(name(key)));
            rows.forEach((name, row) -> {
                if (needs.groups().stream().anyMatch(row.key()::startsWith)) {
                    loaded.add(name);
                }
            });
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
            return rows.values().stream()
                    .filter(row -> row.key().startsWith(prefix))
                    .map(prefix.type()::cast)
                    .toList();
        }
    }
}
