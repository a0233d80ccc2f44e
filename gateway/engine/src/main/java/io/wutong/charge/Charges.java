package io.wutong.charge;

import io.vertx.core.Future;
import io.wutong.charge.ChargeCommands.Mark;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Arrival;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Exchanges;
import io.wutong.payment.Authorisations;
import io.wutong.payment.CounterReceipt;
import io.wutong.payment.OrderState;
import io.wutong.payment.PaymentCommands;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Payments;
import io.wutong.payment.Task;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.util.Optional;

/**
 * Both halves or neither: the saga of insurance and cash at the place of care.
 *
 * <pre>
 *   place ─▶ PAYING ─ paid ─▶ SETTLING ─ same amount ─────────────────────▶ BOTH
 *              │                 │ └─ another amount ─▶ CANCELLING ─┐ home confirms
 *              │ not paid        └─ refused, never sent ─▶ RETURNING ◀┘─ money is back ─▶ NEITHER
 *              └───────────────────────────────────────────────────────────────────────▲
 *   the other order: SETTLING ─▶ COLLECTING ─ paid ─▶ BOTH; not paid ─▶ CANCELLING, or OWING
 * </pre>
 *
 * <p>Every state is a row. A step is taken by whoever comes first, an order's change, the terminal's question or the task,
 * and is safe to take twice: messages go under their own ids through the ordinary entrance, which dedupes them, and each
 * commit changes a charge only from the state that it was decided in. What is not known of a message is found out by the
 * exchange itself; the charge waits on its row.
 */
public final class Charges {

    private final Clock clock;
    private final Random random;
    private final Store store;
    private final Exchanges exchanges;
    private final Payments payments;
    private final Authorisations authorisations;
    private final Sequences sequences;
    private final ChargeEvents events;

    public Charges(
            Clock clock,
            Random random,
            Store store,
            Exchanges exchanges,
            Payments payments,
            Sequences sequences,
            ChargeEvents events) {
        this.clock = clock;
        this.random = random;
        this.store = store;
        this.exchanges = exchanges;
        this.payments = payments;
        this.authorisations = new Authorisations(store);
        this.sequences = sequences;
        this.events = events;
    }

    /** A charge, and the order of the patient's half when there is one. */
    public record View(Charge charge, Optional<PaymentOrder> order) {}

    /**
     * What a hospital or a terminal asks for.
     *
     * @param care the place of care
     * @param message the whole settlement message
     * @param shownMsgid of the pre-settlement whose amount the patient was shown
     * @param code the code that the patient shows; empty where he scans ours
     * @param insurance who pays and what the insurer has given for it, where the channel is to take both halves in one
     *     order; empty where it takes the cash alone
     * @param counter what the counter has taken already; empty where a channel collects
     * @param credit the number of a credit that the patient has signed with the channel, which pays for him; else empty
     */
    public record Ask(
            Node care,
            byte[] message,
            String shownMsgid,
            Optional<String> channel,
            Optional<String> code,
            Optional<Body> insurance,
            Optional<CounterReceipt> counter,
            Optional<String> credit) {}

    /** Places a charge, or gives the one that was placed with this message. Fails with a refusal. */
    public Future<View> place(Ask ask) {
        return Future.succeededFuture()
                .compose(go -> {
                    Placing placing = placing(ask);
                    return store.commit(placing)
                            .compose(charge -> renewed(ask, charge)
                                    .compose(renewed -> renewed
                                            ? prompted(charge, false)
                                            : drawn(placing.orderNo(), charge)
                                                    ? prompted(charge, true)
                                                    : Future.succeededFuture(charge)));
                })
                .compose(this::go)
                .compose(this::wantsNoAuthorisation)
                .compose(this::view);
    }

    /** AUTH-TTL-001: placed again with another authorisation, the same order goes out with that. */
    private Future<Boolean> renewed(Ask ask, Charge charge) {
        String orderNo = charge.orderNo();
        return ask.insurance().isEmpty() || orderNo == null || charge.state() != ChargeState.PAYING
                ? Future.succeededFuture(false)
                : authorisations.renew(charge.node(), orderNo, ask.insurance().get());
    }

    /** Whether a charge's order is the one that a number was drawn for; another's order has another. */
    private static boolean drawn(String number, Charge charge) {
        return number.equals(charge.orderNo());
    }

    private Future<Charge> wantsNoAuthorisation(Charge charge) {
        String orderNo = charge.orderNo();
        return orderNo == null || charge.state() != ChargeState.PAYING
                ? Future.succeededFuture(charge)
                : authorisations
                        .isWanted(charge.node(), orderNo)
                        .compose(wants -> wants
                                ? Future.failedFuture(Fault.REAUTHORISE.refusal())
                                : Future.succeededFuture(charge));
    }

