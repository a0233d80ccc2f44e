package io.wutong.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Documents as they lie in columns: small JSON, most of which is names and phrases that every message has. They are
 * deflated with a dictionary of these, and of a document that is stored beside; what was altered does not come back.
 *
 * <pre>
 *   format 0: the bytes as they are
 *   format 1: zlib (RFC 1950) with a preset dictionary: packed-1.txt, and behind it the document beside
 * </pre>
 *
 * <p>The dictionary of a format is never altered: what was stored by it is read by it.
 */
final class Packed {

    private static final byte PLAIN = 0;
    private static final byte PACKED = 1;

    /** Larger documents are left alone: PostgreSQL stores them apart, and compresses them itself. */
    private static final int BYTES_MAX = 32 * 1024;

    private static final byte[] DICTIONARY = resource("packed-1.txt");
    private static final byte[] NONE = new byte[0];

    /** Both hold memory outside of the heap that is dear to make anew: one of each for a thread. */
    private static final ThreadLocal<Deflater> DEFLATER =
            ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED));

    private static final ThreadLocal<Inflater> INFLATER = ThreadLocal.withInitial(Inflater::new);

    private Packed() {}

    static byte[] pack(byte[] document) {
        return pack(document, NONE);
    }

    /** @param beside a document that is at hand whenever this one is read */
    static byte[] pack(byte[] document, byte[] beside) {
        if (document.length == 0 || document.length + beside.length > BYTES_MAX) {
            return plain(document);
        }
        Deflater deflater = DEFLATER.get();
        deflater.reset();
        deflater.setDictionary(dictionary(beside));
        deflater.setInput(document);
        deflater.finish();
        // longer than as it is would be no gain
        byte[] packed = new byte[1 + document.length];
        packed[0] = PACKED;
        int length = deflater.deflate(packed, 1, document.length);
        return deflater.finished() ? Arrays.copyOf(packed, 1 + length) : plain(document);
    }

    private static byte[] plain(byte[] document) {
        byte[] plain = new byte[1 + document.length];
        plain[0] = PLAIN;
        System.arraycopy(document, 0, plain, 1, document.length);
        return plain;
    }

    private static byte[] dictionary(byte[] beside) {
        if (beside.length == 0) {
            return DICTIONARY;
        }
        byte[] both = Arrays.copyOf(DICTIONARY, DICTIONARY.length + beside.length);
        System.arraycopy(beside, 0, both, DICTIONARY.length, beside.length);
        return both;
    }

    static byte[] unpack(byte[] packed) {
        return unpack(packed, NONE);
    }

    /**
     * The document.
     *
     * @throws IllegalStateException when this is none, was altered, or was packed beside another
     */
    static byte[] unpack(byte[] packed, byte[] beside) {
        if (packed.length == 0) {
            throw new IllegalStateException("no document");
        }
        if (packed[0] == PLAIN) {
            return Arrays.copyOfRange(packed, 1, packed.length);
        }
        if (packed[0] != PACKED) {
            throw new IllegalStateException("a document of format " + packed[0]);
        }
        Inflater inflater = INFLATER.get();
        inflater.reset();
        inflater.setInput(packed, 1, packed.length - 1);
        try {
            return inflate(inflater, packed.length * 6, beside);
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IllegalStateException("a broken document", e);
        }
    }

    private static byte[] inflate(Inflater inflater, int guess, byte[] beside) throws DataFormatException {
        byte[] document = new byte[Math.min(BYTES_MAX, guess)];
        int length = 0;
        while (true) {
            length += inflater.inflate(document, length, document.length - length);
            if (inflater.finished()) {
                return Arrays.copyOf(document, length);
            }
            if (inflater.needsDictionary()) {
                inflater.setDictionary(dictionary(beside));
            } else if (length == document.length && length < BYTES_MAX) {
                document = Arrays.copyOf(document, Math.min(BYTES_MAX, 2 * length));
            } else {
                throw new DataFormatException(length < BYTES_MAX ? "cut off" : "too long");
            }
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Packed.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
