package io.wutong.host;

import static io.wutong.host.HostServicesTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpCall;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter's own trust and identity, with keys made at run time by the JDK's keytool. */
class HostServicesTlsTest {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private Pair server;
    private Pair adapter;
    private HttpServer listening;

    @BeforeEach
    void listen() throws Exception {
        server = pair("server", "localhost");
        adapter = pair("adapter", "gateway");
        listening = await(vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(server.certificate())
                                .addKeyValue(server.key()))
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions().addCertValue(adapter.certificate())))
                .requestHandler(request -> request.response().end("hello"))
                .listen(0));
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void should_be_answered_when_both_sides_trust_each_other() throws Exception {
        TlsSpec tls = new TlsSpec(server.certificate(), adapter.certificate(), adapter.key());
        assertThat(await(services(tls).http(get("localhost"))).body().toString())
                .isEqualTo("hello");
        assertThat(tls.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void should_not_send_when_the_server_is_not_trusted_or_has_another_name() {
        TlsSpec jdk = new TlsSpec(null, adapter.certificate(), adapter.key());
        assertFailure(jdk, "localhost", false);
        TlsSpec right = new TlsSpec(server.certificate(), adapter.certificate(), adapter.key());
        assertFailure(right, "127.0.0.1", false);
    }

    @Test
    void should_count_as_sent_when_the_server_refuses_the_adapter() throws Exception {
        Pair stranger = pair("stranger", "stranger");
        // TLS 1.3: the refusal comes after the client has finished its side and may have written
        assertFailure(new TlsSpec(server.certificate(), stranger.certificate(), stranger.key()), "localhost", true);
    }

    private void assertFailure(TlsSpec tls, String host, boolean sent) {
        Throwable failure =
                catchThrowable(() -> await(services(tls).http(get(host)))).getCause();
        assertThat(failure).isInstanceOfSatisfying(CallFailure.class, call -> {
            assertThat(call.sent()).as(call.shortCause()).isEqualTo(sent);
            if (!sent) {
                assertThat(call.shortCause()).isEqualTo("tls_handshake");
            }
        });
    }

    private HostServices services(TlsSpec tls) {
        return HostServices.open(
                vertx,
                AdapterSpec.of("tls", "region-test", "430000")
                        .withTls(tls)
                        .withAllowedHosts(
                                "localhost:" + listening.actualPort(), "127.0.0.1:" + listening.actualPort()));
    }

    private HttpCall get(String host) {
        return new HttpCall("GET", "https://" + host + ":" + listening.actualPort(), Map.of(), null, 10_000);
    }

    private record Pair(Buffer certificate, Buffer key) {}

    private Pair pair(String alias, String name) throws Exception {
        Path store = folder.resolve(alias + ".p12");
        String password = "changeit";
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        password)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        return new Pair(
                pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()),
                pem("PRIVATE KEY", keys.getKey(alias, password.toCharArray()).getEncoded()));
    }

    private static Buffer pem(String type, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Buffer.buffer("-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }
}
