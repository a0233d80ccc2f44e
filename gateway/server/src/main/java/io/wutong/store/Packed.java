package io.wutong.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Documents as they lie in columns: small JSON, most of which is names and phrases that every message has. What stands in
 * a dictionary, in a document that is stored beside, or earlier in the document itself is written as a place and a length.
 * A quarter of the bytes is left, after a few microseconds.
 *
 * <pre>
 *   format 0: the bytes as they are
 *   format 1: (both lengths, literals, how far the match lies from where the one before would go on)*, literals
 * </pre>
 *
 * <p>The dictionary of a format is never altered: what was stored by it is read by it.
 */
final class Packed {

    private static final byte PLAIN = 0;
    private static final byte PACKED = 1;

    private static final int MATCH_MIN = 4;
    private static final int NIBBLE = 15;
    private static final int HASH_BITS = 13;
    /** Larger documents are left alone: PostgreSQL stores them apart, and compresses them itself. */
    private static final int BYTES_MAX = 32 * 1024;

    private static final byte[] DICTIONARY = resource("packed-1.txt");
    private static final int[] DICTIONARY_PLACES = new int[1 << HASH_BITS];
    private static final byte[] NONE = new byte[0];

    static {
        for (int i = 0; i + MATCH_MIN <= DICTIONARY.length; i++) {
            DICTIONARY_PLACES[hash(DICTIONARY, i)] = i + 1;
        }
    }

    private static final ThreadLocal<Packer> PACKER = ThreadLocal.withInitial(Packer::new);

    private Packed() {}

    static byte[] pack(byte[] document) {
        return pack(document, NONE);
    }

    /** @param beside a document that is at hand whenever this one is read */
    static byte[] pack(byte[] document, byte[] beside) {
        if (document.length == 0 || document.length + beside.length > BYTES_MAX) {
            return plain(document);
        }
        byte[] packed = PACKER.get().pack(document, beside);
        return packed.length > document.length ? plain(document) : packed;
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
     * @throws IllegalStateException when this is none, or was packed beside another
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
        try {
            return new Unpacker(packed, beside).read();
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new IllegalStateException("a broken document", e);
        }
    }

