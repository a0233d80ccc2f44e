package io.wutong.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Pursuit;
import io.wutong.payment.Task;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.HomeAdapter;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.reconcile.OurHomeDay.Kept;
import io.wutong.reconcile.rules.Totals;
import io.wutong.spi.Capability;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.Outcome;
import io.wutong.spi.RegionAdapter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A day of a home's settlements, what its adapter says of it, and the tasks that this leaves. */
class HomeReconciliationTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final Instant NEXT_DAY = Instant.parse("2026-11-22T01:00:00Z");

    private final Map<Key<?>, Row> rows = new HashMap<>();
    private final List<List<DayRow>> compared = new ArrayList<>();
    private Outcome<List<DayDifference>> says = Outcome.succeeded(List.of());
    private Instant now = NEXT_DAY;

    @Test
    void should_hand_over_the_settlements_of_the_day_and_leave_it_as_compared_when_they_agree() {
        Totals totals = totals(run(
                settled("M1", "S1", "100.00", "2026-11-21 00:00:01"),
                settled("M2", "S2", "50.00", "2026-11-20 23:59:59"),
                cancelled("M3", "S1", "C1", "-100.00", "2026-11-21 12:00:00")));
        assertThat(totals).isEqualTo(new Totals(2, 0, 0, 0, 0, 0, 0));
        assertThat(compared.get(0))
                .containsExactly(
                        new DayRow(
                                "S1",
                                "",
                                "P1",
                                "321102",
                                "310101",
                                "H32110200001",
                                10_000,
                                0,
                                "2026-11-21 00:00:01",
                                "of M1"),
                        new DayRow(
                                "C1",
                                "S1",
                                "P1",
                                "321102",
                                "310101",
                                "H32110200001",
                                -10_000,
                                0,
                                "2026-11-21 12:00:00",
                                "of M3"));
        assertThat(tasks(HomeReconciliation.REPAIR)).isEmpty();
        assertThat(tasks(ChannelReconciliation.DAY)).extracting(Task::ref).containsExactly("shanghai/2026-11-21");
    }

    @Test
    void should_leave_the_same_task_for_each_difference_however_often_it_is_run() {
        says = Outcome.succeeded(List.of(
                new DayDifference("S1", "总费用不符"), new DayDifference("", "参保地有而本方没有：X1"), new DayDifference("", "X2")));
        for (int i = 0; i < 2; i++) {
            Totals totals = totals(run(settled("M1", "S1", "100.00", "2026-11-21 08:00:00")));
            assertThat(totals).isEqualTo(new Totals(0, 0, 2, 1, 0, 0, 0));
            assertThat(tasks(HomeReconciliation.REPAIR))
                    .allSatisfy(task -> assertThat(task.state()).isEqualTo(Task.DEAD))
                    .extracting(task -> task.ref() + " " + task.lastError())
                    .containsExactlyInAnyOrder(
                            "shanghai/2026-11-21/S1 总费用不符",
                            "shanghai/2026-11-21/-2 参保地有而本方没有：X1",
                            "shanghai/2026-11-21/-3 X2");
        }
    }

    @Test
    void should_read_page_after_page_when_a_day_is_long() {
        Kept[] many = IntStream.range(0, 4_500)
                .mapToObj(i -> settled("M%05d".formatted(i), "S" + i, "1.00", "2026-11-21 08:00:00"))
                .toArray(Kept[]::new);
        assertThat(totals(run(many)).equal()).isEqualTo(4_500);
    }

    @Test
    void should_leave_nothing_and_try_again_when_the_day_could_not_be_compared() {
        says = Outcome.unknown("timeout_read");
        HomeReconciliation reconciliation = reconciliation(settled("M1", "S1", "100.00", "2026-11-21 08:00:00"));
        assertThat(reconciliation.runDue().result()).isZero();
        assertThat(rows).isEmpty();
        says = Outcome.succeeded(List.of());
        assertThat(reconciliation.runDue().result()).isOne();
        assertThat(reconciliation.runDue().result()).as("compared already").isZero();
        assertThat(compared).hasSize(2);
    }

    @Test
    void should_wait_until_legacy_systems_have_closed_their_day() {
        now = Instant.parse("2026-11-21T18:59:00Z");
        assertThat(reconciliation().runDue().result()).isZero();
        assertThat(compared).isEmpty();
        assertThat(reconciliation().run("nobody", DAY).result()).isEqualTo(Outcome.notSent("no_adapter"));
    }

    // ---------------------------------------------------------------- shared

    private Outcome<Totals> run(Kept... ours) {
        return reconciliation(ours).run("shanghai", DAY).result();
    }

    private static Totals totals(Outcome<Totals> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Totals>) outcome).answer();
    }

    private List<Task> tasks(String kind) {
        return rows.values().stream()
                .map(Task.class::cast)
                .filter(task -> task.kind().equals(kind))
                .toList();
    }

    private static Kept settled(String msgid, String setlId, String yuan, String time) {
        return kept("2304", msgid, "", setlId, yuan, time);
    }

    private static Kept cancelled(String msgid, String original, String setlId, String yuan, String time) {
        return kept("2305", msgid, original, setlId, yuan, time);
    }

    private static Kept kept(String infno, String msgid, String original, String setlId, String yuan, String time) {
        String request = "{\"mdtrtarea_admvs\":\"321102\",\"input\":{\"data\":{\"setl_id\":\"" + original + "\"}}}";
        String answer = "{\"output\":{\"setlinfo\":{\"setl_id\":\"" + setlId + "\",\"psn_no\":\"P1\",\"medfee_sumamt\":"
                + yuan + ",\"fund_pay_sumamt\":0.00,\"setl_time\":\"" + time + "\"}}}";
        return new Kept(
                new Exchange(
                        "321102",
                        "H32110200001",
                        msgid,
                        infno,
                        "",
                        Exchange.State.ANSWERED,
                        "succeeded",
                        "",
                        setlId,
                        "",
                        "",
                        "310101",
                        1,
                        request.getBytes(StandardCharsets.UTF_8),
                        answer.getBytes(StandardCharsets.UTF_8),
                        null,
                        List.of(),
                        NEXT_DAY,
                        NEXT_DAY,
                        Pursuit.none(msgid)),
                "of " + msgid);
    }

    private HomeReconciliation reconciliation(Kept... ours) {
        RegionAdapter adapter = (RegionAdapter) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RegionAdapter.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("compareDay");
                    assertThat(arguments[0]).isEqualTo(DAY);
                    @SuppressWarnings("unchecked")
                    List<DayRow> day = (List<DayRow>) arguments[1];
                    compared.add(List.copyOf(day));
                    return Future.succeededFuture(says);
                });
        Descriptor descriptor =
                new Descriptor("region-shanghai-v5", "上海", Set.of(Capability.DAY_ROWS), Set.of(), Limits.DEFAULT);
        HomeAdapters homes = new HomeAdapters() {
            @Override
            public Optional<HomeAdapter> find(String area, String nodeArea) {
                return Optional.empty();
            }

            @Override
            public List<HomeAdapter> comparing() {
                return List.of(new HomeAdapter("shanghai", descriptor, adapter));
            }
        };
        OurHomeDay day = (name, from, to, after, max) -> Future.succeededFuture(List.of(ours).stream()
                .filter(kept -> kept.key().compareTo(after) > 0)
                .limit(max)
                .toList());
        return new HomeReconciliation(clock(), random(), store(), homes, day);
    }

    private Clock clock() {
        return (Clock) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Clock.class},
                (proxy, method, arguments) -> method.getName().equals("now") ? now : (Object) 0L);
    }

    private Random random() {
        return (Random) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Random.class},
                (proxy, method, arguments) -> "0".repeat(32));
    }

    private Store store() {
        return new Store() {
            @Override
            public <R> Future<R> commit(Command<R> command) {
                var decision = command.decide(null);
                decision.writes().forEach(row -> rows.put(row.key(), row));
                return Future.succeededFuture(decision.result());
            }

            @Override
            public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
                return Future.succeededFuture(reader.apply(new Rows() {
                    @Override
                    public <T extends Row> Optional<T> one(Key<T> key) {
                        return Optional.ofNullable(rows.get(key)).map(key.type()::cast);
                    }

                    @Override
                    public <T extends Row> List<T> all(Key<T> key) {
                        throw new UnsupportedOperationException();
                    }
                }));
            }
        };
    }
}
