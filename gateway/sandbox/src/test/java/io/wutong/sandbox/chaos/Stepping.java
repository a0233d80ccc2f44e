package io.wutong.sandbox.chaos;

import io.vertx.core.Future;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Ports;
import io.wutong.port.Begun;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.HomeAdapter;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Link;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.port.Timers;
import io.wutong.sandbox.chaos.CrashPoint.Step;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the engine and what it works with, and tells each step of a message with an effect before the engine
 * learns of it.
 */
final class Stepping {

    private static final Set<String> WATCHED = Set.of("2304", "2305", "2601");
    /** By then a request is on its way and cannot have been answered over two networks and a database. */
    private static final long ON_ITS_WAY_MILLIS = 2;

    private final Consumer<Step> reached;

    Stepping(Consumer<Step> reached) {
        this.reached = reached;
    }

    Ports around(Ports ports) {
        return new Ports(
                ports.clock(),
                ports.timers(),
                ports.random(),
                store(ports.store()),
                link(ports.link(), ports.timers()),
                adapters(ports.adapters(), ports.timers()),
                ports.tenure(),
                ports.events());
    }

    // ----------------------------------------------------------------- store

    private Store store(Store store) {
        return new Store() {
            @Override
            public <R> Future<R> commit(Command<R> command) {
                Watched<R> watched = new Watched<>(command);
                return store.commit(watched).map(result -> {
                    watched.committed();
                    return result;
                });
            }

            @Override
            public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
                return store.read(needs, reader);
            }
        };
    }

    /** Knows by the rows that a command writes what it does. */
    private final class Watched<R> implements Command<R> {
        private final Command<R> command;
        private Needs named = Needs.NONE;
        private @Nullable Step committed;

        Watched(Command<R> command) {
            this.command = command;
        }

        @Override
        public Needs needs() {
            named = command.needs();
            return named;
        }

        @Override
        public Needs more(Rows rows) {
            Needs more = command.more(rows);
            named = named.and(more);
            return more;
        }

        @Override
        public Decision<R> decide(Rows rows) {
            Decision<R> decision = command.decide(rows);
            committed = null;
            for (Row row : decision.writes()) {
                // one that it has not read is a refusal, journaled beside the message whose id it has
                if (row instanceof Exchange exchange
                        && WATCHED.contains(exchange.infno())
                        && named.rows().contains(exchange.key())) {
                    Step decided = decided(rows.one(exchange.key()), exchange);
                    if (decided != null) {
                        committed = Step.valueOf(decided.name().replace("_DECIDED", "_COMMITTED"));
                        reached.accept(decided);
                    }
                }
            }
            return decision;
        }

        void committed() {
            Step step = committed;
            if (step != null) {
                reached.accept(step);
            }
        }
    }

    private static @Nullable Step decided(Optional<Exchange> before, Exchange after) {
        boolean first = before.isEmpty() || before.get().state() == Exchange.State.NOT_SENT;
        return switch (after.state()) {
            case UNDER_WAY -> {
                boolean takenOver = !first
                        && after.pursuit().asks() > before.get().pursuit().asks();
                yield first ? Step.INTENT_DECIDED : takenOver ? Step.TAKEOVER_DECIDED : null;
            }
            case ANSWERED ->
                first ? after.outcome().equals("succeeded") ? Step.EFFECT_DECIDED : null : Step.END_DECIDED;
            case UNKNOWN -> Step.UNKNOWN_DECIDED;
            case REVERSED -> Step.REVERSAL_DECIDED;
            case NOT_SENT -> null;
        };
    }

    // ------------------------------------------------------------- elsewhere

    private Link link(Link link, Timers timers) {
        return new Link() {
            @Override
            public Future<byte[]> send(String peer, byte[] body, long timeoutMillis) {
                return stepped(timers, () -> link.send(peer, body, timeoutMillis), Step.SENDING, Step.SENT, Step.HEARD);
            }

            @Override
            public Optional<String> refusal(String peer) {
                return link.refusal(peer);
            }
        };
    }

    private HomeAdapters adapters(HomeAdapters adapters, Timers timers) {
        return new HomeAdapters() {
            @Override
            public Optional<HomeAdapter> find(String area, String nodeArea) {
                return adapters.find(area, nodeArea).map(found -> adapter(found, timers));
            }

            @Override
            public Optional<HomeAdapter> find(String area, String nodeArea, Begun visit) {
                return adapters.find(area, nodeArea, visit).map(found -> adapter(found, timers));
            }

            @Override
            public List<HomeAdapter> comparing() {
                return adapters.comparing();
            }
        };
    }

    private HomeAdapter adapter(HomeAdapter home, Timers timers) {
        return new HomeAdapter(home.name(), home.descriptor(), adapter(home.adapter(), timers), home.refusal());
    }

    private RegionAdapter adapter(RegionAdapter adapter, Timers timers) {
        return new RegionAdapter() {
            @Override
            public Future<Outcome<Body>> call(Request request, CallContext context) {
                return WATCHED.contains(request.infno())
                        ? stepped(timers, () -> adapter.call(request, context), Step.CALLING, Step.CALLED, Step.TOLD)
                        : adapter.call(request, context);
            }

            @Override
            public Future<Outcome<Body>> query(Reference reference, CallContext context) {
                return stepped(timers, () -> adapter.query(reference, context), Step.QUERYING, null, Step.QUERIED);
            }

            @Override
            public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
                return stepped(timers, () -> adapter.reverse(reference, context), Step.UNDOING, null, Step.UNDONE);
            }

            @Override
            public Future<Outcome<List<DayDifference>>> compareDay(
                    LocalDate day, List<DayRow> ours, CallContext context) {
                return adapter.compareDay(day, ours, context);
            }

            @Override
            public Future<Void> close() {
                return adapter.close();
            }
        };
    }

    private <T> Future<T> stepped(
            Timers timers, Supplier<Future<T>> work, Step before, @Nullable Step onItsWay, Step after) {
        reached.accept(before);
        Future<T> answer = work.get();
        if (onItsWay != null) {
            timers.after(ON_ITS_WAY_MILLIS, () -> {
                if (!answer.isComplete()) {
                    reached.accept(onItsWay);
                }
            });
        }
        return answer.map(heard -> {
            reached.accept(after);
            return heard;
        });
    }
}
