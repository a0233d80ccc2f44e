package io.wutong.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.coverage.ReferralForm;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.exchange.Exchanges;
import io.wutong.exchange.Nonce;
import io.wutong.host.PluginHost;
import io.wutong.http.auth.NonceClaim;
import io.wutong.http.auth.SignedHeaders;
import io.wutong.http.auth.TerminalSignature;
import io.wutong.http.auth.Verified;
import io.wutong.http.guard.BodyRead;
import io.wutong.http.guard.BodyReader;
import io.wutong.payment.CounterReceipt;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Payments;
import io.wutong.port.Clock;
import io.wutong.port.Random;
import io.wutong.port.Store;
import io.wutong.port.StoreException;
import io.wutong.port.Timers;
import io.wutong.spi.AmountException;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.terminal.TerminalCall;
import io.wutong.topology.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /terminal/v1/**}: what a terminal at a window asks: whose card this is, and the patient's share.
 *
 * <p>Each request is signed with the terminal's own key, which is bound to its institution; look-ups an hour are
 * limited.
 */
public final class TerminalListener {

    private static final String EVENTS = "/terminal/v1/events";

    /** What is served, as {@code api-spec/openapi/terminal.yaml} says it. */
    static final Routes<Action> ROUTES = new Routes<Action>()
            .on(HttpMethod.POST, "/terminal/v1/scans", TerminalListener::scan)
            .on(HttpMethod.POST, "/terminal/v1/heartbeats", TerminalListener::heartbeat)
            .on(HttpMethod.POST, "/terminal/v1/orders", TerminalListener::open)
            .on(HttpMethod.GET, "/terminal/v1/orders/{orderNo}", TerminalListener::find)
            .on(HttpMethod.POST, "/terminal/v1/orders/{orderNo}/close", TerminalListener::close)
            .on(HttpMethod.POST, "/terminal/v1/orders/{orderNo}/handed-over", TerminalListener::handedOver)
            .on(HttpMethod.POST, "/terminal/v1/deposits", TerminalListener::deposit)
            .on(HttpMethod.GET, "/terminal/v1/deposits/{mdtrtId}", TerminalListener::listDeposits)
            .on(HttpMethod.POST, "/terminal/v1/deposits/{mdtrtId}/returned", TerminalListener::returnDeposit)
            .on(HttpMethod.GET, "/terminal/v1/referrals/{mdtrtId}", TerminalListener::referralForm)
            .on(HttpMethod.POST, "/terminal/v1/referrals", TerminalListener::refer)
            .on(HttpMethod.POST, "/terminal/v1/charges", TerminalListener::charge)
            .on(HttpMethod.GET, "/terminal/v1/charges/{msgid}", TerminalListener::findCharge)
            .on(HttpMethod.GET, EVENTS, TerminalListener::events);

    /** Stands where a channel's name does. */
    private static final String COUNTER = "counter";

    private static final int RECEIPT_LENGTH_MAX = 64;

    /** What a route does for a terminal that is known and has the right to ask. */
    interface Action {
        Future<?> answer(TerminalListener listener, Call call);
    }

    /**
     * A request whose signature was right and whose nonce was new.
     *
     * @param variable what stands in the path's variable
     */
    @SuppressWarnings("ArrayRecordComponent") // the body, read once
    record Call(HttpServerRequest request, Terminal terminal, byte[] body, long started, String variable) {}

    private final Clock clock;
    private final Store store;
    private final Payments payments;
    private final TerminalCharges charges;
    private final TerminalDeposits deposits;
    private final ReferralForm referrals;
    private final Exchanges exchanges;
    private final Scans scans;
    private final TerminalSockets sockets;
    private final WindowQuota lookUps;
    private final Map<String, Terminal> terminals = new HashMap<>();

    public TerminalListener(
            Clock clock,
            Timers timers,
            Random random,
            Store store,
            Exchanges exchanges,
            Payments payments,
            TerminalCharges charges,
            TerminalDeposits deposits,
            ReferralForm referrals,
            TerminalEvents events,
            PluginHost plugins,
            WindowQuota lookUps,
            Iterable<Terminal> terminals) {
        this.clock = clock;
        this.store = store;
        this.payments = payments;
        this.charges = charges;
        this.deposits = deposits;
        this.referrals = referrals;
        this.exchanges = exchanges;
        this.scans = new Scans(clock, random, exchanges, plugins);
        this.sockets = new TerminalSockets(clock, timers, store, events, scans, lookUps);
        this.lookUps = lookUps;
        terminals.forEach(terminal -> this.terminals.put(terminal.id(), terminal));
    }

