package io.wutong.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Unpacks what a channel packed as it is read, never to more bytes than were allowed. The causes of a {@link BadAnswer}
 * begin with the name that is given: {@code NAME.gzip}, {@code NAME.deflate}, {@code NAME.zip}, {@code NAME.too_long}.
 */
public final class Unpack {

    /** Ten million lines of the widest bill. */
    public static final long BILL_BYTES_MAX = 6L << 30;

    private static final int BUFFER_BYTES = 32 * 1024;

    private Unpack() {}

    public static InputStream gunzip(String name, InputStream packed, long bytesMax) {
        try {
            return new BoundedInput(name, "gzip", new GZIPInputStream(packed, BUFFER_BYTES), bytesMax);
        } catch (IOException e) {
            throw new BadAnswer(name + ".gzip");
        }
    }

    /** Deflated with a zlib header. */
    public static InputStream inflate(String name, InputStream packed, long bytesMax) {
        return new BoundedInput(name, "deflate", new InflaterInputStream(packed), bytesMax);
    }

    /**
     * The lines of the wanted files of an archive.
     *
     * @param names the charset of the files' names
     * @param wanted by a file's name
     * @param bytesMax for all files together, wanted or not
     */
    public static ZipLines unzip(
            String name, InputStream packed, Charset names, Predicate<String> wanted, long bytesMax) {
        return new ZipLines(name, packed, names, wanted, bytesMax);
    }
}
