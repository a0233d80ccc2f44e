package io.wutong.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
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
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Payments;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.port.StoreException;
import io.wutong.port.Timers;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.topology.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /terminal/v1/**}: what a terminal at a window asks: whose card this is, and the patient's share.
 *
 * <p>Each request is signed with the terminal's own key, which is bound to its institution; look-ups an hour are
 * limited.
 */
public final class TerminalListener {

    private static final String SCANS = "/terminal/v1/scans";
    private static final String ORDERS = "/terminal/v1/orders";
    private static final String EVENTS = "/terminal/v1/events";

    private static final long PING_MILLIS = 15_000;

    private final Clock clock;
    private final Timers timers;
    private final Store store;
    private final Payments payments;
    private final TerminalEvents events;
    private final Exchanges exchanges;
    private final Scans scans;
    private final HourlyQuota lookUps;
    private final Map<String, Terminal> terminals = new HashMap<>();

    public TerminalListener(
            Clock clock,
            Timers timers,
            Random random,
            Store store,
            Exchanges exchanges,
            Payments payments,
            TerminalEvents events,
            PluginHost plugins,
            Iterable<Terminal> terminals) {
        this.clock = clock;
        this.timers = timers;
        this.store = store;
        this.payments = payments;
        this.events = events;
        this.exchanges = exchanges;
        this.scans = new Scans(clock, random, exchanges, plugins);
        this.lookUps = new HourlyQuota(clock);
        terminals.forEach(terminal -> this.terminals.put(terminal.id(), terminal));
    }

    public void handle(HttpServerRequest request) {
        long started = clock.nanos();
        if (!request.path().startsWith("/terminal/v1/")) {
            HttpAnswers.refuse(request, 404, Fault.NOROUTE, request.path());
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
        store.commit(claim(nonce))
                .compose(fresh ->
                        fresh ? route(request, terminal, body, started) : Future.failedFuture(Fault.NONCE.refusal()))
                .onFailure(failure -> failed(request, failure));
    }

    private Future<?> route(HttpServerRequest request, Terminal terminal, byte[] body, long started) {
        String path = request.path();
        if (path.equals(EVENTS) && request.method() == HttpMethod.GET) {
            return events(request, terminal);
        }
        if (path.equals(SCANS) && request.method() == HttpMethod.POST) {
            if (!lookUps.take(terminal.id())) {
                return Future.failedFuture(Fault.QUOTA.refusal());
            }
            return scans.scan(terminal, json(body), started).onSuccess(found -> HttpAnswers.json(request, 200, found));
        }
        if (path.equals(ORDERS) && request.method() == HttpMethod.POST) {
            Body asked = json(body);
            return payments.open(
                            node(terminal).id(),
                            io.wutong.envelope.Envelope.required(asked, "setl_id"),
                            terminal.fixmedinsCode(),
                            io.wutong.envelope.Envelope.required(asked, "channel"))
                    .onSuccess(order -> order(request, 201, order));
        }
        if (path.startsWith(ORDERS + "/")) {
            String rest = path.substring(ORDERS.length() + 1);
            if (request.method() == HttpMethod.GET && rest.indexOf('/') < 0) {
                return payments.find(rest, terminal.fixmedinsCode()).onSuccess(order -> order(request, 200, order));
            }
            if (request.method() == HttpMethod.POST && rest.endsWith("/close")) {
                return payments.close(rest.substring(0, rest.length() - "/close".length()), terminal.fixmedinsCode())
                        .onSuccess(order -> order(request, 202, order));
            }
        }
        return Future.failedFuture(Fault.NOROUTE.refusal(path));
    }

    private Node node(Terminal terminal) {
        var topology = exchanges.directory().get().topology();
        return topology.find(terminal.fixmedinsCode())
                .flatMap(topology::parent)
                .orElseThrow(() -> Fault.INSTITUTION.refusal(terminal.fixmedinsCode()));
    }

    private Future<?> events(HttpServerRequest request, Terminal terminal) {
        return request.toWebSocket().onSuccess(socket -> {
            MessageConsumer<String> consumer =
                    events.listen(terminal.fixmedinsCode(), message -> socket.writeTextMessage(message.body()));
            // shorter than the listener's idle time, and a dead terminal is noticed
            Timers.Handle ping = every(PING_MILLIS, () -> socket.writePing(Buffer.buffer("wutong")));
            socket.closeHandler(closed -> {
                ping.cancel();
                consumer.unregister();
            });
            // a terminal only listens here; what it sends is a heartbeat at most
            socket.textMessageHandler(text -> {});
        });
    }

    private Timers.Handle every(long millis, Runnable task) {
        Timers.Handle[] next = new Timers.Handle[1];
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            task.run();
            next[0] = timers.after(millis, again[0]);
        };
        next[0] = timers.after(millis, again[0]);
        return () -> next[0].cancel();
    }

    private static void order(HttpServerRequest request, int status, PaymentOrder order) {
        HttpAnswers.json(request, status, TerminalEvents.body(order));
    }

    private static void failed(HttpServerRequest request, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            HttpAnswers.refuse(
                    request, refusal.fault() == Fault.NOROUTE ? 404 : HttpAnswers.status(refusal.fault()), refusal);
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

    private static Command<Boolean> claim(Nonce nonce) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(nonce.key());
            }

            @Override
            public Decision<Boolean> decide(Rows rows) {
                return rows.one(nonce.key()).isPresent() ? Decision.nothing(false) : Decision.of(true, List.of(nonce));
            }
        };
    }
}