    public void handle(HttpServerRequest request) {
        long started = clock.nanos();
        if (!request.path().startsWith("/terminal/v1/")) {
            HttpAnswers.refuse(request, 404, Fault.PATH, request.path());
            return;
        }
        Verified<SignedHeaders> headers = TerminalSignature.read(request.headers());
        if (request.path().equals(EVENTS)) {
            // an upgrade has no body, and once a body was read there is no upgrade
            request.pause();
            checked(request, headers, new byte[0], started);
            return;
        }
        BodyReader.read(request, BodyReader.SMALL_BYTES_MAX).onSuccess(read -> {
            if (read instanceof BodyRead.Complete complete) {
                checked(request, headers, complete.body().getBytes(), started);
            }
        });
    }

    private void checked(HttpServerRequest request, Verified<SignedHeaders> headers, byte[] body, long started) {
        Verified<NonceClaim> who = headers.then(claimed -> verify(claimed, request, body));
        if (who instanceof Verified.Valid<NonceClaim> valid) {
            claimed(request, valid.value(), body, started);
            return;
        }
        Verified.Reason reason = ((Verified.Invalid<NonceClaim>) who).reason();
        if (reason == Verified.Reason.TIMESTAMP_OUTSIDE_WINDOW) {
            HttpAnswers.refuse(request, 401, Fault.CLOCK, SignedHeaders.WINDOW_SECONDS);
        } else {
            HttpAnswers.refuse(request, 401, Fault.ACCOUNT);
        }
    }

    private Verified<NonceClaim> verify(SignedHeaders claimed, HttpServerRequest request, byte[] body) {
        Terminal terminal = terminals.get(claimed.caller());
        return TerminalSignature.verify(
                claimed,
                terminal == null ? null : terminal.key(),
                request.method().name(),
                request.uri(),
                body,
                clock.now().getEpochSecond());
    }

    private void claimed(HttpServerRequest request, NonceClaim claim, byte[] body, long started) {
        Terminal terminal = terminals.get(claim.caller());
        if (terminal == null) {
            HttpAnswers.refuse(request, 401, Fault.ACCOUNT);
            return;
        }
        Nonce nonce = new Nonce(
                "terminal:" + claim.caller(),
                claim.nonce(),
                Long.toString(claim.timestampSeconds() / 3600),
                clock.now());
        store.commit(new TerminalCall(terminal.id(), nonce, clock.now()))
                .compose(answer -> switch (answer) {
                    case GO_ON -> route(request, terminal, body, started);
                    case REPEATED -> Future.failedFuture(Fault.NONCE.refusal());
                    case LOCKED -> Future.failedFuture(Fault.LOCKED.refusal(terminal.id()));
                })
                .onFailure(failure -> failed(request, failure));
    }

    private Future<?> route(HttpServerRequest request, Terminal terminal, byte[] body, long started) {
        Optional<Routes.Match<Action>> match = ROUTES.match(request.method(), request.path());
        if (match.isPresent()) {
            return match.get()
                    .action()
                    .answer(
                            this,
                            new Call(
                                    request,
                                    terminal,
                                    body,
                                    started,
                                    match.get().variable()));
        }
        String allowed = ROUTES.allowed(request.path());
        if (!allowed.isEmpty()) {
            HttpAnswers.refuseMethod(request, allowed);
            return Future.succeededFuture();
        }
        return Future.failedFuture(Fault.PATH.refusal(request.path()));
    }

    private Future<?> scan(Call call) {
        if (!lookUps.take(call.terminal().id())) {
            return Future.failedFuture(Fault.QUOTA.refusal());
        }
        return scans.scan(call.terminal(), json(call.body()), call.started())
                .onSuccess(found -> HttpAnswers.json(call.request(), 200, found));
    }

    private Future<?> open(Call call) {
        Body asked = json(call.body());
        String node = node(call.terminal()).id();
        String setlId = Envelope.required(asked, "setl_id");
        String institution = call.terminal().fixmedinsCode();
        if (asked.textOr("channel", "").equals(COUNTER)) {
            return payments.take(node, setlId, institution, receipt(asked))
                    .onSuccess(order -> order(call.request(), 201, order));
        }
        Optional<String> code = asked.text("payment_code");
        Future<PaymentOrder> opened = code.isPresent()
                ? payments.collect(node, setlId, institution, asked.text("channel"), code.get())
                : payments.open(node, setlId, institution, Envelope.required(asked, "channel"));
        return opened.onSuccess(order -> order(call.request(), 201, order));
    }

    private Future<?> find(Call call) {
        return payments.find(call.variable(), call.terminal().fixmedinsCode())
                .onSuccess(order -> order(call.request(), 200, order));
    }

    private Future<?> close(Call call) {
        return payments.close(call.variable(), call.terminal().fixmedinsCode())
                .onSuccess(order -> order(call.request(), 202, order));
    }

    private Future<?> deposit(Call call) {
        Body asked = json(call.body());
        return deposits.take(call.terminal(), node(call.terminal()), asked, receipt(asked))
                .onSuccess(all -> HttpAnswers.json(call.request(), 201, all));
    }

