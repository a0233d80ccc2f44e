package io.wutong.sandbox.chaos;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A wire that can be cut: holds a port of its own for the whole run and carries bytes to wherever the server behind it
 * listens now. What a cut direction swallows is lost, so its connections are closed when it is mended.
 */
class Relay implements AutoCloseable {

    /** Which way bytes go. */
    enum Way {
        BOTH,
        /** Answers do not come back. */
        THERE_ONLY,
        /** Requests do not arrive. */
        BACK_ONLY,
        /** Connections are refused, those that stood are reset. */
        NONE
    }

    private static final int SECONDS_MAX = 20;

    private final NetClient client;
    private final IntSupplier target;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile Way way = Way.BOTH;

    Relay(Vertx vertx, IntSupplier target) {
        this.client = vertx.createNetClient();
        this.target = target;
        this.server = vertx.createNetServer(
                new NetServerOptions().setHost("127.0.0.1").setPort(0).setTcpNoDelay(true));
        try {
            server.connectHandler(this::accept).listen().await(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One connection, from both ends. */
    class Wire {
        final NetSocket near;

        @Nullable
        NetSocket far;

        Wire(NetSocket near) {
            this.near = near;
        }

        /** From the client; a relay that understands what it carries looks at it here. */
        void there(Buffer bytes) {
            NetSocket open = far;
            if (open != null && (way == Way.BOTH || way == Way.THERE_ONLY)) {
                open.write(bytes);
            }
        }

        void back(Buffer bytes) {
            if (way == Way.BOTH || way == Way.BACK_ONLY) {
                near.write(bytes);
            }
        }

        void close() {
            wires.remove(this);
            near.close();
            NetSocket open = far;
            if (open != null) {
                open.close();
            }
        }
    }

    Wire wire(NetSocket near) {
        return new Wire(near);
    }

    private void accept(NetSocket near) {
        int port = target.getAsInt();
        if (way == Way.NONE || port == 0) {
            near.close();
            return;
        }
        Wire wire = wire(near);
        wires.add(wire);
        near.pause();
        near.closeHandler(closed -> wire.close());
        near.exceptionHandler(failure -> wire.close());
        client.connect(port, "127.0.0.1").onFailure(failure -> wire.close()).onSuccess(far -> {
            wire.far = far;
            far.closeHandler(closed -> wire.close());
            far.exceptionHandler(failure -> wire.close());
            far.handler(wire::back);
            near.handler(wire::there);
            near.resume();
        });
    }

    int port() {
        return server.actualPort();
    }

    /** Opens or cuts it. */
    void let(Way now) {
        way = Objects.requireNonNull(now, "now");
        if (now == Way.BOTH || now == Way.NONE) {
            reset();
        }
    }

    /** Resets all connections. */
    void reset() {
        wires.forEach(Wire::close);
    }

    @Override
    public void close() throws TimeoutException {
        let(Way.NONE);
        Future.join(server.close(), client.close()).await(SECONDS_MAX, TimeUnit.SECONDS);
    }
}
