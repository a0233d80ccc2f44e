package io.wutong.channel.unionpay;

import io.wutong.spi.Download;
import io.wutong.support.BadAnswer;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer with a file in it, which may be longer than memory: its fields are read, of {@code fileContent} only where it
 * lies, and what is signed is digested from the disk. Base64 has no {@code &}, so the content ends at the next one.
 */
final class SignedFile {

    private static final String CONTENT = "fileContent";
    private static final int FIELDS_BYTES_MAX = 256 * 1024;
    private static final int CHUNK = 64 * 1024;

    private final Map<String, String> fields;
    private final byte[] digest;
    private final long from;
    private final long to;

    private SignedFile(Map<String, String> fields, byte[] digest, long from, long to) {
        this.fields = fields;
        this.digest = digest;
        this.from = from;
        this.to = to;
    }

    /** All but the content. */
    Map<String, String> fields() {
        return fields;
    }

    /** Of what is signed, as {@link Signing#digest}. */
    byte[] digest() {
        return digest;
    }

    /** The Base64 text in the answer's bytes; buffered, since Base64 is decoded byte by byte. */
    InputStream content(InputStream answer) throws IOException {
        return new BufferedInputStream(new Slice(answer, from, to), CHUNK);
    }

    /** Reads through the answer twice; for the worker. */
    static SignedFile read(Download answer) throws IOException {
        if (answer.status() != 200) {
            throw new BadAnswer("http_" + answer.status());
        }
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        byte[] marker = (CONTENT + "=").getBytes(StandardCharsets.US_ASCII);
        long from = -1;
        long to = -1;
        try (InputStream in = new BufferedInputStream(answer.open(), CHUNK)) {
            long at = 0;
            int fieldBegin = 0;
            for (int b = in.read(); b >= 0; b = in.read(), at++) {
                boolean inside = from >= 0 && to < 0;
                if (inside && b == '&') {
                    to = at;
                    inside = false;
                }
                if (!inside) {
                    if (rest.size() == FIELDS_BYTES_MAX) {
                        throw new BadAnswer("answer.too_long");
                    }
                    rest.write(b);
                    if (b == '&') {
                        fieldBegin = rest.size();
                    } else if (b == '=' && from < 0 && ends(rest.toByteArray(), fieldBegin, marker)) {
                        from = at + 1;
                    }
                }
            }
            to = from >= 0 && to < 0 ? at : to;
        }
        return of(answer, rest.toByteArray(), from, to);
    }

    /** Whether the field that begins there has the content's name. */
    private static boolean ends(byte[] bytes, int begin, byte[] marker) {
        return bytes.length - begin == marker.length
                && Arrays.equals(bytes, begin, bytes.length, marker, 0, marker.length);
    }

    private static SignedFile of(Download answer, byte[] rest, long from, long to) throws IOException {
        Map<String, String> fields;
        try {
            fields = new LinkedHashMap<>(Wire.read(Charsets.decode(rest, StandardCharsets.UTF_8)));
        } catch (CharsetException e) {
            throw new BadAnswer("answer_unreadable");
        }
        byte[] digest = digest(fields, answer, from, to);
        fields.remove(CONTENT);
        return new SignedFile(fields, digest, from, to);
    }

    private static byte[] digest(Map<String, String> fields, Download answer, long from, long to) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            boolean first = true;
            for (Map.Entry<String, String> field : new TreeMap<>(fields).entrySet()) {
                if (field.getKey().equals(Signing.SIGNATURE)) {
                    continue;
                }
                sha256.update(((first ? "" : "&") + field.getKey() + "=").getBytes(StandardCharsets.UTF_8));
                sha256.update(field.getValue().getBytes(StandardCharsets.UTF_8));
                if (field.getKey().equals(CONTENT)) {
                    try (InputStream content = new Slice(answer.open(), from, to)) {
                        byte[] chunk = new byte[CHUNK];
                        for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                            sha256.update(chunk, 0, read);
                        }
                    }
                }
                first = false;
            }
            return HexFormat.of().formatHex(sha256.digest()).getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bytes of a stream from one place to another. */
    private static final class Slice extends FilterInputStream {
        private long left;

        Slice(InputStream in, long from, long to) throws IOException {
            super(in);
            in.skipNBytes(Math.max(0, from));
            left = to - from;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                return length == 0 ? 0 : -1;
            }
            int read = super.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }
}
