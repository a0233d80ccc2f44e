package io.wutong.http.auth;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The national platform's caller check: {@code x-tif-signature} is the lower-case hexadecimal SHA-256 of timestamp,
 * token, nonce and timestamp again, written one after the other.
 *
 * <p>It proves who calls and, with the nonce, that this call is new. It covers neither path nor body: those rest on
 * TLS, and on {@code cainfo} where an account has to sign its input.
 */
public final class TifSignature {

    public static final String PAASID = "x-tif-paasid";
    public static final String TIMESTAMP = "x-tif-timestamp";
    public static final String NONCE = "x-tif-nonce";
    public static final String SIGNATURE = "x-tif-signature";

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(TifSignature::newSha256);

    private static final String TOKEN_OF_NOBODY = "00000000000000000000000000000000";

    private TifSignature() {}

    /** The headers' form alone; {@link SignedHeaders#caller()} then leads to the token. */
    public static Verified<SignedHeaders> read(MultiMap headers) {
        return SignedHeaders.read(headers, PAASID, TIMESTAMP, NONCE, SIGNATURE);
    }

    /**
     * Whether the claimed account sent this, within the window.
     *
     * @param token the account's secret; null when there is no such account, which costs the same and is refused
     */
    public static Verified<NonceClaim> verify(SignedHeaders claimed, @Nullable String token, long nowSeconds) {
        boolean known = token != null && !token.isEmpty();
        String secret = known && token != null ? token : TOKEN_OF_NOBODY;
        return claimed.against(sign(claimed.timestamp(), secret, claimed.nonce()), known, nowSeconds);
    }

    /** What a caller with this token writes into {@code x-tif-signature}. */
    public static String sign(String timestamp, String token, String nonce) {
        byte[] text = (timestamp + token + nonce + timestamp).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sha256().digest(text));
    }

    private static MessageDigest sha256() {
        return DIGEST.get(); // reset by each digest()
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
