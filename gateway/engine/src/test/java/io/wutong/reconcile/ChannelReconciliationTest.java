package io.wutong.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.payment.Channels;
import io.wutong.payment.OrderState;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Payments;
import io.wutong.payment.Task;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.reconcile.OurDay.OurRow;
import io.wutong.reconcile.rules.Totals;
import io.wutong.spi.BillLine;
import io.wutong.spi.BillSink;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentChannel;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A day and a bill, and the tasks that they leave. */
class ChannelReconciliationTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
    private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
    private static final Instant NEXT_DAY = Instant.parse("2026-11-22T03:00:00Z");

    private final Map<Key<?>, Row> rows = new HashMap<>();
    private Outcome<Long> end = Outcome.succeeded(0L);
    private int bills;

    @Test
    void should_leave_a_task_with_a_proposal_for_each_difference() {
        order("321102O5", OrderState.OPEN);
        order("321102O6", OrderState.CLOSED);
        List<OurRow> ours = List.of(
                new OurRow("P321102O1", 100, NOON, true),
                new OurRow("P321102O2", 200, NOON, true),
                new OurRow("P321102O3", 300, NOON, true),
                new OurRow("P321102O4", 400, Instant.parse("2026-11-20T15:59:00Z"), true),
                new OurRow("RR321102O1", 100, NOON, false));
        Totals totals = succeeded(run(
                ours,
                new BillLine("321102O1", null, "T1", 100, ""),
                new BillLine("321102O2", null, "T2", 201, ""),
                new BillLine("321102O5", null, "T5", 500, ""),
                new BillLine("321102O6", null, "T6", 600, ""),
                new BillLine("OTHER", null, "T7", 700, ""),
                new BillLine("321102O9", "R321102O9", "T9", 9, "")));

        assertThat(totals).isEqualTo(new Totals(1, 1, 4, 1, 0, 100, 2_110));
        assertThat(task("repair", "P321102O2")).contains("本方 2.00,对方 2.01", "金额不符");
        assertThat(task("repair", "P321102O3")).contains("仅本方有", "向渠道查询");
        assertThat(task("repair", "P321102O5")).contains("仅对方有", "向渠道查询");
        assertThat(task("repair", "P321102O6")).contains("仅对方有", "退回患者");
        assertThat(task("repair", "POTHER")).contains("退回患者");
        assertThat(task("repair", "RR321102O9")).contains("退款");
        assertThat(rows.values().stream()
                        .filter(row -> row instanceof Task t && t.kind().equals("repair")))
                .as("what stands beside the day, and a refund that is under way, are not missed")
                .hasSize(6)
                .allSatisfy(row -> assertThat(((Task) row).state()).isEqualTo(Task.DEAD));
    }

    @Test
    void should_leave_the_same_tasks_when_a_day_is_compared_again() {
        List<OurRow> ours = List.of(new OurRow("P321102O1", 100, NOON, true));
        BillLine other = new BillLine("321102O1", null, "T1", 101, "");
        succeeded(run(ours, other));
        Map<Key<?>, Row> first = Map.copyOf(rows);

        assertThat(succeeded(run(ours, other)).different()).isEqualTo(1);

        assertThat(rows).isEqualTo(first);
    }

    @Test
    void should_leave_one_task_when_a_row_differs_more_than_once() {
        BillLine known = new BillLine("321102O1", null, "T1", 101, "");
        BillLine unknown = new BillLine("321102O2", null, "T2", 200, "");
        List<OurRow> ours = List.of(new OurRow("P321102O1", 100, NOON, true));
        Totals totals = succeeded(run(ours, known, known, known, unknown, unknown));

        assertThat(totals).isEqualTo(new Totals(0, 0, 2, 1, 2, 0, 703));
        assertThat(task("repair", "P321102O1")).contains("金额不同", "对方重复");
        assertThat(task("repair", "P321102O2")).containsOnlyOnce("仅对方有");
    }

    @Test
    void should_leave_nothing_when_the_bill_does_not_hold() {
        end = Outcome.unknown("bill.sums");
        assertThat(run(List.of(new OurRow("P321102O1", 1, NOON, true))).label()).isEqualTo("unknown");
        assertThat(rows).isEmpty();
    }

    @Test
    void should_compare_yesterday_once_and_again_only_when_there_was_no_bill() {
        ChannelReconciliation reconciliation = reconciliation(List.of());
        end = Outcome.rejected("STATEMENT_CREATING", "账单尚未生成");
        assertThat(reconciliation.runDue().result()).isZero();
        end = Outcome.succeeded(0L);
        assertThat(reconciliation.runDue().result()).isEqualTo(1);
        assertThat(reconciliation.runDue().result()).isZero();
        assertThat(bills).isEqualTo(2);
    }

    // ---------------------------------------------------------------- shared

    private Outcome<Totals> run(List<OurRow> ours, BillLine... lines) {
        return reconciliation(ours, lines).run("wechat", DAY).result();
    }

    private static Totals succeeded(Outcome<Totals> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Totals>) outcome).answer();
    }

    private String task(String kind, String key) {
        return rows.values().stream()
                .filter(row -> row instanceof Task t
                        && t.kind().equals(kind)
                        && t.ref().equals("wechat/2026-11-21/" + key))
                .map(row -> ((Task) row).lastError())
                .findFirst()
                .orElse("no such task");
    }

    private void order(String number, OrderState state) {
        PaymentOrder order = new PaymentOrder(
                "321102",
                number,
                "S1",
                "M1",
                "H1",
                "wechat",
                state,
                1,
                "d",
                "u",
                NOON,
                NOON,
                null,
                null,
                null,
                PayOrder.Method.OUR_CODE,
                null,
                0,
                0);
        rows.put(order.key(), order);
    }

    private ChannelReconciliation reconciliation(List<OurRow> ours, BillLine... lines) {
        Channels channels = new Channels() {
            @Override
            public Optional<PaymentChannel> find(String name) {
                return Optional.of(channel(lines));
            }

            @Override
            public List<String> billing() {
                return List.of("wechat");
            }
        };
        Payments payments = new Payments(CLOCK, RANDOM, store(), channels, order -> {}, "https://pay.example.org");
        return new ChannelReconciliation(
                CLOCK,
                store(),
                channels,
                payments,
                (channel, from, to, after, max) -> Future.succeededFuture(after.isEmpty() ? ours : List.of()));
    }

    private PaymentChannel channel(BillLine... lines) {
        return (PaymentChannel) Proxy.newProxyInstance(
                PaymentChannel.class.getClassLoader(), new Class<?>[] {PaymentChannel.class}, (self, method, args) -> {
                    if (method.getName().equals("billLeadMinutes")) {
                        return 0;
                    }
                    bills++;
                    if (end instanceof Outcome.Succeeded) {
                        return ((BillSink) args[1]).take(List.of(lines)).map(end);
                    }
                    return Future.succeededFuture(end);
                });
    }

    /** One command after the other on a map; as in the database, what was not loaded is inserted. */
    private Store store() {
        Rows view = new Rows() {
            @Override
            public <T extends Row> Optional<T> one(Key<T> key) {
                return Optional.ofNullable(rows.get(key)).map(key.type()::cast);
            }

            @Override
            public <T extends Row> List<T> all(Key<T> prefix) {
                return List.of();
            }
        };
        return new Store() {
            @Override
            public <R> Future<R> commit(Command<R> command) {
                Decision<R> decision = command.decide(view);
                Set<Key<?>> written = new HashSet<>();
                for (Row row : decision.writes()) {
                    boolean inserted = !command.needs().rows().contains(row.key());
                    if (!written.add(row.key()) || (inserted && rows.containsKey(row.key()))) {
                        return Future.failedFuture("the database refuses a key twice: " + row.key());
                    }
                    rows.put(row.key(), row);
                }
                return Future.succeededFuture(decision.result());
            }

            @Override
            public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
                return Future.succeededFuture(reader.apply(view));
            }
        };
    }

    private static final Clock CLOCK = new Clock() {
        @Override
        public Instant now() {
            return NEXT_DAY;
        }

        @Override
        public long nanos() {
            return 0;
        }
    };

    private static final Random RANDOM = new Random() {
        @Override
        public String hex(int digits) {
            return "0".repeat(digits);
        }

        @Override
        public String serial(int digits) {
            return "1".repeat(digits);
        }
    };
}
