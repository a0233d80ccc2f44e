package io.wutong.support;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Legacy numbers of rows and stays hold 20 characters, the national ones 30: a longer one is replaced by a piece of its
 * SHA-256, the same on every call.
 */
public final class ShortId {

    public static final int LENGTH_MAX = 20;

    private ShortId() {}

    public static String of(String id) {
        return id.length() <= LENGTH_MAX ? id : "H" + digest(id, LENGTH_MAX - 1);
    }

    /** That many hex digits of the text's SHA-256. */
    public static String digest(String text, int digits) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
