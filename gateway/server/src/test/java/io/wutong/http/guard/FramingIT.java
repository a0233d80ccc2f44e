package io.wutong.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The probes that a default server fails, each against a real listener: a safe answer, and the connection is closed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FramingIT {

    private static final String HOST = "Host: h\r\n";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\n" + HOST + "\r\n";
    private static final int HEAD_MILLIS = 1_000;
    private static final int BODY_MILLIS = 800;
    private static final int MESSAGE_MILLIS = 1_500;

    private TestServer patient;
    private TestServer hasty;

    @BeforeAll
    void start() {
        patient = TestServer.plain(HttpLimits.standard(), 10_000);
        hasty = TestServer.plain(
                HttpLimits.standard()
                        .withIdleSeconds(3)
                        .withHeadMillisMax(HEAD_MILLIS)
                        .withMessageMillisMax(MESSAGE_MILLIS),
                BODY_MILLIS);
    }

    @AfterAll
    void stop() {
        patient.close();
        hasty.close();
    }

    private String exchange(String text) {
        try (Wire wire = Wire.to(patient.port())) {
            return wire.send(text).readUntilClosed();
        }
    }

    private void assertRefusedAlone(String answers, int status) {
        assertThat(answers).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answers.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
        assertThat(answers).containsIgnoringCase("connection: close").contains("\"code\":\"NET-HTTP-");
        assertThat(patient.seen()).doesNotContain("/smuggled", "/probe");
    }

    // ---- framing

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "400, 'Content-Length: 4\\r\\nContent-Length: 5\\r\\n', abcd",
        "400, 'Content-Length: 4\\r\\nContent-Length: 4\\r\\n', abcd",
        "400, 'Content-Length: 4\\r\\nTransfer-Encoding: chunked\\r\\n', '0\\r\\n\\r\\n'",
        "400, 'Transfer-Encoding: chunked\\r\\nContent-Length: 4\\r\\n', '0\\r\\n\\r\\n'",
        "501, 'Transfer-Encoding: xchunked\\r\\n', '0\\r\\n\\r\\n'",
        "501, 'Transfer-Encoding: gzip, chunked\\r\\n', '0\\r\\n\\r\\n'",
        "400, 'Transfer-Encoding: xchunked\\r\\nContent-Length: 4\\r\\n', abcd",
        "400, 'Transfer-Encoding : chunked\\r\\n', '0\\r\\n\\r\\n'",
        "400, 'X-Folded: a\\r\\n b\\r\\n', ''",
        "400, 'X-Nul: a\\0b\\r\\n', ''",
        "400, 'Host: other\\r\\n', ''",
        "400, 'X-Bare: a\\n', ''",
        "413, 'Content-Length: 99000000000\\r\\n', abcd",
        "413, 'Content-Length: 5000000\\r\\n', abcd"
    })
    void should_refuse_and_close_when_headers_are_ambiguous(int status, String headers, String body) {
        assertRefusedAlone(
                exchange("POST /probe HTTP/1.1\r\n" + HOST + headers.translateEscapes() + "\r\n"
                        + body.translateEscapes() + SMUGGLED),
                status);
    }

    @Test
    void should_refuse_and_close_when_there_is_no_host() {
        assertRefusedAlone(exchange("GET /probe HTTP/1.1\r\n\r\n" + SMUGGLED), 400);
    }

    @Test
    void should_refuse_and_close_when_lines_end_in_bare_line_feeds() {
        assertRefusedAlone(exchange("GET /probe HTTP/1.1\nHost: h\n\n" + SMUGGLED), 400);
    }

    @Test
    void should_refuse_and_close_when_a_chunk_is_ambiguous() {
        String head = "POST /probe HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
        assertRefusedAlone(exchange(head + "1;\nabc\r\n0\r\n\r\n" + SMUGGLED), 400);
        assertRefusedAlone(exchange(head + "1\r\nab\r\n0\r\n\r\n" + SMUGGLED), 400);
    }

    // ---- sizes

    @Test
    void should_refuse_and_close_when_headers_are_9_kb() {
        assertRefusedAlone(
                exchange("GET /probe HTTP/1.1\r\n" + HOST + "X: " + "v".repeat(9 * 1024) + "\r\n\r\n" + SMUGGLED), 431);
    }

    @Test
    void should_refuse_and_close_when_target_is_5_kb() {
        assertRefusedAlone(exchange("GET /" + "a".repeat(5 * 1024) + " HTTP/1.1\r\n" + HOST + "\r\n" + SMUGGLED), 414);
    }

    @Test
    void should_refuse_and_close_when_chunks_exceed_the_routes_limit() {
        String chunk = "4000\r\n" + "b".repeat(0x4000) + "\r\n";
        String head = "POST /chunked HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
        assertRefusedAlone(exchange(head + chunk.repeat(5) + "0\r\n\r\n" + SMUGGLED), 413);
        assertThat(patient.seen()).contains(new BodyRead.Answered(Refusal.BODY_TOO_LARGE).toString());
    }

    @Test
    void should_refuse_and_close_when_an_expectation_is_unknown_or_too_large() {
        String post = "POST /expect HTTP/1.1\r\n" + HOST;
        assertRefusedAlone(exchange(post + "Expect: 200-ok\r\nContent-Length: 3\r\n\r\nabc"), 417);
        // over the route's limit though under the listener's: refused without 100
        assertRefusedAlone(exchange(post + "Expect: 100-continue\r\nContent-Length: 70000\r\n\r\n"), 413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../probe",
                "/a/%2e%2e/probe",
                "//probe",
                "/a/./probe",
                "/a\\probe",
                "/a%00",
                "/a%2fprobe",
                "/a%5cprobe",
                "http://h/probe",
                "*"
            })
    void should_refuse_and_close_when_target_has_another_spelling(String target) {
        assertRefusedAlone(exchange("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n" + SMUGGLED), 400);
        assertThat(patient.seen()).doesNotContain(target);
    }

    // ---- time

    @Test
    void should_close_when_connection_is_silent() {
        try (Wire wire = Wire.to(hasty.port())) {
            assertThat(wire.readUntilClosed()).isEmpty();
        }
    }

    @Test
    void should_close_when_connection_rests_after_an_answer() {
        try (Wire wire = Wire.to(hasty.port())) {
            String answers =
                    wire.send("GET /rests HTTP/1.1\r\n" + HOST + "\r\n").readUntilClosed();
            assertThat(answers).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void should_answer_408_and_close_when_headers_drip() {
        try (Wire wire = Wire.to(hasty.port())) {
            String answer = wire.dripUntilClosed("GET /slow HTTP/1.1\r\n" + "X: y\r\n".repeat(200), 20);
            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("NET-HTTP-009");
            assertThat(hasty.seen()).doesNotContain("/slow");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3e8\r\n"})
    void should_answer_408_and_close_when_body_drips(String framing) {
        try (Wire wire = Wire.to(hasty.port())) {
            wire.send("POST /body HTTP/1.1\r\n" + HOST + framing);
            assertThat(wire.dripUntilClosed("b".repeat(1000), 20))
                    .startsWith("HTTP/1.1 408 ")
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    void should_answer_408_and_close_when_body_never_comes() {
        try (Wire wire = Wire.to(hasty.port())) {
            wire.send("POST /body HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\n");
            assertThat(wire.readUntilClosed()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void should_close_when_body_drips_after_an_early_answer() {
        try (Wire wire = Wire.to(hasty.port())) {
            wire.send("POST /early HTTP/1.1\r\n" + HOST + "Content-Length: 1000\r\n\r\n");
            String answer = wire.dripUntilClosed("b".repeat(1000), 20);
            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("early" + TestServer.END);
        }
    }

    // ---- order

    @Test
    void should_answer_what_came_before_first_when_a_pipelined_request_is_refused() {
        try (Wire wire = Wire.to(patient.port())) {
            wire.send("GET /held?order HTTP/1.1\r\n" + HOST + "\r\n" + "POST /probe HTTP/1.1\r\n" + HOST
                    + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n" + SMUGGLED);
            // the refusal is ready at once; that it waits shows in the order
            try (Wire other = Wire.to(patient.port())) {
                other.send("GET /other HTTP/1.1\r\n" + HOST + "\r\n").readAnswers(1);
            }
            patient.release();
            String answers = wire.readUntilClosed();
            assertThat(answers.indexOf("held" + TestServer.END)).isPositive().isLessThan(answers.indexOf(" 400 "));
            assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(3);
            assertThat(patient.seen()).contains("/held?order").doesNotContain("/smuggled", "/probe");
        }
    }

    @Test
    void should_give_no_second_answer_when_a_bad_request_follows_the_last_one() {
        String answers =
                exchange("GET /final HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\nGET /probe HTTP/1.1\r\n\r\n");
        assertThat(answers).startsWith("HTTP/1.1 200 ").endsWith(TestServer.END);
        assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(2);
    }

    @Test
    void should_close_with_one_answer_when_a_body_goes_bad_after_its_head_was_passed_on() {
        try (Wire wire = Wire.to(patient.port())) {
            wire.send("GET /first HTTP/1.1\r\n" + HOST + "\r\n").readAnswers(1);
            wire.send("POST /goes-bad HTTP/1.1\r\n" + HOST
                    + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.readUntil("100 Continue\r\n\r\n");
            wire.send("zz\r\n" + SMUGGLED);
            String answers = wire.readUntilClosed();
            assertThat(answers).contains("HTTP/1.1 400 ", "NET-HTTP-007");
            assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(4);
            assertThat(patient.seen()).contains("/goes-bad").doesNotContain("/smuggled");
        }
    }

    // ---- what is right still works

    @Test
    void should_answer_each_when_requests_follow_on_one_connection() {
        try (Wire wire = Wire.to(patient.port())) {
            wire.send("GET /one HTTP/1.1\r\n" + HOST + "\r\n").readAnswers(1);
            wire.send("POST /two HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc")
                    .readAnswers(2);
            String answers = wire.send("POST /three HTTP/1.1\r\n" + HOST
                            + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")
                    .readAnswers(3);
            assertThat(answers)
                    .contains(
                            TestServer.understood("GET", "/one", Buffer.buffer()),
                            TestServer.understood("POST", "/two", Buffer.buffer("abc")),
                            TestServer.understood("POST", "/three", Buffer.buffer("abc")));
        }
    }

    @Test
    void should_close_after_the_answer_when_the_client_asks_for_it() {
        assertThat(exchange("GET /last HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"))
                .endsWith(TestServer.understood("GET", "/last", Buffer.buffer()) + TestServer.END);
        assertThat(exchange("GET /last HTTP/1.0\r\n\r\n"))
                .endsWith(TestServer.understood("GET", "/last", Buffer.buffer()) + TestServer.END);
    }

    @Test
    void should_close_without_an_answer_when_the_handler_throws() {
        assertThat(exchange("GET /throws HTTP/1.1\r\n" + HOST + "\r\n")).isEmpty();
    }

    @Test
    void should_understand_every_request_when_valid_ones_are_cut_anywhere() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<String> requests = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                requests.add(Requests.random(random));
            }
            byte[] bytes = Requests.bytes(String.join("", requests));
            String whole;
            try (Wire wire = Wire.to(patient.port())) {
                whole = wire.send(bytes).readAnswers(requests.size());
            }
            try (Wire wire = Wire.to(patient.port())) {
                for (int at = 0; at < bytes.length; ) {
                    int end = Math.min(bytes.length, at + 1 + random.nextInt(50));
                    wire.send(Arrays.copyOfRange(bytes, at, end));
                    at = end;
                }
                assertThat(wire.readAnswers(requests.size()))
                        .as("seed %d", seed)
                        .isEqualTo(whole);
            }
            assertThat(whole.split("HTTP/1.1 200 OK", -1)).as("seed %d", seed).hasSize(requests.size() + 1);
        }
        assertThat(patient.seen()).doesNotContain("/smuggled");
    }

    @Test
    void should_keep_a_connection_that_is_told_again_and_again_that_it_is_not_now() throws Exception {
        String post = "POST /probe HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nhi";
        try (Wire wire = Wire.to(hasty.port())) {
            hasty.swamp(true);
            int times = 6;
            for (int i = 0; i < times; i++) { // for longer than an idle connection is kept
                wire.send(post);
                TimeUnit.MILLISECONDS.sleep(700);
            }
            hasty.swamp(false);
            String answers = wire.send(post).readUntil(TestServer.END);
            assertThat(answers.split("HTTP/1.1 503 ", -1)).hasSize(times + 1);
            assertThat(answers).contains("HTTP/1.1 200 ");
        } finally {
            hasty.swamp(false);
        }
    }
}
