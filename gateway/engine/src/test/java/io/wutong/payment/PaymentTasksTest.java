package io.wutong.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.cases.Case;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.CallContext;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentStatus;
import io.wutong.work.Buckets;
import io.wutong.work.Lease;
import io.wutong.work.Tenure;
import io.wutong.work.Waits;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A channel is told truthfully how often it has been asked; one that hangs holds up no other. */
class PaymentTasksTest {

    private static final Instant AT = Instant.parse("2026-10-30T01:00:00Z");
    private static final String ORDER = "321100O1";

    private final Map<Key<?>, Row> rows = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Promise<Outcome<Object>>> hanging = new ArrayList<>();
    private long fence = 1;
    /** Of an order that is asked about. */
    private Outcome<PaymentStatus> said = Outcome.rejected("ORDERNOTEXIST", "无此订单");

    @Test
    void should_say_that_an_order_was_sent_before_when_the_watch_task_sends_it_again() {
        put(order(OrderState.CREATED));
        Task watch = Task.due("321100", Task.WATCH_ORDER, ORDER, AT);
        put(watch);

        run();
        assertThat(asked).containsExactly("query 1", "pay 2");

        run();
        assertThat(asked).containsExactly("query 1", "pay 2", "query 2", "pay 3");
    }

    @Test
    void should_count_the_tries_of_a_refund() {
        put(order(OrderState.REFUNDING));
        put(new Refund("321100", "R" + ORDER, ORDER, "S1", "M1", "wechat", RefundState.DUE, 1, 1, "r", "u", AT));
        put(Task.due("321100", Task.REFUND, "R" + ORDER, AT));

        run();
        run();
        assertThat(asked).containsExactly("refund 1", "refund 2");
    }

    @Test
    void should_give_back_what_was_paid_when_it_was_paid_unheard_of_after_the_order_was_closed() {
        close();
        run();
        assertThat(rows.get(PaymentOrder.key("321100", ORDER)))
                .isInstanceOfSatisfying(
                        PaymentOrder.class, closed -> assertThat(closed.state()).isEqualTo(OrderState.CLOSED));

        said = Outcome.succeeded(new PaymentStatus(ORDER, PaymentStatus.State.PAID, "T1", 1, "CNY", null));
        run();

        assertThat(rows.get(PaymentOrder.key("321100", ORDER)))
                .isInstanceOfSatisfying(
                        PaymentOrder.class, late -> assertThat(late.state()).isEqualTo(OrderState.REFUNDING));
        assertThat(rows).containsKey(Case.key("321100", Case.LATE_PAYMENT, ORDER));
        assertThat(rows.get(Task.key("321100", Task.REFUND, "R" + ORDER)))
                .isInstanceOfSatisfying(
                        Task.class,
                        back -> assertThat(Waits.due(back.dueAt(), AT.minusSeconds(30)))
                                .as("at once, though the database's clock is behind the process's")
                                .isTrue());
    }

    @Test
    void should_ask_no_more_of_a_closed_order_when_it_has_not_been_paid_for_two_minutes() {
        close();
        Task recheck = (Task) rows.get(Task.key("321100", Task.RECHECK_ORDER, ORDER));
        int asks = 0;
        while (((Task) rows.get(recheck.key())).state().equals(Task.DUE)) {
            run();
            asks++;
        }
        assertThat(asks).isEqualTo(7);
        assertThat(asked).hasSize(7).allMatch(ask -> ask.startsWith("query "));
    }

    @Test
    void should_give_back_what_was_paid_when_a_later_try_was_refused_and_the_first_stood_after_all() {
        put(order(OrderState.CREATED));
        store().commit(PaymentCommands.refused(order(OrderState.CREATED), true, "serial", AT));
        said = Outcome.succeeded(new PaymentStatus(ORDER, PaymentStatus.State.PAID, "T1", 1, "CNY", null));
        run();
        assertThat(rows.get(PaymentOrder.key("321100", ORDER)))
                .isInstanceOfSatisfying(
                        PaymentOrder.class, late -> assertThat(late.state()).isEqualTo(OrderState.REFUNDING));
    }

