package io.wutong.store;

import java.util.Arrays;

/**
 * Deflates small documents with a preset dictionary (RFC 1950, RFC 1951), as {@link java.util.zip.Inflater} reads them.
 * The JDK's deflater indexes the dictionary anew for each document, which costs more than the document itself; here that
 * is done once:
 *
 * <pre>
 *   window = dictionary │ document beside │ document
 *   heads, before = for each four bytes where they stood last, and where before that; the dictionary's part is kept
 *   one block of fixed codes: a table of codes would be longer than what it saves
 * </pre>
 *
 * <p>Not for use by two threads.
 */
final class SmallDeflater {

    private static final int MATCH_MIN = 4;
    private static final int MATCH_MAX = 258;
    /** A match that long is taken without a look at whether the next place has a longer one. */
    private static final int MATCH_GOOD = 32;

    /** Places that are compared, the nearest first. */
    private static final int TRIES_MAX = 16;

    private static final int HASH_BITS = 12;
    private static final int END_OF_BLOCK = 256;
    private static final int ADLER = 65_521;
    /** So many bytes may be summed before the larger sum has to be reduced. */
    private static final int ADLER_RUN = 3_800;

    private static final int[] LENGTH_FIRST = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    /** Codes of literals and lengths (RFC 1951, 3.2.6), their bits in the order in which they are written. */
    private static final int[] CODES = new int[288];

    private static final byte[] LENGTH_SYMBOLS = new byte[MATCH_MAX + 1];

    static {
        for (int symbol = 0; symbol < CODES.length; symbol++) {
            CODES[symbol] = reversed(code(symbol), bits(symbol));
        }
        for (int length = 3, symbol = 0; length <= MATCH_MAX; length++) {
            symbol += symbol + 1 < LENGTH_FIRST.length && LENGTH_FIRST[symbol + 1] == length ? 1 : 0;
            LENGTH_SYMBOLS[length] = (byte) symbol;
        }
    }

    private final int dictionaryLength;
    private final int dictionaryAdler;
    private final short[] dictionaryHeads = new short[1 << HASH_BITS];

    private final byte[] window;
    /** One more than the place, so that 0 is none. */
    private final short[] heads = new short[1 << HASH_BITS];

    private final short[] before;
    private final byte[] out;
    private int at;
    private int held;
    private int heldBits;

    /** @param roomBytes for a document and the one beside it */
    SmallDeflater(byte[] dictionary, int roomBytes) {
        if (dictionary.length + roomBytes > Short.MAX_VALUE) {
            throw new IllegalArgumentException("too large a window");
        }
        dictionaryLength = dictionary.length;
        dictionaryAdler = adler(1, dictionary);
        window = Arrays.copyOf(dictionary, dictionary.length + roomBytes);
        before = new short[window.length];
        out = new byte[roomBytes + roomBytes / 8 + 32];
        index(0, dictionaryLength, dictionaryLength);
        System.arraycopy(heads, 0, dictionaryHeads, 0, heads.length);
    }

    /** The document, deflated, behind a first byte. */
    byte[] deflate(byte first, byte[] document, byte[] beside) {
        int from = dictionaryLength + beside.length;
        int end = from + document.length;
        System.arraycopy(beside, 0, window, dictionaryLength, beside.length);
        System.arraycopy(document, 0, window, from, document.length);
        System.arraycopy(dictionaryHeads, 0, heads, 0, heads.length);
        // the dictionary's last places see bytes behind it now
        index(Math.max(0, dictionaryLength - MATCH_MIN + 1), from, end);
        at = 0;
        held = 0;
        heldBits = 0;
        out[at++] = first;
        out[at++] = 0x78; // deflate, a window of 32 KiB
        out[at++] = 0x20; // a preset dictionary; both bytes together are a multiple of 31
        whole(adler(dictionaryAdler, beside));
        write(0b011, 3); // the last block, of fixed codes
        block(from, end);
        symbol(END_OF_BLOCK);
        write(0, 7); // to the end of a byte
        whole(adler(1, document));
        return Arrays.copyOf(out, at);
    }