    private static int hash(byte[] bytes, int at) {
        int four = bytes[at] & 0xff
                | (bytes[at + 1] & 0xff) << 8
                | (bytes[at + 2] & 0xff) << 16
                | (bytes[at + 3] & 0xff) << 24;
        return four * 0x9E3779B1 >>> 32 - HASH_BITS;
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

    /** One thread's working space: the dictionary, behind it what stands beside, behind that the document. */
    private static final class Packer {

        private byte[] window = Arrays.copyOf(DICTIONARY, DICTIONARY.length + 8 * 1024);
        private byte[] out = new byte[4 * 1024];
        private int length;
        /** Where four bytes were seen last in this document; what lies before {@link #begun} is another's. */
        private final int[] places = new int[1 << HASH_BITS];

        private int begun;

        byte[] pack(byte[] document, byte[] beside) {
            int from = DICTIONARY.length + beside.length;
            int end = from + document.length;
            if (window.length < end) {
                window = Arrays.copyOf(window, end);
            }
            if (out.length < 16 + document.length * 2) {
                out = new byte[16 + document.length * 2];
            }
            System.arraycopy(beside, 0, window, DICTIONARY.length, beside.length);
            System.arraycopy(document, 0, window, from, document.length);
            if (begun > Integer.MAX_VALUE - 4 * (DICTIONARY.length + BYTES_MAX)) {
                Arrays.fill(places, 0);
                begun = 0;
            }
            for (int i = DICTIONARY.length; i < from && i + MATCH_MIN <= end; i++) {
                places[hash(window, i)] = begun + i + 1;
            }
            length = 0;
            out[length++] = PACKED;
            write(from, end);
            begun += end + 1;
            return Arrays.copyOf(out, length);
        }

        private void write(int from, int end) {
            int at = from;
            int literals = from;
            int expected = 0;
            int last = end - MATCH_MIN;
            while (at <= last) {
                int hash = hash(window, at);
                int near = places[hash] - begun - 1;
                places[hash] = begun + at + 1;
                int known = DICTIONARY_PLACES[hash] - 1;
                // what was written before often goes on where its likeness does, with a value between: one byte says so
                int place = expected;
                int match = same(expected, at, end);
                int length = same(expected + at - literals, at, end);
                if (length > match) {
                    match = length;
                    place = expected + at - literals;
                }
                length = near >= 0 ? same(near, at, end) : 0;
                if (length > match + 1) {
                    match = length;
                    place = near;
                }
                length = known >= 0 ? same(known, at, end) : 0;
                if (length > match + 1) {
                    match = length;
                    place = known;
                }
                if (match < MATCH_MIN) {
                    at++;
                    continue;
                }
                sequence(literals, at, match);
                number(place - expected << 1 ^ place - expected >> 31);
                expected = place + match;
                int after = at + match;
                for (at++; at < after && at <= last; at++) {
                    places[hash(window, at)] = begun + at + 1;
                }
                at = after;
                literals = after;
            }
            sequence(literals, end, MATCH_MIN);
        }

        /** Both lengths in one byte, as far as they go into four bits each. */
        private void sequence(int literals, int at, int match) {
            int left = at - literals;
            int more = match - MATCH_MIN;
            out[length++] = (byte) (Math.min(left, NIBBLE) << 4 | Math.min(more, NIBBLE));
            if (left >= NIBBLE) {
                number(left - NIBBLE);
            }
            System.arraycopy(window, literals, out, length, left);
            length += left;
            if (more >= NIBBLE) {
                number(more - NIBBLE);
            }
        }

        private int same(int before, int at, int end) {
            if (before >= at || window[before] != window[at]) {
                return 0;
            }
            int max = end - at;
            int length = Arrays.mismatch(window, before, before + max, window, at, end);
            return length < 0 ? max : length;
        }

        private void number(int value) {
            int rest = value;
            while (rest >= 0x80) {
                out[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            out[length++] = (byte) rest;
        }
    }

    private static final class Unpacker {

        private final byte[] packed;
        private final byte[] beside;
        private byte[] document;
        private int at = 1;
        private int length;

        Unpacker(byte[] packed, byte[] beside) {
            this.packed = packed;
            this.beside = beside;
            this.document = new byte[Math.min(BYTES_MAX, packed.length * 6)];
        }

        byte[] read() {
            int expected = 0;
            while (true) {
                int lengths = packed[at++] & 0xff;
                int literals = lengths >>> 4;
                if (literals == NIBBLE) {
                    literals += number();
                }
                room(literals);
                System.arraycopy(packed, at, document, length, literals);
                at += literals;
                length += literals;
                if (at == packed.length) {
                    return Arrays.copyOf(document, length);
                }
                int match = (lengths & NIBBLE) + MATCH_MIN;
                if (match == NIBBLE + MATCH_MIN) {
                    match += number();
                }
                int folded = number();
                int place = expected + (folded >>> 1 ^ -(folded & 1));
                room(match);
                copy(place, match);
                expected = place + match;
            }
        }

        private void copy(int from, int match) {
            int documents = DICTIONARY.length + beside.length;
            for (int place = from; place < from + match; place++) {
                document[length] = place >= documents
                        ? before(place - documents)
                        : place >= DICTIONARY.length ? beside[place - DICTIONARY.length] : DICTIONARY[place];
                length++;
            }
        }

        private byte before(int place) {
            if (place >= length) {
                throw new IllegalStateException("a broken document");
            }
            return document[place];
        }

        private void room(int more) {
            if (more < 0 || more > BYTES_MAX - length) {
                throw new IllegalStateException("a broken document");
            }
            if (document.length < length + more) {
                document = Arrays.copyOf(document, Math.max(2 * document.length, length + more));
            }
        }

        private int number() {
            int value = 0;
            for (int shift = 0; shift < 32; shift += 7) {
                byte part = packed[at++];
                value |= (part & 0x7f) << shift;
                if (part >= 0) {
                    return value;
                }
            }
            throw new IllegalStateException("a broken document");
        }
    }
}