    @Test
    void should_leave_an_order_open_when_a_try_is_refused_that_began_before_it_was() {
        put(order(OrderState.OPEN));
        store().commit(PaymentCommands.refused(order(OrderState.CREATED), true, "serial", AT));
        assertThat(rows.get(PaymentOrder.key("321100", ORDER)))
                .isInstanceOfSatisfying(
                        PaymentOrder.class, open -> assertThat(open.state()).isEqualTo(OrderState.OPEN));
    }

    private void close() {
        put(order(OrderState.CLOSING));
        store().commit(PaymentCommands.closed("321100", ORDER, "serial", AT));
    }

    /** Works what is due, whatever its time. */
    private void run() {
        assertThat(tasks().run().result()).isEqualTo(1);
    }

    private PaymentTasks tasks() {
        Buckets.ALL.forEach(bucket -> put(new Lease(bucket, fence, 1)));
        Channels channels = name -> Optional.of(name.equals("hung") ? hung() : channel());
        Payments payments = new Payments(CLOCK, RANDOM, store(), channels, order -> {}, "https://pay.example.org");
        DueTasks due = (buckets, now, busy, max) -> Future.succeededFuture(rows.values().stream()
                .filter(Task.class::isInstance)
                .map(Task.class::cast)
                .filter(task -> !busy.contains(task.party()))
                .sorted(Comparator.comparing(Task::ref))
                .limit(max)
                .toList());
        return new PaymentTasks(
                CLOCK, RANDOM, store(), channels, payments, due, ALL_BUCKETS, none -> Future.succeededFuture(true));
    }

    @Test
    void should_work_what_another_channel_is_asked_when_one_hangs() {
        refunds("hung", 1);
        refunds("wechat", 1);
        PaymentTasks tasks = tasks();

        assertThat(tasks.run().result()).isEqualTo(2);
        assertThat(asked).containsExactlyInAnyOrder("hung", "refund 1");
        assertThat(tasks.run().result()).as("what hangs is not begun twice").isEqualTo(1);
        assertThat(asked).containsExactlyInAnyOrder("hung", "refund 1", "refund 2");

        hanging.forEach(call -> call.complete(Outcome.unknown("timeout_read")));
        assertThat(tasks.run().result()).isEqualTo(2);
    }

    @Test
    void should_find_what_another_channel_is_asked_when_more_is_due_to_one_that_hangs_than_fits() {
        refunds("hung", 2 * UnderWay.MAX);
        refunds("wechat", 3);
        PaymentTasks tasks = tasks();

        assertThat(tasks.run().result()).isEqualTo(UnderWay.OF_ONE_PARTY_MAX + 3);
        assertThat(hanging).hasSize(UnderWay.OF_ONE_PARTY_MAX);
        tasks.run();
        assertThat(hanging).hasSize(UnderWay.OF_ONE_PARTY_MAX);
        assertThat(asked).filteredOn(ask -> ask.equals("refund 2")).hasSize(3);
    }

    @Test
    void should_begin_no_more_than_fits_when_everybody_hangs() {
        for (int party = 0; party < 6; party++) {
            for (int task = 0; task < UnderWay.OF_ONE_PARTY_MAX; task++) {
                String no = "%d-%03d".formatted(party, task);
                put(order("hung", no, OrderState.CREATED));
                put(Task.due("321100", Task.WATCH_ORDER, no, AT).of("party" + party));
            }
        }
        PaymentTasks tasks = tasks();
        assertThat(tasks.run().result()).isEqualTo(UnderWay.MAX);
        assertThat(tasks.run().result()).isZero();
        hanging.get(0).complete(Outcome.unknown("timeout_read"));
        assertThat(tasks.run().result()).isEqualTo(1);
    }

    /** Due to a channel; those of one that hangs come first. */
    private void refunds(String channel, int count) {
        for (int task = 0; task < count; task++) {
            String no = "%s%03d".formatted(channel, task);
            put(order(channel, no, OrderState.REFUNDING));
            put(new Refund("321100", "R" + no, no, "S1", "M1", channel, RefundState.DUE, 1, 1, "r", "u", AT));
            put(Task.due("321100", Task.REFUND, "R" + no, AT).of(channel));
        }
    }

