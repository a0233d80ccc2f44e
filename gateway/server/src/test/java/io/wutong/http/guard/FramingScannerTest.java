package io.wutong.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Backslash sequences in the tables below stand for the control characters that they name. */
class FramingScannerTest {

    private static final int BODY_BYTES_MAX = 64 * 1024;

    private record Outcome(Refusal refusal, int heads, String passed) {}

    /** Scans the text in the pieces that the cuts make, and collects what may be passed on. */
    private static Outcome scan(byte[] text, Random cuts, int pieceBytesMax) {
        FramingScanner scanner = new FramingScanner(BODY_BYTES_MAX);
        StringBuilder passed = new StringBuilder();
        int heads = 0;
        for (int at = 0; at < text.length; ) {
            int piece = Math.min(text.length - at, 1 + cuts.nextInt(pieceBytesMax));
            // an index other than zero, as in a pooled buffer half read
            ByteBuf buffer = Unpooled.buffer().writeZero(3).skipBytes(3).writeBytes(text, at, piece);
            Refusal refusal = scanner.scan(buffer);
            heads += scanner.headsEnded();
            int safe = refusal == null ? buffer.writerIndex() : scanner.safeEnd();
            passed.append(buffer.toString(3, safe - 3, StandardCharsets.ISO_8859_1));
            if (refusal != null) {
                return new Outcome(refusal, heads, passed.toString());
            }
            at += piece;
        }
        return new Outcome(null, heads, passed.toString());
    }

    private static Refusal refusal(String text) {
        byte[] bytes = Requests.bytes(text);
        Refusal whole = scan(bytes, new Random(0), Integer.MAX_VALUE).refusal();
        assertThat(scan(bytes, new Random(0), 1).refusal())
                .as("the same byte by byte")
                .isEqualTo(whole);
        return whole;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 3\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 3\\r\\nContent-Length: 3\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 3\\r\\nContent-Length: 4\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 3, 3\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 3 3\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: +3\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: -3\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 0x3\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length:\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.0\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "TRANSFER_CODING | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n",
                "TRANSFER_CODING | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunke\\r\\n\\r\\n",
                "TRANSFER_CODING | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunkedx\\r\\n\\r\\n",
                "TRANSFER_CODING | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n",
                "TRANSFER_CODING | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked, identity\\r\\n\\r\\n",
                "TRANSFER_CODING | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunk ed\\r\\n\\r\\n",
                "TRANSFER_CODING | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding:\\r\\n\\r\\n",
                "HEADER_CHARACTER | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding : chunked\\r\\n\\r\\n",
                "HEADER_CHARACTER | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding\\t: chunked\\r\\n\\r\\n",
                "HEADER_CHARACTER | GET / HTTP/1.1\\r\\nHost: h\\r\\nX: a\\0b\\r\\n\\r\\n",
                "HEADER_CHARACTER | GET / HTTP/1.1\\r\\nHost: h\\r\\nX: a\\033[0m\\r\\n\\r\\n",
                "HEADER_CHARACTER | GET / HTTP/1.1\\r\\nHost: h\\r\\n: v\\r\\n\\r\\n",
                "HEADER_CHARACTER | GET / HTTP/1.1\\r\\nHost: h\\r\\nno colon\\r\\n\\r\\n",
                "FOLDED_HEADER | GET / HTTP/1.1\\r\\nHost: h\\r\\nX: a\\r\\n b\\r\\n\\r\\n",
                "FOLDED_HEADER | GET / HTTP/1.1\\r\\nHost: h\\r\\nX: a\\r\\n\\tTransfer-Encoding: chunked\\r\\n\\r\\n",
                "FOLDED_HEADER | GET / HTTP/1.1\\r\\n Host: h\\r\\n\\r\\n",
                "HOST | GET / HTTP/1.1\\r\\n\\r\\n",
                "HOST | GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n",
                "HOST | GET / HTTP/1.1\\r\\nHost: a\\r\\nhost: b\\r\\n\\r\\n",
                "HOST | GET / HTTP/1.1\\r\\nHost:\\r\\n\\r\\n",
                "HOST | GET / HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n",
                "HOST | GET / HTTP/1.1\\r\\nHost: user@a\\r\\n\\r\\n",
                "HOST | GET / HTTP/1.1\\r\\nHost: a/b\\r\\n\\r\\n",
                "BARE_LINE_FEED | GET / HTTP/1.1\\nHost: h\\n\\n",
                "BARE_LINE_FEED | GET / HTTP/1.1\\r\\nHost: h\\n\\r\\n",
                "BARE_LINE_FEED | GET / HTTP/1.1\\r\\nHost: h\\r\\n\\n",
                "BARE_LINE_FEED | GET / HTTP/1.1\\r\\nHost: h\\r\\nX\\n\\r\\n",
                "BARE_LINE_FEED | \\nGET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "MALFORMED | GET / HTTP/1.1\\r\\nHost: h\\r\\nX: a\\rb\\r\\n\\r\\n",
                "MALFORMED | GET / HTTP/1.1 \\r\\nHost: h\\r\\n\\r\\n",
                "MALFORMED | \\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "MALFORMED | G(T / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "MALFORMED | \\026\\003\\001",
                "TARGET | GET http://h/ HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "TARGET | CONNECT h:443 HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "TARGET | OPTIONS * HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "TARGET | GET  / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "TARGET | GET /\\351 HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "TARGET | GET /\\r\\n",
                "TARGET | PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n",
                "VERSION | GET / HTTP/2.0\\r\\nHost: h\\r\\n\\r\\n",
                "VERSION | GET / HTTP/1.2\\r\\nHost: h\\r\\n\\r\\n",
                "VERSION | GET / http/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "VERSION | GET / x HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "BODY_TOO_LARGE | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 65537\\r\\n\\r\\n",
                "BODY_TOO_LARGE | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 99000000000\\r\\n\\r\\n",
                "BODY_TOO_LARGE | POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 18446744073709551617\\r\\n\\r\\n",
                "BODY_TOO_LARGE | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n10001\\r\\n",
                "BODY_TOO_LARGE | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nffffffff\\r\\n",
                "CHUNK | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1ffffffff\\r\\n",
                "CHUNK | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n-1\\r\\n",
                "CHUNK | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0x1\\r\\n",
                "CHUNK | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n 1\\r\\n",
                "CHUNK | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n\\r\\n",
                "CHUNK | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\nx\\r\\n",
                "CHUNK | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1;a\\nx\\r\\n",
                "CHUNK | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1;a=b\\r\\nx\\r\\n",
                "CHUNK | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nxy",
                "AMBIGUOUS_LENGTH | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\nContent-Length: 1\\r\\n\\r\\n",
                "FOLDED_HEADER | POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\nX: a\\r\\n b\\r\\n\\r\\n"
            })
    void should_refuse_when_framing_has_two_readings(Refusal expected, String text) {
        String good = "POST /good HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n\n\n";
        String bad = text.translateEscapes();
        assertThat(refusal(bad)).isEqualTo(expected);
        Outcome after = scan(Requests.bytes(good + bad), new Random(0), Integer.MAX_VALUE);
        if (!bad.startsWith("\r")) {
            assertThat(after).isEqualTo(new Outcome(expected, 1, good));
        }
    }