    private Placing placing(Ask ask) {
        Envelope envelope = Envelope.read(ask.message());
        Kind kind = Kind.of(envelope.infno()).orElseThrow(() -> Fault.INFNO.refusal(envelope.infno()));
        exchanges.refusal(arrival(envelope)).ifPresent(refusal -> {
            throw refusal;
        });
        Topology topology = exchanges.directory().get().topology();
        Sequences.Rule rule = sequences.of(kind, envelope.careArea(), topology.areas());
        PaymentCommands.Opening opening = payments.opening(
                ask.care().id(),
                envelope.msgid(),
                envelope.fixmedinsCode(),
                ask.counter().map(CounterReceipt::channel).orElseGet(() -> payments.chosen(ask.channel(), ask.code())),
                ask.code().or(ask::credit).orElse(null),
                ask.credit().isPresent());
        Optional<Body> insurance = ask.insurance()
                .map(said -> said.with(
                        "institution_name",
                        Value.text(topology.find(envelope.fixmedinsCode())
                                .map(Node::name)
                                .orElse(""))));
        if (ask.credit().isPresent() && ask.code().isPresent()) {
            throw Fault.FIELD.refusal("credit", "不能与payment_code同时给出");
        }
        if (insurance.isPresent()) {
            if (!rule.together()
                    || rule.sequence() != Sequence.PAY_FIRST
                    || ask.code().isPresent()) {
                throw Fault.FIELD.refusal("insurance", "本统筹区此类结算未启用医保与自费合并下单");
            }
            if (!payments.insures(opening.channel())) {
                throw Fault.CHANNEL.refusal(opening.channel());
            }
            opening = opening.withInsurance();
        }
        if (ask.counter().isPresent() && rule.sequence() != Sequence.PAY_FIRST) {
            throw Fault.FIELD.refusal("channel", "本统筹区此类结算先结算后收款，柜台收款请在结算后登记");
        }
        return new Placing(
                kind, rule.sequence(), envelope, opening, insurance, ask.counter(), ask.shownMsgid(), mark());
    }

    /** A charge as it stands, to the institution that it belongs to. */
    public Future<View> find(String node, String msgid, String fixmedinsCode) {
        return read(Charge.key(node, msgid))
                .map(found -> found.filter(charge -> charge.fixmedinsCode().equals(fixmedinsCode))
                        .orElseThrow(() -> Fault.ORDER.refusal(msgid)))
                .compose(this::view);
    }

    private Future<View> view(Charge charge) {
        String orderNo = charge.orderNo();
        if (orderNo == null) {
            return Future.succeededFuture(new View(charge, Optional.empty()));
        }
        Key<PaymentOrder> key = PaymentOrder.key(charge.node(), orderNo);
        return store.read(Needs.rows(key), rows -> new View(charge, rows.one(key)));
    }

    /** An order has changed: if a charge waits for that, it goes on. */
    public void changed(PaymentOrder order) {
        String msgid = order.charge();
        if (msgid != null) {
            read(Charge.key(order.node(), msgid))
                    .compose(found -> found.map(this::go).orElseGet(() -> Future.succeededFuture(null)));
            // whatever keeps this from going on, the task goes on later
        }
    }

