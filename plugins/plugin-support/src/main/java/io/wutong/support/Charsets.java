package io.wutong.support;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Decodes and encodes strictly: nothing is replaced. What decodes but was plainly written in another charset is refused
 * too, because a name or a refusal that cannot be read must not travel on:
 *
 * <ul>
 *   <li>U+FFFD, and what it looks like after a second wrong decoding (锟斤拷);
 *   <li>GBK was agreed on, and all that is not ASCII is well-formed UTF-8 of three bytes or more: real GBK text of
 *       several characters does not look like that by chance.
 * </ul>
 */
public final class Charsets {

    public static final Charset GBK = Charset.forName("GBK");

    private Charsets() {}

    /** {@code UTF-8} or {@code GBK}, in any case. */
    public static Charset of(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UTF-8", "UTF8" -> StandardCharsets.UTF_8;
            case "GBK" -> GBK;
            default -> throw new CharsetException("charset must be UTF-8 or GBK");
        };
    }

    public static String decode(byte[] bytes, Charset charset) {
        String text = strict(bytes, charset);
        if (text.indexOf('\uFFFD') >= 0 || text.contains("锟斤拷")) {
            throw new CharsetException("text was damaged before it was sent");
        }
        if (charset.equals(GBK) && looksLikeUtf8(bytes)) {
            throw new CharsetException("GBK was agreed on, this is UTF-8");
        }
        return text;
    }

    public static byte[] encode(String text, Charset charset) {
        try {
            ByteBuffer out = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new CharsetException("a character that " + charset.name() + " does not have");
        }
    }

    private static String strict(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CharsetException("not " + charset.name());
        }
    }

    private static boolean looksLikeUtf8(byte[] bytes) {
        try {
            return strict(bytes, StandardCharsets.UTF_8).chars().anyMatch(c -> c >= 0x800);
        } catch (CharsetException e) {
            return false;
        }
    }
}
