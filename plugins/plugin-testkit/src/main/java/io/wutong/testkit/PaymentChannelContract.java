package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.wutong.host.PluginHost;
import io.wutong.host.PluginHostConfig;
import io.wutong.host.PluginRefusedException;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.testkit.MisbehavingServer.Fault;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every payment channel holds to: nothing is paid or refunded unless the channel's system said so unspoiled, the
 * same number again is the same order, and a callback of which one byte differs is refused.
 */
public abstract class PaymentChannelContract extends PluginContract<PaymentSimulator> {
    private static final String UNKNOWN_NUMBER = "NOSUCHNUMBER0000";
    private static final String ORDER_NO = "CONTRACT00000001";
    private static final long ORDER_FEN = 3_042_000;
    private static final long ORDER_SECONDS = 1_800;

    private final Instant expiresAt = Instant.now().plusSeconds(ORDER_SECONDS);
    private String notifyUrl = "http://127.0.0.1:9/callbacks/nobody";

    @Override
    protected abstract PaymentChannelFactory factory();

    /** An order that the simulator takes, always with the same number. */
    protected PayOrder order() {
        return new PayOrder(
                ORDER_NO,
                ORDER_FEN,
                "住院个人自付",
                PayOrder.Method.OUR_CODE,
                expiresAt.minusSeconds(ORDER_SECONDS),
                expiresAt,
                notifyUrl,
                null);
    }

    /** A refund of all or part of {@link #order}; only asked for where the channel can refund. */
    protected RefundOrder refund() {
        return new RefundOrder("R" + ORDER_NO, order(), 1_000, "出院结算撤销", notifyUrl, expiresAt);
    }

    /** A simulated counterpart and the patient in front of it. */
    protected interface Till {

        Future<Integer> start(Vertx vertx);

        /** The patient scans our code and looks. */
        default void scan(String orderNo) {}

        /** The patient pays. */
        Future<?> pay(String orderNo);

        Future<Void> stop();
    }

    /** A counterpart whose callbacks are kept as they went over the wire, and acknowledged. */
    protected final Future<PaymentSimulator> watched(Vertx vertx, Till till, String acknowledgement) {
        return till.start(vertx)
                .compose(port -> CallbackPost.open(vertx, acknowledgement).map(post -> {
                    notifyUrl = post.url();
                    return new Watched(till, port, post);
                }));
    }

    private record Watched(Till till, int port, CallbackPost post) implements PaymentSimulator {

        @Override
        public Future<Void> scan(String orderNo) {
            till.scan(orderNo);
            return Future.succeededFuture();
        }

        @Override
        public Future<RawNotification> pay(String orderNo) {
            return till.pay(orderNo).map(told -> post.last());
        }

        @Override
        public Future<Void> close() {
            return till.stop().eventually(post::close);
        }
    }

    /** The host does not start with these settings. */
    protected final void assertRefused(Body settings) {
        Vertx vertx = Vertx.vertx();
        PluginHost host = new PluginHost(
                vertx, PluginHostConfig.ofClasses(List.of(factory()), List.of(spec(1).withSettings(settings))));
        assertThatThrownBy(() -> Calls.await(host.start())).isInstanceOf(PluginRefusedException.class);
        Calls.await(vertx.close());
    }

    @Override
    final Descriptor descriptor() {
        return factory().descriptor();
    }