    @Test
    void should_refuse_when_a_limit_is_passed_by_one() {
        String line = "GET /" + "a".repeat(HardenedHttp.TARGET_BYTES_MAX - 1);
        assertThat(refusal(line + " HTTP/1.1\r\nHost: h\r\n\r\n")).isNull();
        assertThat(refusal(line + "a HTTP/1.1\r\nHost: h\r\n\r\n")).isEqualTo(Refusal.TARGET_TOO_LONG);

        String host = "Host: h\r\n";
        int filler = HardenedHttp.HEADER_BYTES_MAX - host.length() - "X: \r\n\r\n".length();
        String head = "GET / HTTP/1.1\r\n" + host + "X: " + "v".repeat(filler);
        assertThat(refusal(head + "\r\n\r\n")).isNull();
        assertThat(refusal(head + "v\r\n\r\n")).isEqualTo(Refusal.HEADERS_TOO_LARGE);

        String fields = "GET / HTTP/1.1\r\n" + host + "X: y\r\n".repeat(HardenedHttp.HEADERS_MAX - 1);
        assertThat(refusal(fields + "\r\n")).isNull();
        assertThat(refusal(fields + "X: y\r\n\r\n")).isEqualTo(Refusal.HEADERS_TOO_LARGE);

        String post = "POST / HTTP/1.1\r\nHost: h\r\n";
        assertThat(refusal(post + "Content-Length: 65536\r\n\r\n")).isNull();
        String chunks = post + "Transfer-Encoding: chunked\r\n\r\nffff\r\n" + "b".repeat(0xffff) + "\r\n";
        assertThat(refusal(chunks + "1\r\nb\r\n0\r\n\r\n")).isNull();
        assertThat(refusal(chunks + "2\r\n")).isEqualTo(Refusal.BODY_TOO_LARGE);
    }

    @Test
    void should_pass_when_http_1_0_names_no_host() {
        assertThat(refusal("GET / HTTP/1.0\r\n\r\n")).isNull();
    }

    @Test
    void should_pass_valid_requests_unchanged_when_cut_anywhere() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(5);
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < count; i++) {
                requests.append(Requests.random(random));
            }
            Outcome outcome = scan(Requests.bytes(requests.toString()), random, 1 + random.nextInt(60));
            assertThat(outcome).as("seed %d", seed).isEqualTo(new Outcome(null, count, requests.toString()));
        }
    }

    @Test
    void should_end_messages_where_the_decoder_does_when_altered_requests_pass() {
        int passed = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Requests.bytes(Requests.random(random) + Requests.random(random));
            byte[] interesting = Requests.bytes("\r\n \t:;,0159aF\0/Hh-");
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = interesting[random.nextInt(interesting.length)];
            }
            Outcome outcome = scan(bytes, random, Integer.MAX_VALUE);
            assertThat(scan(bytes, random, 7).refusal()).as("seed %d", seed).isEqualTo(outcome.refusal());
            passed += outcome.refusal() == null ? 1 : 0;
            assertThat(messagesDecoded(outcome.passed()))
                    .as("seed %d", seed)
                    .isEqualTo(messagesScanned(outcome.passed()));
        }
        // enough of both kinds, or this has shown nothing
        assertThat(passed).isBetween(2_000, 18_000);
    }

    private static int messagesScanned(String text) {
        FramingScanner scanner = new FramingScanner(BODY_BYTES_MAX);
        assertThat(scanner.scan(Unpooled.wrappedBuffer(Requests.bytes(text)))).isNull();
        return scanner.headsEnded() - (scanner.inMessage() && !scanner.inHead() ? 1 : 0);
    }

    private static int messagesDecoded(String text) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder());
        channel.writeInbound(Unpooled.wrappedBuffer(Requests.bytes(text)));
        int messages = 0;
        for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
            assertThat(part.decoderResult().isSuccess())
                    .as("%s in %s", part, text)
                    .isTrue();
            messages += part instanceof LastHttpContent ? 1 : 0;
            ReferenceCountUtil.release(part);
        }
        channel.close();
        return messages;
    }
}
