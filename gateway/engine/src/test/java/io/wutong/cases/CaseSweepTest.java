package io.wutong.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import io.wutong.topology.Node;
import io.wutong.topology.RealAreas;
import io.wutong.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A case climbs from county to city to province, and no further than this deployment reaches. */
class CaseSweepTest {

    private static final Areas AREAS = RealAreas.ALL;

    private final Map<Key<?>, Row> rows = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T00:00:00Z");

    @Test
    void should_climb_to_the_province_and_stay_when_nobody_acts() {
        Case open = Case.open("320115", Case.HAND_OVER, "R1", "cash", now);
        rows.put(open.key(), open);
        CaseSweep sweep = sweep();

        assertThat(sweep.sweep().result()).as("not due yet").isZero();
        for (int turn = 0; turn < 5; turn++) {
            now = now.plus(Duration.ofHours(24));
            sweep.sweep();
        }

        assertThat(told).containsExactly("320100", "320000", "320000");
        Case top = (Case) rows.get(open.key());
        assertThat(top.actor()).isEqualTo("320000");
        assertThat(top.dueAt()).isNull();
        assertThat(top.state()).isEqualTo(CaseState.OPEN);
        assertThat(top.openedAt()).isEqualTo(open.openedAt());
    }

    private CaseSweep sweep() {
        Topology tree = Topology.of(
                AREAS,
                List.of(
                        node("100000", null, "nation"),
                        node("320000", "100000", null),
                        node("320100", "320000", null),
                        node("320115", "320100", null)));
        ExchangeEvents events = new ExchangeEvents() {
            @Override
            public void ended(Ended exchange) {
                throw new AssertionError("no exchange here");
            }

            @Override
            public void escalated(String kind, String node, String ref, String actor) {
                told.add(actor);
            }
        };
        return new CaseSweep(clock(), store(), this::due, () -> tree, events);
    }

    private Future<List<Case>> due(Instant at, int max) {
        return Future.succeededFuture(rows.values().stream()
                .filter(Case.class::isInstance)
                .map(Case.class::cast)
                .filter(given -> given.dueAt() != null && !given.dueAt().isAfter(at))
                .limit(max)
                .toList());
    }

    private static Node node(String area, String parent, String peer) {
        Area found = AREAS.find(area).orElseThrow();
        return new Node(area, found.name(), found.level(), area, parent, peer);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant now() {
                return now;
            }

            @Override
            public long nanos() {
                return 0;
            }
        };
    }

    private Store store() {
        Rows held = new Rows() {
            @Override
            public <T extends Row> Optional<T> one(Key<T> key) {
                return Optional.ofNullable(key.type().cast(rows.get(key)));
            }

            @Override
            public <T extends Row> List<T> all(Key<T> prefix) {
                throw new AssertionError("not asked for");
            }
        };
        return new Store() {
            @Override
            public <R> Future<R> commit(Command<R> command) {
                Decision<R> decision = command.decide(held);
                decision.writes().forEach(row -> rows.put(row.key(), row));
                return Future.succeededFuture(decision.result());
            }

            @Override
            public <R> Future<R> read(Needs needs, Function<Rows, R> read) {
                throw new AssertionError("not asked for");
            }
        };
    }
}
