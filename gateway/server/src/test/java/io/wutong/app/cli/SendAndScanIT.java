package io.wutong.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.wutong.http.auth.NonceClaim;
import io.wutong.http.auth.TerminalSignature;
import io.wutong.http.auth.TestIdentity;
import io.wutong.http.auth.TifSignature;
import io.wutong.http.auth.Verified;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code send} and {@code scan} against a listener over TLS that answers as each test wants. */
class SendAndScanIT {

    private static final String TOKEN = "a-token-for-this-test";
    private static final String KEY = "a-key-for-this-test-only";

    @TempDir
    static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static HttpServer server;
    private static volatile BiConsumer<HttpServerRequest, Buffer> behaviour = (request, body) -> {};
    private static final List<Buffer> RECEIVED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void listen() throws Exception {
        TestIdentity identity = TestIdentity.withNames(folder, "server", "dns:localhost");
        Files.write(folder.resolve("ca.crt"), identity.certificatePem().getBytes());
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Files.writeString(folder.resolve("key"), KEY + "\n");
        Files.writeString(folder.resolve("message.json"), "{\"infno\":\"9001\", \"msgid\":\"M1\",\"amount\":1.0}");
        server = Await.of(
                VERTX.createHttpServer(new HttpServerOptions()
                                .setSsl(true)
                                .setKeyCertOptions(new PemKeyCertOptions()
                                        .addCertValue(identity.certificatePem())
                                        .addKeyValue(identity.keyPem())))
                        .requestHandler(request -> request.body().onSuccess(body -> {
                            RECEIVED.add(body);
                            behaviour.accept(request, body);
                        }))
                        .listen(0, "localhost"),
                10);
    }

    @AfterAll
    static void close() throws Exception {
        Await.of(VERTX.close(), 10);
    }

    @BeforeEach
    void forget() {
        RECEIVED.clear();
    }

    private static Ran send(String... more) {
        List<String> line = new java.util.ArrayList<>(List.of(
                "send",
                "--url",
                "https://localhost:" + server.actualPort(),
                "--ca",
                folder.resolve("ca.crt").toString(),
                "--account",
                "his-1",
                "--token-file",
                folder.resolve("token").toString()));
        line.addAll(List.of(more));
        return Ran.of(line.toArray(new String[0]));
    }

    private static void answer(int status, String body) {
        behaviour =
                (request, received) -> request.response().setStatusCode(status).end(body);
    }