    private Future<?> listDeposits(Call call) {
        return deposits.list(call.terminal(), node(call.terminal()), call.variable())
                .onSuccess(all -> HttpAnswers.json(call.request(), 200, all));
    }

    private Future<?> returnDeposit(Call call) {
        return deposits.returned(call.terminal(), node(call.terminal()), call.variable(), json(call.body()))
                .onSuccess(all -> HttpAnswers.json(call.request(), 200, all));
    }

    private Future<?> referralForm(Call call) {
        if (!lookUps.take(call.terminal().id())) {
            return Future.failedFuture(Fault.QUOTA.refusal());
        }
        return referrals
                .show(
                        node(call.terminal()).id(),
                        call.variable(),
                        call.terminal().fixmedinsCode())
                .onSuccess(form -> HttpAnswers.json(call.request(), 200, form));
    }

    private Future<?> refer(Call call) {
        if (!lookUps.take(call.terminal().id())) {
            return Future.failedFuture(Fault.QUOTA.refusal());
        }
        return referrals
                .file(node(call.terminal()).id(), call.terminal().fixmedinsCode(), json(call.body()))
                .onSuccess(filed -> HttpAnswers.json(call.request(), 200, filed));
    }

    private Future<?> charge(Call call) {
        return charges.place(call.terminal(), node(call.terminal()), json(call.body()))
                .onSuccess(charge -> HttpAnswers.json(call.request(), 201, charge));
    }

    private Future<?> findCharge(Call call) {
        return charges.find(call.terminal(), node(call.terminal()), call.variable())
                .onSuccess(charge -> HttpAnswers.json(call.request(), 200, charge));
    }

    /** What the counter took, where it stands in place of a channel. */
    static Optional<CounterReceipt> atCounter(Body asked) {
        return asked.textOr("channel", "").equals(COUNTER) ? Optional.of(receipt(asked)) : Optional.empty();
    }

    private static CounterReceipt receipt(Body asked) {
        String means = Envelope.required(asked, "means");
        try {
            return new CounterReceipt(
                    CounterReceipt.Means.valueOf(means),
                    Fen.parse("amount", Envelope.required(asked, "amount")),
                    number(asked));
        } catch (AmountException e) {
            throw Fault.FIELD.refusal("amount", "必须为金额(元)");
        } catch (IllegalArgumentException e) {
            throw Fault.FIELD.refusal("means", "必须为CASH或CARD");
        }
    }

    private static String number(Body asked) {
        String number = Envelope.required(asked, "receipt_no");
        if (number.length() > RECEIPT_LENGTH_MAX) {
            throw Fault.FIELD.refusal("receipt_no", "最长" + RECEIPT_LENGTH_MAX + "个字符");
        }
        return number;
    }

    /** The clerk has given the money back. */
    private Future<?> handedOver(Call call) {
        Body told = json(call.body());
        return payments.handedOver(
                        call.variable(),
                        call.terminal().fixmedinsCode(),
                        told.textOr("refund_no", "R" + call.variable()),
                        number(told))
                .onSuccess(order -> order(call.request(), 200, order));
    }

    private Node node(Terminal terminal) {
        var topology = exchanges.directory().get().topology();
        return topology.find(terminal.fixmedinsCode())
                .flatMap(topology::parent)
                .orElseThrow(() -> Fault.INSTITUTION.refusal(terminal.fixmedinsCode()));
    }

    private Future<?> events(Call call) {
        if (!"websocket".equalsIgnoreCase(call.request().getHeader(HttpHeaders.UPGRADE))) {
            return Future.failedFuture(Fault.FIELD.refusal("upgrade", "必须为websocket"));
        }
        return call.request().toWebSocket().onSuccess(socket -> sockets.opened(socket, call.terminal()));
    }

    /** It is there; that was noted with its nonce already. */
    private Future<?> heartbeat(Call call) {
        HttpAnswers.json(
                call.request(),
                200,
                Body.builder().put("heartbeat", clock.now().toString()).build());
        return Future.succeededFuture();
    }

    private static void order(HttpServerRequest request, int status, PaymentOrder order) {
        HttpAnswers.json(request, status, TerminalEvents.body(order));
    }

    private static void failed(HttpServerRequest request, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            HttpAnswers.refuse(request, HttpAnswers.status(refusal.fault()), refusal);
        } else if (failure instanceof StoreException) {
            HttpAnswers.refuse(request, 503, Fault.BUSY);
        } else {
            org.slf4j.LoggerFactory.getLogger(TerminalListener.class).error("terminal request failed", failure);
            HttpAnswers.refuse(request, 500, Fault.INTERNAL, "terminal");
        }
    }

    private static Body json(byte[] body) {
        try {
            return Json.read(Buffer.buffer(body).getBytes());
        } catch (JsonException e) {
            throw Fault.JSON.refusal(e.getMessage());
        }
    }
}
