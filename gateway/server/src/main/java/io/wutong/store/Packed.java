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
 *   format n: zlib (RFC 1950) with a preset dictionary: packed-n.txt, and behind it the document beside
 * </pre>
 *
 * <p>A dictionary is read anew for each document, which costs more than the document itself: each {@link Kind} has a
 * short one of its own. The dictionary of a format is never altered: what was stored by it is read by it.
 */
final class Packed {

    /** What a document is, in the order of the formats from 1 on. */
    enum Kind {
        ANY,
        TRACE,
        CALCULATION,
        REQUEST,
        ANSWER;

        private static final Kind[] BY_FORMAT = values();

        private final byte[] dictionary = resource("packed-" + format() + ".txt");

        private byte format() {
            return (byte) (1 + ordinal());
        }

        /** Writes the dictionary for what has a document beside it; its length. */
        private int dictionary(byte[] beside, byte[] to) {
            System.arraycopy(dictionary, 0, to, 0, dictionary.length);
            System.arraycopy(beside, 0, to, dictionary.length, beside.length);
            return dictionary.length + beside.length;
        }

        private static Kind of(byte format) {
            if (format < 1 || format > BY_FORMAT.length) {
                throw new IllegalStateException("a document of format " + format);
            }
            return BY_FORMAT[format - 1];
        }
    }

    private static final byte PLAIN = 0;

    /** Larger documents are left alone: PostgreSQL stores them apart, and compresses them itself. */
    private static final int BYTES_MAX = 32 * 1024;

    /** With the document beside. */
    private static final int DICTIONARY_MAX = BYTES_MAX + 8 * 1024;

    private static final byte[] NONE = new byte[0];

    /** Both hold memory outside of the heap that is dear to make anew: one of each for a thread. */
    private static final ThreadLocal<Packer> PACKER = ThreadLocal.withInitial(Packer::new);

    private static final ThreadLocal<Inflater> INFLATER = ThreadLocal.withInitial(Inflater::new);

    private Packed() {}

    /** What a thread packs with, again and again; only the packed document is new. */
    private static final class Packer {
        private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        private final byte[] packed = new byte[1 + BYTES_MAX];
        private final byte[] dictionary = new byte[DICTIONARY_MAX];

        byte[] pack(Kind kind, byte[] document, byte[] beside) {
            deflater.reset();
            deflater.setDictionary(dictionary, 0, kind.dictionary(beside, dictionary));
            deflater.setInput(document);
            deflater.finish();
            packed[0] = kind.format();
            // longer than as it is would be no gain
            int length = deflater.deflate(packed, 1, document.length);
            return deflater.finished() ? Arrays.copyOf(packed, 1 + length) : plain(document);
        }
    }

    static byte[] pack(Kind kind, byte[] document) {
        return pack(kind, document, NONE);
    }

    /** @param beside a document that is at hand whenever this one is read */
    static byte[] pack(Kind kind, byte[] document, byte[] beside) {
        return document.length == 0 || document.length + beside.length > BYTES_MAX
                ? plain(document)
                : PACKER.get().pack(kind, document, beside);
    }

    private static byte[] plain(byte[] document) {
        byte[] plain = new byte[1 + document.length];
        plain[0] = PLAIN;
        System.arraycopy(document, 0, plain, 1, document.length);
        return plain;
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
        Kind kind = Kind.of(packed[0]);
        Inflater inflater = INFLATER.get();
        inflater.reset();
        inflater.setInput(packed, 1, packed.length - 1);
        try {
            return inflate(inflater, packed.length * 6, kind, beside);
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IllegalStateException("a broken document", e);
        }
    }

    private static byte[] inflate(Inflater inflater, int guess, Kind kind, byte[] beside) throws DataFormatException {
        byte[] document = new byte[Math.min(BYTES_MAX, guess)];
        int length = 0;
        while (true) {
            length += inflater.inflate(document, length, document.length - length);
            if (inflater.finished()) {
                return Arrays.copyOf(document, length);
            }
            if (inflater.needsDictionary()) {
                byte[] dictionary = new byte[kind.dictionary.length + beside.length];
                inflater.setDictionary(dictionary, 0, kind.dictionary(beside, dictionary));
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
