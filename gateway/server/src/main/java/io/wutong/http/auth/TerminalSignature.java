package io.wutong.http.auth;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A terminal's check: HMAC-SM3 with the terminal's key over five lines: timestamp, nonce, method, path with query as
 * sent, and the lower-case hexadecimal SM3 of the body.
 *
 * <p>None of the first four can contain a line feed, so no two requests share one text.
 */
public final class TerminalSignature {

    public static final String TERMINAL = "x-wutong-terminal";
    public static final String TIMESTAMP = "x-wutong-timestamp";
    public static final String NONCE = "x-wutong-nonce";
    public static final String SIGNATURE = "x-wutong-signature";

    /** Shorter keys are treated as no key. */
    public static final int KEY_BYTES_MIN = 16;

    private static final byte[] KEY_OF_NOBODY = new byte[32];

    private TerminalSignature() {}

    /** The headers' form alone; {@link SignedHeaders#caller()} then leads to the key. */
    public static Verified<SignedHeaders> read(MultiMap headers) {
        return SignedHeaders.read(headers, TERMINAL, TIMESTAMP, NONCE, SIGNATURE);
    }

    /**
     * Whether the claimed terminal sent exactly this request, within the window.
     *
     * @param key the terminal's secret; null when there is no such terminal, which costs the same and is refused
     * @param method in capitals, as on the request line
     * @param pathWithQuery as on the request line, undecoded
     */
    public static Verified<NonceClaim> verify(
            SignedHeaders claimed,
            byte @Nullable [] key,
            String method,
            String pathWithQuery,
            byte[] body,
            long nowSeconds) {
        boolean known = key != null && key.length >= KEY_BYTES_MIN;
        byte[] secret = known && key != null ? key : KEY_OF_NOBODY;
        String expected = sign(secret, claimed.timestamp(), claimed.nonce(), method, pathWithQuery, body);
        return claimed.against(expected, known, nowSeconds);
    }

    /** What a terminal with this key writes into {@code x-wutong-signature}. */
    public static String sign(
            byte[] key, String timestamp, String nonce, String method, String pathWithQuery, byte[] body) {
        String text = String.join("\n", timestamp, nonce, method, pathWithQuery, Sm3.hex(body));
        return HexFormat.of().formatHex(HmacSm3.of(key, text.getBytes(StandardCharsets.UTF_8)));
    }
}
