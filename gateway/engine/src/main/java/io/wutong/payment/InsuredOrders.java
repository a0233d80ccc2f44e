package io.wutong.payment;

import io.vertx.core.Future;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Store;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;

/**
 * Orders whose channel takes the insurance's half with the patient's cash: what either half has come to is asked, and the
 * insurance's half is taken back before the cash goes.
 */
final class InsuredOrders {

    private final Clock clock;
    private final Random random;
    private final Store store;
    private final Payments payments;

    InsuredOrders(Clock clock, Random random, Store store, Payments payments) {
        this.clock = clock;
        this.random = random;
        this.store = store;
        this.payments = payments;
    }

    /** Opens it; the same order is sent the same way each time. */
    Future<Outcome<PayPrompt>> open(PaymentChannel channel, PaymentOrder order, int attempt) {
        return ask(channel, order, attempt, InsuranceOrders::open);
    }

    /** An order that the channel did not open because its authorisation is over. */
    Future<?> authorisationOver(PaymentOrder order) {
        return store.commit(InsuredCommands.authorisationOver(InsuredOrder.key(order)));
    }

    /** Asks how both halves stand, and acts on it. */
    Future<Seen> look(PaymentChannel channel, PaymentOrder order, int attempt, String cause) {
        return ask(channel, order, attempt, InsuranceOrders::query)
                .compose(outcome -> outcome instanceof Outcome.Succeeded<InsuranceStatus> known
                        ? store.commit(InsuredCommands.seen(
                                        order, known.answer(), random.serial(14), cause, clock.now()))
                                .compose(after -> after.state() == order.state()
                                        ? Future.succeededFuture(after)
                                        : payments.told(after.node(), after.orderNo()))
                                .map(after -> new Seen(outcome, after))
                                // other amounts than ours are no answer: asked again, and in the end a case
                                .recover(failure -> failure instanceof Refusal
                                        ? Future.succeededFuture(new Seen(Outcome.unknown("answer_differs"), order))
                                        : Future.failedFuture(failure))
                        : Future.succeededFuture(new Seen(outcome, order)));
    }

    /** What the channel has said, and the order after it. */
    record Seen(Outcome<InsuranceStatus> said, PaymentOrder order) {}

    /** Gives it up; true once it has ended. Called after {@link #look} has found nothing paid. */
    Future<Boolean> close(PaymentChannel channel, PaymentOrder order, Seen seen, int attempt, boolean mayStillArrive) {
        boolean unknown = seen.said() instanceof Outcome.Rejected;
        if (!unknown && !(seen.said() instanceof Outcome.Succeeded)) {
            return Future.succeededFuture(false);
        }
        return ask(channel, order, attempt, InsuranceOrders::close).compose(outcome -> {
            boolean gone = outcome instanceof Outcome.Succeeded || unknown && outcome instanceof Outcome.Rejected;
            return gone && !(unknown && mayStillArrive)
                    ? store.commit(InsuredCommands.closed(order, random.serial(14), clock.now()))
                            .compose(after -> payments.told(after.node(), after.orderNo()))
                            .map(true)
                    : Future.succeededFuture(false);
        });
    }

    /**
     * Takes the insurance's half back, if it was paid; true once nothing of it is left.
     *
     * @param refundNo of the cash that goes back with it
     */
    Future<Boolean> takeBack(PaymentChannel channel, PaymentOrder order, String refundNo, int attempt) {
        return read(order).compose(insured -> switch (insured.state()) {
            case OPEN, UNPAID, RETURNED -> Future.succeededFuture(true);
            case PAID ->
                insured.paysInsurance()
                        ? commit(insured, InsuredState.Event.RETURN, refundNo)
                                .compose(after -> takeBack(channel, order, refundNo, attempt))
                        : Future.succeededFuture(true);
            case RETURNING ->
                ask(
                                channel,
                                order,
                                attempt,
                                (orders, asked, context) -> orders.insuranceRefunded(
                                        asked, String.valueOf(insured.channelOrderId()), refundNo, context))
                        .compose(outcome -> outcome instanceof Outcome.Succeeded
                                ? commit(insured, InsuredState.Event.RETURN_DONE, refundNo)
                                        .map(true)
                                : Future.succeededFuture(false));
        });
    }

    private Future<InsuredOrder> commit(InsuredOrder insured, InsuredState.Event event, String cause) {
        return store.commit(InsuredCommands.back(insured.key(), event, random.serial(14), cause, clock.now()));
    }

    private Future<InsuredOrder> read(PaymentOrder order) {
        Key<InsuredOrder> key = InsuredOrder.key(order);
        return store.read(
                Needs.rows(key), rows -> rows.one(key).orElseThrow(() -> Fault.ORDER.refusal(order.orderNo())));
    }

    /** One question to the channel about an order. */
    interface Question<T> {
        Future<Outcome<T>> ask(InsuranceOrders orders, InsuranceOrder order, CallContext context);
    }

    <T> Future<Outcome<T>> ask(PaymentChannel channel, PaymentOrder order, int attempt, Question<T> question) {
        return read(order)
                .compose(insured -> channel.insuranceOrders()
                        .map(orders -> question.ask(
                                orders, insured.toInsuranceOrder(order), payments.context(order.orderNo(), attempt)))
                        .orElseGet(() -> Future.failedFuture(Fault.CHANNEL.refusal(order.channel()))))
                .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)));
    }
}
