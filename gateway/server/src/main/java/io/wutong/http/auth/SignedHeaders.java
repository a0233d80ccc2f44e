package io.wutong.http.auth;

import io.vertx.core.MultiMap;
import io.wutong.http.auth.Verified.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;

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

    private static final Pattern CALLER = Pattern.compile("[!-~]{1,64}");
    private static final Pattern TIMESTAMP = Pattern.compile("[1-9][0-9]{0,10}");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9-]{8,64}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");

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
        if (!CALLER.matcher(caller).matches()) {
            return Verified.invalid(Reason.CALLER_UNKNOWN);
        }
        if (!TIMESTAMP.matcher(timestamp).matches()) {
            return Verified.invalid(Reason.TIMESTAMP_MALFORMED);
        }
        if (!NONCE.matcher(nonce).matches()) {
            return Verified.invalid(Reason.NONCE_MALFORMED);
        }
        if (!SIGNATURE.matcher(signature).matches()) {
            return Verified.invalid(Reason.SIGNATURE_MALFORMED);
        }
        return Verified.valid(this);
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
