package io.wutong.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.wutong.testkit.MisbehavingServer.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a PostgreSQL that behaves. What it counts and spoils are the answers to COMMIT: the server has done what
 * was asked, and the client does not learn it. What only reads passes.
 */
public final class MisbehavingWire implements Front {

    private static final String COMMIT = "COMMIT";
    private static final long SLOW_MILLIS = 100;

    private final Vertx vertx;
    private final NetClient upstream;
    private final int upstreamPort;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger commits = new AtomicInteger();
    private @Nullable NetServer server;
    private volatile Fault fault = Fault.NONE;
    private volatile int from;

    private MisbehavingWire(Vertx vertx, int upstreamPort) {
        this.vertx = vertx;
        this.upstreamPort = upstreamPort;
        this.upstream = vertx.createNetClient();
    }

    /** On a free port, before {@code 127.0.0.1:upstreamPort}. */
    public static Future<MisbehavingWire> inFrontOf(Vertx vertx, int upstreamPort) {
        MisbehavingWire made = new MisbehavingWire(vertx, upstreamPort);
        return vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(made::accept)
                .listen()
                .map(listening -> {
                    made.server = listening;
                    return made;
                });
    }

    @Override
    public int port() {
        return Objects.requireNonNull(server).actualPort();
    }

    @Override
    public void misbehave(Fault how, int fromRequest) {
        fault = how;
        from = fromRequest;
        commits.set(0);
    }

    @Override
    public int requests() {
        return commits.get();
    }

    @Override
    public int connections() {
        return open.size();
    }

    @Override
    public Future<Void> close() {
        return Future.join(Objects.requireNonNull(server).close(), upstream.close())
                .mapEmpty();
    }

    private void accept(NetSocket client) {
        open.add(client);
        client.pause();
        client.exceptionHandler(ignored -> client.close());
        client.closeHandler(ignored -> open.remove(client));
        upstream.connect(upstreamPort, "127.0.0.1")
                .onFailure(ignored -> client.close())
                .onSuccess(database -> join(client, database));
    }

    private void join(NetSocket client, NetSocket database) {
        Fault[] now = {Fault.NONE};
        client.handler(bytes -> {
            if (bytes.toString(StandardCharsets.ISO_8859_1.name()).contains(COMMIT)) {
                now[0] = commits.getAndIncrement() >= from ? fault : Fault.NONE;
            }
            database.write(bytes);
        });
        client.closeHandler(ignored -> {
            open.remove(client);
            database.close();
        });
        database.handler(bytes -> answer(client, bytes, now[0]));
        database.closeHandler(ignored -> client.close());
        database.exceptionHandler(ignored -> client.close());
        client.resume();
    }

    private void answer(NetSocket client, Buffer bytes, Fault how) {
        switch (how) {
            case NONE -> client.write(bytes);
            case HANG -> {}
            case SLOW -> vertx.setTimer(SLOW_MILLIS, ignored -> client.write(bytes));
            case RESET -> MisbehavingServer.reset(client);
            case TRUNCATED -> client.end(bytes.getBuffer(0, bytes.length() / 2));
            case HTTP_500 -> client.end(error("57P01", "terminating connection".getBytes(StandardCharsets.UTF_8)));
            case GARBAGE -> client.end(Buffer.buffer(new byte[] {'?', 0, 0, 0, 4}));
            case WRONG_CHARSET -> client.end(error("XX000", new byte[] {-1, -2, -1}));
            case DUPLICATED -> client.write(bytes.copy().appendBuffer(bytes));
        }
    }

    /** An ErrorResponse. */
    private static Buffer error(String state, byte[] text) {
        Buffer fields = Buffer.buffer()
                .appendString("SFATAL\0C" + state + "\0M")
                .appendBytes(text)
                .appendByte((byte) 0)
                .appendByte((byte) 0);
        return Buffer.buffer("E").appendInt(fields.length() + 4).appendBuffer(fields);
    }
}