    @Test
    void should_leave_a_task_alone_when_its_lease_has_gone_to_another() {
        put(order(OrderState.REFUNDING));
        put(new Refund("321100", "R" + ORDER, ORDER, "S1", "M1", "wechat", RefundState.DUE, 1, 1, "r", "u", AT));
        put(Task.due("321100", Task.REFUND, "R" + ORDER, AT));

        fence = 2;
        run();
        assertThat(asked).isEmpty();
    }

    @Test
    void should_open_a_case_when_a_day_of_asking_has_brought_no_end() {
        put(order(OrderState.REFUNDING));
        Task task = new Task("321100", Task.REFUND, "R" + ORDER, "00", Task.DUE, Waits.TRIES_MAX, AT, "", "");
        put(task);

        run();
        assertThat(asked).isEmpty();
        assertThat(rows.get(task.key())).isEqualTo(task.dead("no answer for a day"));
        assertThat(rows).containsKey(Case.key("321100", Case.TASK, "refund/R" + ORDER));
    }

    /** Knows no order unless it is told to, and never says what became of what it is sent; notes each call with its attempt. */
    private PaymentChannel channel() {
        return (PaymentChannel) Proxy.newProxyInstance(
                PaymentChannel.class.getClassLoader(), new Class<?>[] {PaymentChannel.class}, (self, method, args) -> {
                    asked.add(method.getName() + " " + ((CallContext) args[1]).attempt());
                    return Future.succeededFuture(
                            method.getName().equals("query") ? said : Outcome.unknown("timeout_read"));
                });
    }

    /** Says nothing until the test ends what it was asked. */
    private PaymentChannel hung() {
        return (PaymentChannel) Proxy.newProxyInstance(
                PaymentChannel.class.getClassLoader(), new Class<?>[] {PaymentChannel.class}, (self, method, args) -> {
                    asked.add("hung");
                    Promise<Outcome<Object>> answer = Promise.promise();
                    hanging.add(answer);
                    return answer.future();
                });
    }

    private void put(Row row) {
        rows.put(row.key(), row);
    }

    private static PaymentOrder order(OrderState state) {
        return order("wechat", ORDER, state);
    }

    private static PaymentOrder order(String channel, String orderNo, OrderState state) {
        return new PaymentOrder(
                "321100",
                orderNo,
                "S1",
                "M1",
                "H1",
                channel,
                state,
                1,
                "d",
                "u",
                AT,
                AT.plusSeconds(900),
                null,
                null,
                null,
                PayOrder.Method.OUR_CODE,
                null,
                0,
                0);
    }

    /** One command after the other on a map. */
    private Store store() {
        Rows view = new Rows() {
            @Override
            public <T extends Row> Optional<T> one(Key<T> key) {
                return Optional.ofNullable(rows.get(key)).map(key.type()::cast);
            }

            @Override
            public <T extends Row> List<T> all(Key<T> prefix) {
                return rows.values().stream()
                        .filter(row -> row.key().startsWith(prefix))
                        .map(prefix.type()::cast)
                        .toList();
            }
        };
        return new Store() {
            @Override
            public <R> Future<R> commit(Command<R> command) {
                Decision<R> decision = command.decide(view);
                decision.writes().forEach(PaymentTasksTest.this::put);
                return Future.succeededFuture(decision.result());
            }

            @Override
            public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
                return Future.succeededFuture(reader.apply(view));
            }
        };
    }

    /** A worker that has everything, as the rows say too. */
    private static final Tenure ALL_BUCKETS = new Tenure() {
        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public boolean holds(long epoch) {
            return true;
        }

        @Override
        public Instant databaseTime() {
            return AT;
        }

        @Override
        public Map<String, Long> buckets() {
            return Buckets.ALL.stream().collect(Collectors.toMap(Function.identity(), bucket -> 1L));
        }
    };

    private static final Clock CLOCK = new Clock() {
        @Override
        public Instant now() {
            return AT;
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
