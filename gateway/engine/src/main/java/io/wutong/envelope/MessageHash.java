package io.wutong.envelope;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a message says, as a SHA-256: {@code infno}, both areas and the canonical {@code input}. What a HIS renews when
 * it retries ({@code inf_time}, {@code sign_no}, {@code cainfo}, {@code opter…}, {@code dev_…}) is not in it.
 */
public final class MessageHash {

    private MessageHash() {}

    /** Lower-case hex. */
    public static String of(Envelope envelope) {
        MessageDigest digest = sha256();
        for (String part : new String[] {envelope.infno(), envelope.careArea(), envelope.homeArea()}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        }
        digest.update(Json.write(canonical(envelope.input())));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of a text, lower-case hex. */
    public static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** Names sorted at every depth; a re-ordered object is the same message. */
    static Value canonical(Value value) {
        if (value instanceof Body body) {
            Body.Builder sorted = Body.builder();
            for (Map.Entry<String, Value> field : new TreeMap<>(body.fields()).entrySet()) {
                sorted.put(field.getKey(), canonical(field.getValue()));
            }
            return sorted.build();
        }
        if (value instanceof Value.Items items) {
            return new Value.Items(
                    items.values().stream().map(MessageHash::canonical).toList());
        }
        return value;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
