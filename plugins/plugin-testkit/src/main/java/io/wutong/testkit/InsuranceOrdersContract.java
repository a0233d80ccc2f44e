package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.spi.CallContext;
import io.wutong.spi.Descriptor;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.InsuranceStatus.Part;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.testkit.MisbehavingServer.Fault;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every channel holds to that takes insurance and cash in one order and nothing else: either half stands only where
 * its system said so unspoiled, the same order again is the same, and what is paid cannot be given up but goes back, the
 * insurance's half and the cash once each.
 */
public abstract class InsuranceOrdersContract extends PluginContract<InsuranceOrdersContract.Till> {

    protected static final Instant CREATED = Instant.now();

    /** A channel's system, with a patient who pays. */
    public interface Till extends Simulator {
        /** The patient enters the password. */
        void pay(InsuranceOrder order);

        /** The insurer takes its half back by itself, where the channel only learns of it. */
        default void insurerTakesBack(InsuranceOrder order) {}
    }

    @Override
    protected abstract PaymentChannelFactory factory();

    @Override
    protected abstract AdapterSpec spec(int port);

    @Override
    protected abstract Future<Till> simulator(Vertx vertx);

    /**
     * An order of both halves that the simulator takes, always the same.
     *
     * @param opened what opening it gave
     */
    protected abstract InsuranceOrder order(@Nullable String opened);

    @Override
    final Descriptor descriptor() {
        return factory().descriptor();
    }