    private void block(int from, int end) {
        int place = from;
        long match = longest(place, end);
        while (place < end) {
            insert(place, end);
            int length = (int) match;
            long next = length < MATCH_GOOD ? longest(place + 1, end) : 0;
            if (length >= MATCH_MIN && (int) next <= length) {
                match(length, (int) (match >>> 32));
                index(place + 1, place + length, end);
                place += length;
                match = longest(place, end);
            } else {
                symbol(window[place++] & 0xff);
                match = next;
            }
        }
    }

    /** Length of the longest match and, in the upper half, its distance; 0 when there is none worth it. */
    private long longest(int place, int end) {
        if (end - place < MATCH_MIN) {
            return 0;
        }
        int most = Math.min(MATCH_MAX, end - place);
        int length = MATCH_MIN - 1;
        int distance = 0;
        int candidate = heads[hash(place)] - 1;
        for (int tries = 0; candidate >= 0 && tries < TRIES_MAX && length < most; tries++) {
            if (window[candidate + length] == window[place + length]) {
                int same = Arrays.mismatch(window, candidate, candidate + most, window, place, place + most);
                int found = same < 0 ? most : same;
                if (found > length) {
                    length = found;
                    distance = place - candidate;
                }
            }
            candidate = before[candidate] - 1;
        }
        return distance == 0 ? 0 : (long) distance << 32 | length;
    }

    private void index(int from, int to, int end) {
        for (int place = from; place < to; place++) {
            insert(place, end);
        }
    }

    private void insert(int place, int end) {
        if (end - place >= MATCH_MIN) {
            int hash = hash(place);
            before[place] = heads[hash];
            heads[hash] = (short) (place + 1);
        }
    }

    private int hash(int place) {
        int four = window[place] & 0xff
                | (window[place + 1] & 0xff) << 8
                | (window[place + 2] & 0xff) << 16
                | window[place + 3] << 24;
        return four * 0x9E3779B1 >>> 32 - HASH_BITS;
    }

    // ------------------------------------------------------------------ codes

    private void match(int length, int distance) {
        int symbol = LENGTH_SYMBOLS[length];
        symbol(257 + symbol);
        write(length - LENGTH_FIRST[symbol], LENGTH_BITS[symbol]);
        // two symbols for each power of two from 4 on
        int power = 31 - Integer.numberOfLeadingZeros(distance - 1 | 1);
        int extra = Math.max(0, power - 1);
        int place = distance <= 4 ? distance - 1 : 2 * power + (distance - 1 >>> extra & 1);
        write(reversed(place, 5), 5);
        write(distance - 1 & (1 << extra) - 1, extra);
    }

    private void symbol(int symbol) {
        write(CODES[symbol], bits(symbol));
    }

    private static int bits(int symbol) {
        return symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
    }

    private static int code(int symbol) {
        return symbol < 144
                ? 0x30 + symbol
                : symbol < 256 ? 0x190 + symbol - 144 : symbol < 280 ? symbol - 256 : 0xc0 + symbol - 280;
    }

    private static int reversed(int code, int bits) {
        return Integer.reverse(code) >>> 32 - bits;
    }

    private void write(int value, int count) {
        held |= value << heldBits;
        heldBits += count;
        while (heldBits >= 8) {
            out[at++] = (byte) held;
            held >>>= 8;
            heldBits -= 8;
        }
    }

    private void whole(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out[at++] = (byte) (value >>> shift);
        }
    }

    /** The check sum of bytes behind others (RFC 1950). */
    private static int adler(int before, byte[] bytes) {
        int a = before & 0xffff;
        int b = before >>> 16;
        for (int from = 0; from < bytes.length; from += ADLER_RUN) {
            int to = Math.min(bytes.length, from + ADLER_RUN);
            for (int i = from; i < to; i++) {
                a += bytes[i] & 0xff;
                b += a;
            }
            a %= ADLER;
            b %= ADLER;
        }
        return b << 16 | a;
    }
}
