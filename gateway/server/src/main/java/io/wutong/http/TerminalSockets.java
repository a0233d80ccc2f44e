package io.wutong.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.ServerWebSocket;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.port.Clock;
import io.wutong.port.Store;
import io.wutong.port.Timers;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.terminal.TerminalCall;

/**
 * A terminal's open connection: tells it what becomes of orders, and answers its scans and heartbeats.
 *
 * <p>Each word of the terminal, and each ping of ours, looks whether it has been locked out meanwhile; then the connection
 * ends.
 */
final class TerminalSockets {

    /** Shorter than the listener's idle time, and a dead terminal is noticed. */
    private static final long PING_MILLIS = 15_000;

    private static final short POLICY = 1008;

    private final Clock clock;
    private final Timers timers;
    private final Store store;
    private final TerminalEvents events;
    private final Scans scans;
    private final WindowQuota lookUps;

    TerminalSockets(Clock clock, Timers timers, Store store, TerminalEvents events, Scans scans, WindowQuota lookUps) {
        this.clock = clock;
        this.timers = timers;
        this.store = store;
        this.events = events;
        this.scans = scans;
        this.lookUps = lookUps;
    }

    void opened(ServerWebSocket socket, Terminal terminal) {
        MessageConsumer<String> consumer =
                events.listen(terminal.fixmedinsCode(), message -> socket.writeTextMessage(message.body()));
        Timers.Handle ping = every(PING_MILLIS, () -> {
            socket.writePing(Buffer.buffer("wutong"));
            mayGoOn(socket, terminal);
        });
        socket.closeHandler(closed -> {
            ping.cancel();
            consumer.unregister();
        });
        socket.textMessageHandler(text -> {
            long started = clock.nanos();
            mayGoOn(socket, terminal)
                    .compose(open -> open ? answer(terminal, text, started) : Future.succeededFuture(Body.EMPTY))
                    .onSuccess(said -> {
                        if (!said.fields().isEmpty() && !socket.isClosed()) {
                            socket.writeTextMessage(Json.writeText(said));
                        }
                    });
        });
    }

    private Future<Boolean> mayGoOn(ServerWebSocket socket, Terminal terminal) {
        return store.commit(new TerminalCall(terminal.id(), null, clock.now()))
                .map(answer -> answer == TerminalCall.Answer.GO_ON)
                .onSuccess(open -> {
                    if (!open && !socket.isClosed()) {
                        socket.close(POLICY, Fault.LOCKED.code());
                    }
                });
    }

    /** {@code {"scan": {…}, "id": …}}, or a heartbeat; the answer has the same id. */
    private Future<Body> answer(Terminal terminal, String text, long started) {
        Body asked;
        try {
            asked = Json.read(text);
        } catch (JsonException e) {
            return Future.succeededFuture(refused(Fault.JSON.refusal(e.getMessage())));
        }
        String id = asked.textOr("id", "");
        if (!asked.has("scan")) {
            return Future.succeededFuture(Body.builder()
                    .put("heartbeat", clock.now().toString())
                    .put("id", id)
                    .build());
        }
        return Future.succeededFuture(lookUps.take(terminal.id()))
                .compose(room -> room
                        ? scans.scan(terminal, asked.body("scan"), started)
                        : Future.failedFuture(Fault.QUOTA.refusal()))
                .recover(failure -> Future.succeededFuture(
                        refused(failure instanceof Refusal refusal ? refusal : Fault.BUSY.refusal())))
                .map(found -> Body.builder().put("scan", found).put("id", id).build());
    }

    private static Body refused(Refusal refusal) {
        return HttpAnswers.body(refusal.fault(), String.valueOf(refusal.getMessage()), refusal.english());
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
}