    /** Works a charge's task; true when it has ended. */
    public Future<Boolean> work(Task task) {
        return read(Charge.key(task.node(), task.ref()))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(true)
                        : go(found.get()).map(charge -> charge.state().ended()));
    }

    private Future<Optional<Charge>> read(Key<Charge> key) {
        return store.read(Needs.rows(key), rows -> rows.one(key));
    }

    // ------------------------------------------------------------------ steps

    /** Goes on as far as it can now. */
    private Future<Charge> go(Charge charge) {
        return step(charge).compose(after -> {
            if (after.state() == charge.state()) {
                return Future.succeededFuture(after);
            }
            events.changed(after);
            return go(after);
        });
    }

    private Future<Charge> step(Charge charge) {
        return switch (charge.state()) {
            case PAYING -> store.commit(ChargeCommands.paying(charge, mark()));
            case SETTLING -> settle(charge);
            case COLLECTING -> store.commit(ChargeCommands.collecting(charge, cancelMsgid(charge), mark()));
            case CANCELLING -> cancel(charge);
            case RETURNING -> store.commit(ChargeCommands.returning(charge, mark()));
            case BOTH, NEITHER, OWING -> Future.succeededFuture(charge);
        };
    }

    /**
     * Asks the channel of a new order. Only who has made or renewed it asks, and once: two first tries at the same time, of
     * which the channel refuses one, would tell of an order that stands that it has failed. What this does not bring, the
     * order's own task does.
     */
    private Future<Charge> prompted(Charge charge, boolean first) {
        return view(charge)
                .compose(view -> view.order()
                                .filter(order -> order.state() == OrderState.CREATED)
                                .isPresent()
                        ? payments.prompt(view.order().get(), first)
                        : Future.succeededFuture())
                .otherwiseEmpty()
                .map(charge);
    }

    private Future<Charge> settle(Charge charge) {
        return send(charge.envelope(), ChargeCommands.messageKey(charge)).compose(said -> {
            if (said.outcome() instanceof Outcome.Succeeded) {
                PaymentCommands.Opening opening = payments.opening(
                        charge.node(),
                        charge.msgid(),
                        charge.fixmedinsCode(),
                        charge.channel(),
                        charge.payer(),
                        charge.byCredit());
                return store.commit(ChargeCommands.settled(
                                charge,
                                said.answer().body("output").body("setlinfo").textOr("setl_id", ""),
                                opening,
                                cancelMsgid(charge),
                                mark()))
                        .compose(after -> drawn(opening.orderNo(), after)
                                ? prompted(after, true)
                                : Future.succeededFuture(after));
            }
            if (said.outcome() instanceof Outcome.Rejected) {
                return store.commit(ChargeCommands.refused(charge, said.why(), mark()));
            }
            return said.outcome() instanceof Outcome.NotSent
                    ? store.commit(ChargeCommands.notSent(charge, mark()))
                    : Future.succeededFuture(charge);
        });
    }

    private Future<Charge> cancel(Charge charge) {
        return store.commit(ChargeCommands.cancelling(charge, mark())).compose(now -> {
            if (now.state() != ChargeState.CANCELLING) {
                return Future.succeededFuture(now);
            }
            Envelope message = Cancellation.of(now, exchanges.directory().get());
            return send(message, Exchange.key(now.fixmedinsCode(), now.fixmedinsCode(), message.msgid()))
                    .compose(said -> {
                        if (said.outcome() instanceof Outcome.Succeeded) {
                            return store.commit(ChargeCommands.cancelling(now, mark()));
                        }
                        if (!(said.outcome() instanceof Outcome.Rejected<Body> refused)) {
                            return Future.succeededFuture(now);
                        }
                        return store.commit(
                                refused.code().equals(Fault.ABSENT.code())
                                        ? ChargeCommands.cancelLost(now, cancelMsgid(now), mark())
                                        : ChargeCommands.cancelRefused(now, said.why(), mark()));
                    });
        });
    }

    /** How a message ended, and what the institution was told of it, the same on every repetition. */
    private record Said(Outcome<Body> outcome, Body answer) {

        static Said of(Answered answered) {
            return new Said(
                    answered.outcome(), answered.bytes().length == 0 ? Body.EMPTY : Json.read(answered.bytes()));
        }

        /** The refusal as the institution reads it. */
        String why() {
            return answer.textOr("err_msg", "医保未受理");
        }
    }

    /**
     * Sends a message through the ordinary entrance, in the institution's name. Where its row says that its end is being
     * found out, that is waited for.
     */
    private Future<Said> send(Envelope envelope, Key<Exchange> key) {
        return store.read(Needs.rows(key), rows -> rows.one(key))
                .compose(row -> row.filter(Charges::underWay).isPresent()
                        ? Future.succeededFuture(new Said(Outcome.unknown("under_way"), Body.EMPTY))
                        : exchanges.receive(arrival(envelope)).map(Said::of));
    }

    private static boolean underWay(Exchange row) {
        return row.state() == Exchange.State.UNDER_WAY || row.state() == Exchange.State.UNKNOWN;
    }

    private Arrival arrival(Envelope envelope) {
        Node entry = exchanges
                .directory()
                .get()
                .topology()
                .find(envelope.fixmedinsCode())
                .filter(Node::hostedHere)
                .orElseThrow(() -> Fault.INSTITUTION.refusal(envelope.fixmedinsCode()));
        return new Arrival(
                entry,
                Arrival.From.INSTITUTION,
                envelope,
                envelope.homeArea(),
                null,
                random.hex(32),
                clock.nanos() + Exchanges.HOSPITAL_MILLIS * 1_000_000,
                1,
                0,
                null);
    }

    private Mark mark() {
        return new Mark(random.serial(14), clock.now());
    }

    private String cancelMsgid(Charge charge) {
        return Cancellation.msgid(charge.fixmedinsCode(), clock.civil(), random);
    }
}
