package io.wutong.http.guard;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/** Random requests that are valid, of every kind of framing, for tests that cut and alter them. */
final class Requests {

    private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE", "OPTIONS"};
    private static final String[] TARGETS = {"/", "/a", "/fsi/api/x?y=1&z=%E5%BF%83", "/p/abc-DEF_1.json"};
    // what would be a request, a chunk or a header if a reader lost its place
    private static final String[] TRAPS = {
        "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n", "0\r\n\r\n", "\r\n\r\n", "\n", "Transfer-Encoding: x\r\n", "\0"
    };

    private Requests() {}

    static String random(Random random) {
        StringBuilder head = new StringBuilder(random.nextInt(8) == 0 ? "\r\n" : "")
                .append(METHODS[random.nextInt(METHODS.length)])
                .append(' ')
                .append(TARGETS[random.nextInt(TARGETS.length)])
                .append(" HTTP/1.1\r\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            head.append("X-")
                    .append(i)
                    .append(random.nextBoolean() ? ":" : ": \t")
                    .append("v \tw ;=,\"")
                    .append("\r\n");
        }
        head.append(random.nextBoolean() ? "Host: h:1\r\n" : "hOST:h\r\n");
        return switch (random.nextInt(3)) {
            case 0 -> head + "\r\n";
            case 1 -> {
                String body = body(random);
                yield head + "Content-Length:" + (random.nextBoolean() ? " " : "") + body.length() + "\r\n\r\n" + body;
            }
            default ->
                head + "Transfer-Encoding: " + (random.nextBoolean() ? "chunked" : "Chunked ") + "\r\n\r\n"
                        + chunks(random);
        };
    }

    private static String chunks(Random random) {
        StringBuilder chunks = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            String piece = body(random) + "x";
            String size = Integer.toHexString(piece.length());
            chunks.append(random.nextBoolean() ? size : "00" + size.toUpperCase(Locale.ROOT))
                    .append("\r\n")
                    .append(piece)
                    .append("\r\n");
        }
        return chunks + "0\r\n" + (random.nextInt(3) == 0 ? "X-Trailer: t\r\n" : "") + "\r\n";
    }

    private static String body(Random random) {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            body.append(random.nextBoolean() ? TRAPS[random.nextInt(TRAPS.length)] : "b".repeat(random.nextInt(40)));
        }
        return body.toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
