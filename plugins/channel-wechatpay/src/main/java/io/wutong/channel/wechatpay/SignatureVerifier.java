package io.wutong.channel.wechatpay;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Verifies what WeChat signs, answers and notifications alike: RSA with SHA-256 over timestamp, nonce and the raw bytes
 * of the body, each ended by a line feed. The algorithm is ours, never the message's; the key is the one that the
 * serial names; the timestamp may be off by the configured age. A signature that is no Base64 is a wrong signature:
 * WeChat probes merchants with such.
 */
final class SignatureVerifier {

    /** Signed with a key that we do not have: it may be a new one. */
    static final String UNKNOWN_SERIAL = "signature.serial";

    private static final int TIMESTAMP_DIGITS_MAX = 12;

    private final PlatformKeys keys;
    private final Clock clock;
    private final long ageSecondsMax;

    SignatureVerifier(PlatformKeys keys, Clock clock, long ageSecondsMax) {
        this.keys = keys;
        this.clock = clock;
        this.ageSecondsMax = ageSecondsMax;
    }

    /** Empty when the signature holds, else a short word for what does not. */
    Optional<String> fault(Function<String, Optional<String>> headers, Buffer body) {
        Optional<String> signature = headers.apply("wechatpay-signature");
        Optional<String> timestamp = headers.apply("wechatpay-timestamp");
        Optional<String> nonce = headers.apply("wechatpay-nonce");
        Optional<String> serial = headers.apply("wechatpay-serial");
        if (signature.isEmpty() || timestamp.isEmpty() || nonce.isEmpty() || serial.isEmpty()) {
            return Optional.of("signature.missing");
        }
        if (!RequestSigner.SCHEME.equals(
                headers.apply("wechatpay-signature-type").orElse(RequestSigner.SCHEME))) {
            return Optional.of("signature.algorithm");
        }
        if (!fresh(timestamp.get())) {
            return Optional.of("signature.age");
        }
        Optional<PublicKey> key = keys.find(serial.get());
        if (key.isEmpty()) {
            return Optional.of(UNKNOWN_SERIAL);
        }
        return holds(key.get(), timestamp.get() + '\n' + nonce.get() + '\n', body, signature.get())
                ? Optional.empty()
                : Optional.of("signature.wrong");
    }

    private boolean fresh(String timestamp) {
        if (timestamp.isEmpty()
                || timestamp.length() > TIMESTAMP_DIGITS_MAX
                || !timestamp.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp)) <= ageSecondsMax;
    }

    private static boolean holds(PublicKey key, String head, Buffer body, String signature) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(key);
            rsa.update(head.getBytes(StandardCharsets.UTF_8));
            rsa.update(body.getBytes());
            rsa.update((byte) '\n');
            return rsa.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
