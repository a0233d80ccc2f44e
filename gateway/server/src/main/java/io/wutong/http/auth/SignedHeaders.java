package io.wutong.http.auth;

import io.vertx.core.MultiMap;
import io.wutong.http.auth.Verified.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The four values that a signed request carries in its headers, each present exactly once and well formed, but not yet
 * believed.
 *
 * @param caller the account or terminal that the request claims to come from
 * @param timestamp Unix seconds exactly as sent, for the signature covers the text
 * @param nonce 8 to 64 letters, digits and hyphens
 * @param signature 64 lower-case hexadecimal digits
 */
public record SignedHeaders(String caller, String timestamp, String nonce, String signature) {

    /** How far a caller's clock may be from ours, both ways, edges included. */
    public static final long WINDOW_SECONDS = 300;

    private static final int CALLER_LENGTH_MAX = 64;
    private static final int TIMESTAMP_LENGTH_MAX = 11;
    private static final int NONCE_LENGTH_MIN = 8;
    private static final int NONCE_LENGTH_MAX = 64;
    private static final int SIGNATURE_LENGTH = 64;

    public long timestampSeconds() {
        return Long.parseLong(timestamp);
    }

    static Verified<SignedHeaders> read(
            MultiMap headers, String callerName, String timestampName, String nonceName, String signatureName) {
        for (String name : List.of(callerName, timestampName, nonceName, signatureName)) {
            int count = headers.getAll(name).size();
            if (count != 1) {
                return Verified.invalid(count == 0 ? Reason.HEADER_MISSING : Reason.HEADER_REPEATED);
            }
        }
        SignedHeaders read = new SignedHeaders(
                headers.get(callerName),
                headers.get(timestampName),
                headers.get(nonceName),
                headers.get(signatureName));
        return read.wellFormed();
    }

    private Verified<SignedHeaders> wellFormed() {
        if (!consists(caller, 1, CALLER_LENGTH_MAX, c -> c >= '!' && c <= '~')) {
            return Verified.invalid(Reason.CALLER_UNKNOWN);
        }
        if (!consists(timestamp, 1, TIMESTAMP_LENGTH_MAX, SignedHeaders::digit) || timestamp.charAt(0) == '0') {
            return Verified.invalid(Reason.TIMESTAMP_MALFORMED);
        }
        if (!consists(nonce, NONCE_LENGTH_MIN, NONCE_LENGTH_MAX, SignedHeaders::letterDigitOrHyphen)) {
            return Verified.invalid(Reason.NONCE_MALFORMED);
        }
        if (!consists(signature, SIGNATURE_LENGTH, SIGNATURE_LENGTH, c -> digit(c) || c >= 'a' && c <= 'f')) {
            return Verified.invalid(Reason.SIGNATURE_MALFORMED);
        }
        return Verified.valid(this);
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean letterDigitOrHyphen(int c) {
        return digit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-';
    }

    private static boolean consists(String text, int lengthMin, int lengthMax, IntPredicate of) {
        if (text.length() < lengthMin || text.length() > lengthMax) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!of.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The end of every check: the window, then the signature in constant time. The signature is compared first in
     * time, so that an unknown caller, a stale request and a wrong signature all cost the same.
     */
    Verified<NonceClaim> against(String expectedSignature, boolean callerKnown, long nowSeconds) {
        boolean same = MessageDigest.isEqual(
                expectedSignature.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.US_ASCII));
        if (!callerKnown) {
            return Verified.invalid(Reason.CALLER_UNKNOWN);
        }
        if (Math.abs(nowSeconds - timestampSeconds()) > WINDOW_SECONDS) {
            return Verified.invalid(Reason.TIMESTAMP_OUTSIDE_WINDOW);
        }
        return same
                ? Verified.valid(new NonceClaim(caller, nonce, timestampSeconds()))
                : Verified.invalid(Reason.SIGNATURE_WRONG);
    }
}