    @Override
    final void exercise(PluginWorld<PaymentSimulator> world) {
        succeed(channel(world).pay(order(), Calls.context()));
        RawNotification raw = Calls.await(world.simulator().pay(order().orderNo()));
        succeed(channel(world).verifyNotification(raw));
        succeed(channel(world).query(order(), Calls.context()));
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_open_one_order_when_asked_twice(Packaging packaging) {
        try (PluginWorld<PaymentSimulator> world = world(packaging)) {
            PayPrompt first = succeed(channel(world).pay(order(), Calls.context()));
            PayPrompt second = succeed(channel(world).pay(order(), Calls.context()));
            assertThat(second.kind()).isEqualTo(first.kind());
            assertThat(first.content().isEmpty()).isEqualTo(first.kind() == PayPrompt.Kind.NOTHING);
            Calls.await(world.simulator().scan(order().orderNo()));
            PaymentStatus status = succeed(channel(world).query(order(), Calls.context()));
            assertThat(status.orderNo()).isEqualTo(order().orderNo());
            assertThat(status.state()).isNotEqualTo(PaymentStatus.State.PAID);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_reject_when_the_number_is_not_known(Packaging packaging) {
        try (PluginWorld<PaymentSimulator> world = world(packaging)) {
            assertThat(Calls.await(channel(world).query(unknownOrder(), Calls.context())))
                    .isInstanceOf(Outcome.Rejected.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_say_paid_with_the_amount_when_the_patient_has_paid(Packaging packaging) {
        try (PluginWorld<PaymentSimulator> world = paid(packaging)) {
            for (int i = 0; i < 2; i++) {
                PaymentStatus status = succeed(channel(world).query(order(), Calls.context()));
                assertThat(status.state()).isEqualTo(PaymentStatus.State.PAID);
                assertThat(status.amountFen()).isEqualTo(order().amountFen());
                assertThat(status.currency()).isEqualTo("CNY");
                assertThat(status.channelTransactionId()).isNotBlank();
            }
            if (descriptor().can(Capability.CLOSE_ORDER)) {
                assertThat(Calls.await(channel(world).close(order(), Calls.context())))
                        .as("closing what is paid")
                        .isInstanceOf(Outcome.Rejected.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_close_an_unpaid_order(Packaging packaging) {
        if (!descriptor().can(Capability.CLOSE_ORDER)) {
            return;
        }
        try (PluginWorld<PaymentSimulator> world = world(packaging)) {
            succeed(channel(world).pay(order(), Calls.context()));
            Calls.await(world.simulator().scan(order().orderNo()));
            assertThat(Calls.await(channel(world).close(order(), Calls.context())))
                    .isInstanceOf(Outcome.Succeeded.class);
            assertThat(succeed(channel(world).query(order(), Calls.context())).state())
                    .isEqualTo(PaymentStatus.State.CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_verify_a_callback_and_refuse_it_when_anything_differs(Packaging packaging) {
        try (PluginWorld<PaymentSimulator> world = world(packaging)) {
            succeed(channel(world).pay(order(), Calls.context()));
            RawNotification raw = Calls.await(world.simulator().pay(order().orderNo()));
            PaymentEvent event = succeed(channel(world).verifyNotification(raw));
            assertThat(event.orderNo()).isEqualTo(order().orderNo());
            assertThat(event).isInstanceOfSatisfying(PaymentEvent.Payment.class, payment -> {
                assertThat(payment.status().state()).isEqualTo(PaymentStatus.State.PAID);
                assertThat(payment.status().amountFen()).isEqualTo(order().amountFen());
            });
            assertThat(succeed(channel(world).verifyNotification(raw)).eventId())
                    .isEqualTo(event.eventId());

            byte[] bytes = raw.body().getBytes();
            for (int at = 0; at < bytes.length; at += Math.max(1, bytes.length / 50)) {
                byte[] changed = bytes.clone();
                changed[at] ^= 1;
                Outcome<PaymentEvent> outcome = Calls.await(
                        channel(world).verifyNotification(new RawNotification(raw.headers(), Buffer.buffer(changed))));
                // a byte that says nothing, such as one in the name of an empty field, may be outside of the signature
                assertThat(outcome.equals(Outcome.succeeded(event)) || outcome instanceof Outcome.Rejected)
                        .as("byte " + at + ": refused, or it says the same")
                        .isTrue();
            }
            refuse(world, new RawNotification(Map.of(), raw.body()), "no headers");
            refuse(world, new RawNotification(raw.headers(), Buffer.buffer()), "no body");
            refuseWithoutSignature(world, raw);
        }
    }

    /** Whichever headers carry the signature: with all values of one length kept and one character changed. */
    private void refuseWithoutSignature(PluginWorld<PaymentSimulator> world, RawNotification raw) {
        boolean anyRefused = false;
        for (Map.Entry<String, String> header : raw.headers().entrySet()) {
            Map<String, String> changed = new HashMap<>(raw.headers());
            changed.remove(header.getKey());
            Outcome<PaymentEvent> outcome =
                    Calls.await(channel(world).verifyNotification(new RawNotification(changed, raw.body())));
            anyRefused |= outcome instanceof Outcome.Rejected;
            assertThat(outcome)
                    .as("without " + header.getKey())
                    .isInstanceOfAny(Outcome.Rejected.class, Outcome.Succeeded.class);
        }
        assertThat(anyRefused).as("some header carries the signature").isTrue();
    }

    private void refuse(PluginWorld<PaymentSimulator> world, RawNotification raw, String what) {
        assertThat(Calls.await(channel(world).verifyNotification(raw))).as(what).isInstanceOf(Outcome.Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_acknowledge_differently_when_received_and_when_not(Packaging packaging) {
        try (PluginWorld<PaymentSimulator> world = world(packaging)) {
            assertThat(channel(world).acknowledge(true))
                    .isNotEqualTo(channel(world).acknowledge(false));
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_refund_once_when_asked_twice(Packaging packaging) {
        if (!descriptor().can(Capability.REFUND)) {
            return;
        }
        try (PluginWorld<PaymentSimulator> world = paid(packaging)) {
            RefundStatus first = succeed(channel(world).refund(refund(), Calls.context()));
            RefundStatus second = succeed(channel(world).refund(refund(), Calls.context()));
            for (RefundStatus status : new RefundStatus[] {first, second}) {
                assertThat(status.refundNo()).isEqualTo(refund().refundNo());
                assertThat(status.refundFen()).isEqualTo(refund().refundFen());
            }
            assertThat(second.channelRefundId()).isEqualTo(first.channelRefundId());
            assertThat(succeed(channel(world).queryRefund(refund(), Calls.context()))
                            .refundFen())
                    .isEqualTo(refund().refundFen());
            assertThat(Calls.await(channel(world).queryRefund(unknownRefund(), Calls.context())))
                    .isInstanceOf(Outcome.Rejected.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_say_not_sent_when_nobody_listens(Packaging packaging) {
        try (PluginWorld<PaymentSimulator> world = deserted(packaging)) {
            assertThat(Calls.await(channel(world).pay(order(), Calls.context())))
                    .isInstanceOf(Outcome.NotSent.class);
            assertThat(Calls.await(channel(world).query(order(), Calls.context())))
                    .isInstanceOf(Outcome.NotSent.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_never_take_a_spoiled_answer_for_an_end(Packaging packaging) {
        for (Fault fault : faults(packaging)) {
            spoil(packaging, fault, "pay", world -> {}, (channel, context) -> channel.pay(order(), context));
            spoil(packaging, fault, "query", this::payFor, (channel, context) -> channel.query(order(), context));
            if (descriptor().can(Capability.REFUND)) {
                spoil(
                        packaging,
                        fault,
                        "refund",
                        this::payFor,
                        (channel, context) -> channel.refund(refund(), context));
            }
        }
    }

    private <T> void spoil(
            Packaging packaging,
            Fault fault,
            String operation,
            Consumer<PluginWorld<PaymentSimulator>> before,
            BiFunction<PaymentChannel, CallContext, Future<Outcome<T>>> call) {
        try (PluginWorld<PaymentSimulator> world = world(packaging)) {
            before.accept(world);
            world.server().misbehave(fault, 0);
            CallContext context = fault == Fault.HANG ? Calls.context(700, new MemoryVisitMemory()) : Calls.context();
            Outcome<T> outcome = Calls.await(call.apply(channel(world), context));
            world.server().behave();
            String where = operation + " with " + fault;
            if (fault == Fault.NONE || fault == Fault.SLOW) {
                assertThat(outcome).as(where).isInstanceOf(Outcome.Succeeded.class);
            } else if (fault.harmless()) {
                assertThat(outcome).as(where).isInstanceOfAny(Outcome.Succeeded.class, Outcome.Unknown.class);
            } else {
                assertThat(outcome).as(where).isInstanceOfAny(Outcome.Unknown.class, Outcome.Pending.class);
            }
            // the same again is safe, and now it is answered
            assertThat(Calls.await(call.apply(channel(world), Calls.context())))
                    .as(where + ", then again")
                    .isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_give_up_in_time_when_the_system_hangs(Packaging packaging) {
        try (PluginWorld<PaymentSimulator> world = world(packaging)) {
            world.server().misbehave(Fault.HANG, 0);
            long start = System.nanoTime();
            assertThat(Calls.await(channel(world).pay(order(), Calls.context(500, new MemoryVisitMemory()))))
                    .isInstanceOf(Outcome.Unknown.class);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1_500);
            Waiting.until(
                    "it lets go of the connection too", () -> world.server().connections() == 0);
        }
    }

    private PayOrder unknownOrder() {
        PayOrder known = order();
        return new PayOrder(
                UNKNOWN_NUMBER,
                known.amountFen(),
                known.description(),
                known.method(),
                known.createdAt(),
                known.expiresAt(),
                known.notifyUrl(),
                known.payer());
    }

    private RefundOrder unknownRefund() {
        RefundOrder known = refund();
        return new RefundOrder(
                UNKNOWN_NUMBER, known.order(), known.refundFen(), known.reason(), known.notifyUrl(), known.createdAt());
    }

    private PluginWorld<PaymentSimulator> paid(Packaging packaging) {
        PluginWorld<PaymentSimulator> world = world(packaging);
        payFor(world);
        return world;
    }

    private void payFor(PluginWorld<PaymentSimulator> world) {
        succeed(channel(world).pay(order(), Calls.context()));
        Calls.await(world.simulator().pay(order().orderNo()));
    }

    @SuppressWarnings("unchecked")
    private static <T> T succeed(Future<Outcome<T>> future) {
        Outcome<T> outcome = Calls.await(future);
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<T>) outcome).answer();
    }

    private static PaymentChannel channel(PluginWorld<PaymentSimulator> world) {
        return world.host().paymentChannel(world.spec().name()).orElseThrow().adapter();
    }
}
