package io.wutong.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.wutong.http.auth.TestIdentity;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The listeners as the gateway opens them: clear text, TLS, mutual TLS with HTTP/2; and what they do when full. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HardenedHttpIT {

    private static final String GET = "GET /plain HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String HELD = "GET /held HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String AMBIGUOUS =
            "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";

    private TestIdentity us;
    private TestIdentity peer;
    private TestIdentity stranger;

    @BeforeAll
    void makeIdentities(@TempDir Path directory) {
        us = TestIdentity.withNames(directory, "us", "dns:localhost", "ip:127.0.0.1");
        peer = TestIdentity.withNames(directory, "peer", "uri:wutong:area:430000");
        stranger = TestIdentity.withNames(directory, "stranger", "uri:wutong:area:430000");
    }

    private static PemKeyCertOptions identity(TestIdentity who) {
        return new PemKeyCertOptions().setKeyValue(who.keyPem()).setCertValue(who.certificatePem());
    }

    private static PemTrustOptions trusting(TestIdentity who) {
        return new PemTrustOptions().addCertValue(who.certificatePem());
    }

    private HttpServerOptions mutual() {
        return HardenedHttp.mutualTls("127.0.0.1", 0, identity(us), trusting(peer));
    }

    private HttpClient client(TestServer server, HttpVersion version, TestIdentity who) {
        HttpClientOptions options = new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(server.port())
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(version)
                .setTrustOptions(trusting(us));
        return server.vertx().createHttpClient(who == null ? options : options.setKeyCertOptions(identity(who)));
    }

    private static Future<String> post(HttpClient client, String target, Buffer body) {
        return client.request(HttpMethod.POST, target)
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(text -> response.statusCode() + " " + text));
    }

    private static void awaitZero(IntSupplier count) {
        long startNanos = System.nanoTime();
        while (count.getAsInt() != 0) {
            assertThat(System.nanoTime() - startNanos).as("given back in time").isLessThan(10_000_000_000L);
            Thread.onSpinWait();
        }
    }

    // ---- leaving

    @Test
    void should_answer_what_is_on_its_way_when_it_leaves() {
        try (TestServer server = TestServer.plain(HttpLimits.standard(), 10_000);
                Wire idle = Wire.to(server.port());
                Wire held = Wire.to(server.port());
                Wire sends = Wire.to(server.port())) {
            assertThat(idle.send(GET).readAnswers(1)).doesNotContainIgnoringCase("connection: close");
            assertThat(sends.send(GET).readAnswers(1)).doesNotContainIgnoringCase("connection: close");
            held.send(HELD);
            Future<Void> left = server.leave();
            // nobody has told this one
            assertThat(sends.send(GET).readUntilClosed())
                    .containsIgnoringCase("connection: close")
                    .endsWith(TestServer.END);
            idle.readUntilClosed();
            assertThat(left.isComplete()).isFalse();
            server.release();
            assertThat(held.readUntilClosed()).containsIgnoringCase("connection: close");
            TestServer.await(left);
            assertThatThrownBy(() -> Wire.to(server.port())).isInstanceOf(UncheckedIOException.class);
        }
    }

    // ---- TLS

    @Test
    void should_guard_the_framing_when_connection_is_over_tls() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("us", us.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        HttpServerOptions options = HardenedHttp.tls("127.0.0.1", 0, identity(us));
        try (TestServer server = new TestServer(options, HttpLimits.standard(), 10_000);
                Wire wire = Wire.over(
                        () -> tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port()))) {
            String answers = wire.send(GET).send(GET).readAnswers(2);
            assertThat(answers).contains(TestServer.understood("GET", "/plain", Buffer.buffer()));
            assertThat(wire.send(AMBIGUOUS).readUntilClosed()).contains("HTTP/1.1 400 ", "NET-HTTP-006");
            awaitZero(server.admission()::connections);
        }
    }

    @Test
    void should_serve_http_2_and_1_when_peer_shows_a_trusted_certificate() {
        try (TestServer server = new TestServer(mutual(), HttpLimits.standard(), 10_000)) {
            Buffer body = Buffer.buffer("b".repeat(60_000));
            for (HttpVersion version : new HttpVersion[] {HttpVersion.HTTP_2, HttpVersion.HTTP_1_1}) {
                HttpClient client = client(server, version, peer);
                assertThat(TestServer.await(post(client, "/exchange", body)))
                        .isEqualTo("200 " + TestServer.understood("POST", "/exchange", body) + TestServer.END);
                TestServer.await(client.close());
            }
            awaitZero(server.admission()::inFlight);
            awaitZero(server.admission()::connections);
        }
    }

    @Test
    void should_fail_when_peer_shows_no_certificate_or_a_strangers() {
        try (TestServer server = new TestServer(mutual(), HttpLimits.standard(), 10_000)) {
            for (TestIdentity who : new TestIdentity[] {null, stranger}) {
                HttpClient client = client(server, HttpVersion.HTTP_1_1, who);
                assertThatThrownBy(() -> TestServer.await(post(client, "/exchange", Buffer.buffer("b"))))
                        .isInstanceOf(AssertionError.class);
            }
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void should_keep_the_limits_when_protocol_is_http_2() {
        HttpLimits limits = HttpLimits.standard().withInFlightMax(1);
        try (TestServer server = new TestServer(mutual(), limits, 10_000)) {
            HttpClient client = client(server, HttpVersion.HTTP_2, peer);
            assertThat(TestServer.await(post(client, "/a/%2e%2e/b", Buffer.buffer())))
                    .startsWith("400 ")
                    .contains("NET-HTTP-008");
            assertThat(TestServer.await(post(client, "/large", Buffer.buffer(new byte[70_000]))))
                    .startsWith("413 ")
                    .contains("NET-HTTP-010");
            awaitZero(server.admission()::inFlight);

            Future<String> held = post(client, "/held", Buffer.buffer());
            awaitZero(() -> 1 - server.admission().inFlight());
            HttpClientResponse busy =
                    TestServer.await(client.request(HttpMethod.GET, "/plain").compose(request -> request.send()));
            assertThat(busy.statusCode()).isEqualTo(503);
            assertThat(busy.getHeader("Retry-After")).isEqualTo("1");
            server.release();
            assertThat(TestServer.await(held)).startsWith("200 held");
            awaitZero(server.admission()::inFlight);
            assertThat(TestServer.await(post(client, "/plain", Buffer.buffer())))
                    .startsWith("200 ");
        }
    }

    @Test
    void should_refuse_http_2_in_clear_text_when_options_ask_for_it() {
        HttpServerOptions options = HardenedHttp.plain("127.0.0.1", 0).setHttp2ClearTextEnabled(true);
        try (TestServer server = new TestServer(options, HttpLimits.standard(), 10_000)) {
            try (Wire wire = Wire.to(server.port())) {
                assertThat(wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").readUntilClosed())
                        .startsWith("HTTP/1.1 400 ");
            }
            try (Wire wire = Wire.to(server.port())) {
                wire.send("GET /plain HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
                assertThat(wire.readAnswers(1)).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    // ---- room

    @Test
    void should_answer_503_and_go_on_when_too_many_requests_are_in_flight() {
        try (TestServer server = TestServer.plain(HttpLimits.standard().withInFlightMax(1), 10_000);
                Wire first = Wire.to(server.port());
                Wire second = Wire.to(server.port())) {
            first.send(HELD);
            awaitZero(() -> 1 - server.admission().inFlight());
            assertThat(second.send(GET).readUntil("\"}"))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("retry-after: 1\r\n");
            server.release();
            first.readAnswers(1);
            awaitZero(server.admission()::inFlight);
            // the same connection, once there is room
            assertThat(second.send(GET).readAnswers(1)).contains("HTTP/1.1 200 ");
        }
    }

    @Test
    void should_give_the_place_back_when_the_sender_goes_away() {
        try (TestServer server = TestServer.plain(HttpLimits.standard(), 10_000)) {
            try (Wire wire = Wire.to(server.port())) {
                wire.send(HELD);
                awaitZero(() -> 1 - server.admission().inFlight());
            }
            awaitZero(server.admission()::inFlight);
            awaitZero(server.admission()::connections);
        }
    }

    @Test
    void should_answer_503_and_close_when_there_are_too_many_connections() {
        try (TestServer server = TestServer.plain(HttpLimits.standard().withConnectionsMax(1), 10_000);
                Wire first = Wire.to(server.port())) {
            first.send(GET).readAnswers(1);
            try (Wire second = Wire.to(server.port())) {
                assertThat(second.send(GET).readUntilClosed())
                        .startsWith("HTTP/1.1 503 ")
                        .contains("Retry-After: 1\r\n");
                try (Wire third = Wire.to(server.port())) {
                    assertThat(third.readUntilClosed()).isEmpty();
                }
            }
            awaitZero(() -> server.admission().connections() - 1);
            assertThat(first.send(GET).readAnswers(2)).doesNotContain("503");
            try (Wire fourth = Wire.to(server.port())) {
                assertThat(fourth.send(GET).readUntilClosed()).startsWith("HTTP/1.1 503 ");
            }
        }
    }

    // ---- WebSocket

    @Test
    void should_let_frames_through_when_connection_became_a_web_socket() {
        try (TestServer server = TestServer.plain(HttpLimits.standard(), 10_000)) {
            WebSocketClient client = server.vertx().createWebSocketClient();
            Promise<String> echoed = Promise.promise();
            String text = "GET /smuggled HTTP/1.1\nHost\r\n\r\n\0";
            TestServer.await(client.connect(server.port(), "127.0.0.1", "/ws").compose(socket -> {
                socket.textMessageHandler(echoed::tryComplete);
                return socket.writeTextMessage(text);
            }));
            assertThat(TestServer.await(echoed.future())).isEqualTo(text);
            assertThat(server.seen()).containsExactly("/ws");
            awaitZero(server.admission()::inFlight);
        }
    }
}
