package io.wutong.envelope;

import io.wutong.spi.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a message says, as a SHA-256: {@code infno}, both areas and the canonical {@code input}. What a HIS renews when
 * it retries ({@code inf_time}, {@code sign_no}, {@code cainfo}, {@code opter…}, {@code dev_…}) is not in it.
 */
public final class MessageHash {

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(MessageHash::newSha256);

    private MessageHash() {}

    /** Lower-case hex. */
    public static String of(Envelope envelope) {
        MessageDigest digest = sha256();
        for (String part : new String[] {envelope.infno(), envelope.careArea(), envelope.homeArea()}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        }
        // names sorted at every depth: a re-ordered object is the same message
        digest.update(Json.writeSorted(envelope.input()));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of a text, lower-case hex. */
    public static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
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