    @Override
    final void exercise(PluginWorld<Till> world) {
        InsuranceOrder paid = paid(world);
        succeed(orders(world).query(paid, Calls.context()));
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_open_one_order_when_asked_again(Packaging packaging) {
        try (PluginWorld<Till> world = world(packaging)) {
            PayPrompt first = succeed(orders(world).open(order(null), Calls.context()));
            assertThat(succeed(orders(world).open(order(null), Calls.again())).content())
                    .isEqualTo(first.content());
            InsuranceStatus status = succeed(orders(world).query(order(first.content()), Calls.context()));
            assertThat(status.orderNo()).isEqualTo(order(null).orderNo());
            assertThat(status.whole()).isEqualTo(Part.OPEN);
            assertThat(status.amounts())
                    .isEqualTo(InsuranceStatus.Amounts.of(order(null).amounts()));
            // asked without what opening it gave, because its answer was lost
            assertThat(succeed(orders(world).query(order(null), Calls.context())))
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_say_both_paid_and_refuse_to_close_when_the_patient_has_paid(Packaging packaging) {
        try (PluginWorld<Till> world = world(packaging)) {
            InsuranceOrder order = paid(world);
            assertThat(succeed(orders(world).query(order, Calls.context())).paid())
                    .isTrue();
            assertThat(Calls.await(orders(world).close(order, Calls.context()))).isInstanceOf(Outcome.Rejected.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_close_an_unpaid_order_for_good(Packaging packaging) {
        try (PluginWorld<Till> world = world(packaging)) {
            PayPrompt prompt = succeed(orders(world).open(order(null), Calls.context()));
            InsuranceOrder order = order(prompt.content());
            for (int i = 0; i < 2; i++) {
                assertThat(Calls.await(orders(world).close(order, Calls.context())))
                        .isInstanceOf(Outcome.Succeeded.class);
            }
            assertThat(succeed(orders(world).query(order, Calls.context())).whole())
                    .isEqualTo(Part.FAILED);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_give_back_the_insurance_and_then_the_cash_once_each(Packaging packaging) {
        try (PluginWorld<Till> world = world(packaging)) {
            InsuranceOrder order = paid(world);
            String number = succeed(orders(world).query(order, Calls.context())).channelOrderId();
            world.simulator().insurerTakesBack(order);
            for (int i = 0; i < 2; i++) {
                assertThat(Calls.await(orders(world).insuranceRefunded(order, number, refundNo(), Calls.context())))
                        .isInstanceOf(Outcome.Succeeded.class);
            }
            assertThat(succeed(orders(world).query(order, Calls.context())).insurance())
                    .isEqualTo(Part.REFUNDED);
            for (int i = 0; i < 2; i++) {
                RefundStatus status = succeed(orders(world).refund(order, refund(order), Calls.context()));
                assertThat(status.refundNo()).isEqualTo(refundNo());
                assertThat(status.refundFen()).isEqualTo(order.amounts().payFen());
            }
            assertThat(succeed(orders(world).query(order, Calls.context())).cash())
                    .isEqualTo(Part.REFUNDED);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_say_not_sent_when_nobody_listens(Packaging packaging) {
        try (PluginWorld<Till> world = deserted(packaging)) {
            assertThat(Calls.await(orders(world).open(order(null), Calls.context())))
                    .isInstanceOf(Outcome.NotSent.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_never_take_a_spoiled_answer_for_an_end(Packaging packaging) {
        for (Fault fault : faults(packaging)) {
            spoil(
                    packaging,
                    fault,
                    "open",
                    world -> order(null),
                    (world, order) -> context -> orders(world).open(order, context));
            spoil(
                    packaging,
                    fault,
                    "query",
                    this::paid,
                    (world, order) -> context -> orders(world).query(order, context));
            spoil(
                    packaging,
                    fault,
                    "refund",
                    this::paid,
                    (world, order) -> context -> orders(world).refund(order, refund(order), context));
        }
    }

    private interface Asking<T> {
        Function<CallContext, Future<Outcome<T>>> of(PluginWorld<Till> world, InsuranceOrder order);
    }

    private <T> void spoil(
            Packaging packaging,
            Fault fault,
            String operation,
            Function<PluginWorld<Till>, InsuranceOrder> before,
            Asking<T> asking) {
        try (PluginWorld<Till> world = world(packaging)) {
            Function<CallContext, Future<Outcome<T>>> call = asking.of(world, before.apply(world));
            world.server().misbehave(fault, 0);
            Outcome<T> outcome = Calls.await(
                    call.apply(fault == Fault.HANG ? Calls.context(700, new MemoryVisitMemory()) : Calls.context()));
            world.server().behave();
            String where = operation + " with " + fault;
            if (fault == Fault.NONE || fault == Fault.SLOW) {
                assertThat(outcome).as(where).isInstanceOf(Outcome.Succeeded.class);
            } else if (!fault.harmless()) {
                assertThat(outcome).as(where).isInstanceOfAny(Outcome.Unknown.class, Outcome.Pending.class);
            }
            assertThat(Calls.await(call.apply(Calls.again())))
                    .as(where + ", then again")
                    .isInstanceOf(Outcome.Succeeded.class);
        }
    }

    private InsuranceOrder paid(PluginWorld<Till> world) {
        PayPrompt prompt = succeed(orders(world).open(order(null), Calls.context()));
        InsuranceOrder order = order(prompt.content());
        world.simulator().pay(order);
        return order;
    }

    private String refundNo() {
        return "R" + order(null).orderNo();
    }

    private RefundOrder refund(InsuranceOrder order) {
        PayOrder cash = new PayOrder(
                order.orderNo(),
                order.amounts().payFen(),
                order.description(),
                PayOrder.Method.IN_APP,
                order.createdAt(),
                order.expiresAt(),
                order.notifyUrl(),
                null);
        return new RefundOrder(refundNo(), cash, order.amounts().payFen(), "结算撤销", order.notifyUrl(), CREATED);
    }

    private static <T> T succeed(Future<Outcome<T>> future) {
        Outcome<T> outcome = Calls.await(future);
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<T>) outcome).answer();
    }

    private static InsuranceOrders orders(PluginWorld<Till> world) {
        return world.host()
                .paymentChannel(world.spec().name())
                .orElseThrow()
                .adapter()
                .insuranceOrders()
                .orElseThrow();
    }
}
