package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.NetSocket;
import io.wutong.app.AppConfig.Tls;
import io.wutong.http.guard.HardenedHttp;
import io.wutong.sandbox.Certificates;
import io.wutong.spi.CallFailure;
import io.wutong.transport.HttpLink;
import io.wutong.transport.Peer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A firewall on the way forgets connections: what is sent on them disappears, and nobody is told. */
class SilentLinkIT {

    private static final int SECONDS_MAX = 20;
    private static final long SLOW_MILLIS = 11_000;
    private static final byte[] SLOW = {1};
    private static final byte[] QUICK = {0};

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();

    /** Carries what is sent on connections that it knows. */
    private static final class Firewall extends Relay {

        private volatile long forgotten;

        Firewall(Vertx vertx, HttpServer server) {
            super(vertx, server::actualPort);
        }

        @Override
        Wire wire(NetSocket near) {
            long since = System.nanoTime();
            return new Wire(near) {
                @Override
                void there(Buffer bytes) {
                    if (since > forgotten) {
                        super.there(bytes);
                    }
                }

                @Override
                void back(Buffer bytes) {
                    if (since > forgotten) {
                        super.back(bytes);
                    }
                }
            };
        }

        void forget() {
            forgotten = System.nanoTime();
        }
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(SECONDS_MAX, TimeUnit.SECONDS);
    }

    @Test
    void should_take_another_connection_when_nothing_comes_back_on_this_one() throws Exception {
        try (Firewall firewall = new Firewall(vertx, serve())) {
            HttpLink link = link(firewall.port());
            assertThat(send(link, QUICK, 5_000)).isEqualTo(QUICK);
            // a slow home is no dead connection
            assertThat(send(link, SLOW, SLOW_MILLIS + 5_000)).isEqualTo(SLOW);
            firewall.forget();
            assertThatThrownBy(() -> send(link, QUICK, 1_000))
                    .isInstanceOfSatisfying(
                            CallFailure.class,
                            failure -> assertThat(failure.sent()).isTrue());
            Future<byte[]> lost = link.send("home", QUICK, 60_000);
            assertThatThrownBy(() -> lost.await(SECONDS_MAX, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            CallFailure.class,
                            failure -> assertThat(failure.shortCause()).isEqualTo("closed"));
            assertThat(send(link, QUICK, 5_000)).isEqualTo(QUICK);
        }
    }

    private static byte[] send(HttpLink link, byte[] body, long millis) throws Exception {
        return link.send("home", body, millis).await(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private HttpLink link(int port) throws Exception {
        Tls tls = certificate("care");
        return new HttpLink(
                vertx, Map.of("home", new Peer("home", "localhost", port, Set.of())), tls.identity(), tls.trusted());
    }

    /** Gives back what it is sent, at once or after a while. */
    private HttpServer serve() throws Exception {
        Tls tls = certificate("home");
        return vertx.createHttpServer(HardenedHttp.mutualTls("127.0.0.1", 0, tls.identity(), tls.trusted()))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    if (body.getByte(0) == SLOW[0]) {
                        vertx.setTimer(SLOW_MILLIS, late -> request.response().end(body));
                    } else {
                        request.response().end(body);
                    }
                }))
                .listen()
                .await(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private Certificates certificates;

    private Tls certificate(String name) throws Exception {
        if (certificates == null) {
            certificates = new Certificates(folder);
        }
        return certificates.issue(name, List.of());
    }
}
