package io.wutong.support;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a packed stream unpacks to, never more bytes than were allowed: small files can be made to grow without end. What
 * cannot be unpacked ends with a {@link BadAnswer}, as does what is too long.
 */
final class BoundedInput extends FilterInputStream {

    private final String name;
    private final String packing;
    private long left;

    BoundedInput(String name, String packing, InputStream in, long bytesMax) {
        super(in);
        this.name = name;
        this.packing = packing;
        this.left = bytesMax;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        int read;
        try {
            read = in.read(bytes, offset, length);
        } catch (IOException e) {
            throw new BadAnswer(name + "." + packing);
        }
        left -= Math.max(0, read);
        if (left < 0) {
            throw new BadAnswer(name + ".too_long");
        }
        return read;
    }

    @Override
    public long skip(long bytes) {
        return Math.max(0, read(new byte[(int) Math.min(bytes, 8_192)], 0, (int) Math.min(bytes, 8_192)));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