    @Test
    void should_send_the_bytes_as_they_are_and_signed_when_given_a_file() throws IOException {
        Path message = folder.resolve("message.json");
        StringBuilder caller = new StringBuilder();
        behaviour = (request, body) -> {
            Verified<NonceClaim> who = TifSignature.read(request.headers())
                    .then(claimed -> TifSignature.verify(claimed, TOKEN, System.currentTimeMillis() / 1000));
            caller.append(
                    who instanceof Verified.Valid<NonceClaim> valid
                            ? valid.value().caller()
                            : who);
            request.response().end("{\"infcode\":0,\"output\":{\"a\":1.0}}");
        };

        Ran ran = send(message.toString());

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out().strip()).isEqualTo("{\"infcode\":0,\"output\":{\"a\":1.0}}");
        assertThat(caller.toString()).isEqualTo("his-1");
        assertThat(RECEIVED).singleElement().isEqualTo(Buffer.buffer(Files.readAllBytes(message)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {"infcode":0}                                  | 0 | succeeded
            200 | {"infcode":-2,"err_msg":"[SET-DUP-001] x"}     | 1 | refused
            401 | {"success":false,"message":"no such account"}  | 1 | refused
            503 | {"infcode":-1,"err_msg":"busy"}                | 3 | not_sent
            200 | {"infcode":-1,"err_msg":"unknown"}             | 4 | unknown
            500 | {"message":"internal"}                         | 4 | unknown
            200 | not json                                       | 4 | unknown
            200 | {"infcode":0                                   | 4 | unknown
            """)
    void should_exit_by_outcome_when_it_is_answered(int status, String body, int exit, String outcome) {
        answer(status, body);

        Ran ran = send("--json", folder.resolve("message.json").toString());

        assertThat(ran.exit()).isEqualTo(exit);
        Body line = Json.read(ran.out());
        assertThat(line.textOr("outcome", "")).isEqualTo(outcome);
        assertThat(line.textOr("msgid", "")).isEqualTo("M1");
        assertThat(line.textOr("status", "")).isEqualTo(Integer.toString(status));
    }

    @Test
    void should_say_unknown_when_the_connection_breaks_after_sending() {
        behaviour = (request, body) -> request.connection().close();

        Ran ran = send(folder.resolve("message.json").toString());

        assertThat(ran.exit()).isEqualTo(Exit.UNKNOWN);
        assertThat(ran.err()).contains("结果未知");
    }

    @Test
    void should_say_unknown_when_no_answer_comes_in_time() {
        behaviour = (request, body) -> {};

        Ran ran = send("--timeout-seconds", "1", folder.resolve("message.json").toString());

        assertThat(ran.exit()).isEqualTo(Exit.UNKNOWN);
    }

    @Test
    void should_say_not_sent_when_nobody_listens_or_the_certificate_is_a_strangers() {
        answer(200, "{\"infcode\":0}");

        String token = folder.resolve("token").toString();
        String message = folder.resolve("message.json").toString();
        Ran nobody = Ran.of("send", "--url", "http://localhost:1", "--account", "a", "--token-file", token, message);
        Ran stranger = Ran.of(
                "send",
                "--url",
                "https://localhost:" + server.actualPort(),
                "--account",
                "a",
                "--token-file",
                token,
                message);

        assertThat(nobody.exit()).isEqualTo(Exit.NOT_SENT);
        assertThat(stranger.exit()).isEqualTo(Exit.NOT_SENT);
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void should_stop_when_a_message_does_not_succeed() {
        String message = folder.resolve("message.json").toString();
        answer(200, "{\"infcode\":-2}");
        assertThat(send(message, message).exit()).isEqualTo(Exit.FAILED);
        assertThat(RECEIVED).hasSize(1);

        answer(200, "{\"infcode\":0}");
        assertThat(send(message, message).exit()).isZero();
        assertThat(RECEIVED).hasSize(3);
    }

    @Test
    void should_send_nothing_when_a_file_is_no_message() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"msgid\":");

        Ran ran = send(broken.toString());

        assertThat(ran.exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(ran.err()).contains("broken.json");
        assertThat(RECEIVED).isEmpty();
    }

    @Test
    void should_show_the_person_when_a_scan_finds_one() {
        StringBuilder terminal = new StringBuilder();
        behaviour = (request, body) -> {
            Verified<NonceClaim> who = TerminalSignature.read(request.headers())
                    .then(claimed -> TerminalSignature.verify(
                            claimed,
                            KEY.getBytes(StandardCharsets.UTF_8),
                            request.method().name(),
                            request.uri(),
                            body.getBytes(),
                            System.currentTimeMillis() / 1000));
            terminal.append(
                    who instanceof Verified.Valid<NonceClaim> valid
                            ? valid.value().caller()
                            : who);
            request.response()
                    .end(
                            "{\"success\":true,\"psn_name\":\"张*\",\"certno\":\"3201***\",\"coverages\":"
                                    + "[{\"area\":\"320115\",\"area_name\":\"江宁\",\"insutype\":\"390\"}],\"next_zh\":\"可办理登记\"}");
        };

        Ran ran = scan();

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("张*", "320115 江宁", "可办理登记");
        assertThat(terminal.toString()).isEqualTo("T0001");
        assertThat(RECEIVED).singleElement().isEqualTo(Buffer.buffer("{\"text\":\"320115190001010003\"}"));
    }

    @ParameterizedTest
    @CsvSource({"422, 1", "200, 1"})
    void should_exit_with_1_when_a_scan_is_refused(int status, int exit) {
        answer(status, "{\"success\":false,\"code\":\"CRD-001\",\"message\":\"读不懂\"}");

        Ran ran = scan();

        assertThat(ran.exit()).isEqualTo(exit);
        assertThat(ran.out()).contains("CRD-001", "读不懂");
    }

    private static Ran scan() {
        return Ran.of(
                "scan",
                "--url",
                "https://localhost:" + server.actualPort(),
                "--ca",
                folder.resolve("ca.crt").toString(),
                "--terminal",
                "T0001",
                "--key-file",
                folder.resolve("key").toString(),
                "320115190001010003");
    }
}
