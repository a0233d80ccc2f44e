package io.wutong.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks what a channel packed, never to more bytes than were allowed: small files can be made to grow without end. */
public final class Unpack {

    private static final int ENTRIES_MAX = 32;

    private Unpack() {}

    /** @throws BadAnswer {@code NAME.gzip} or {@code NAME.too_long} */
    public static byte[] gunzip(String name, byte[] packed, int bytesMax) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return bounded(name, in, bytesMax);
        } catch (IOException e) {
            throw new BadAnswer(name + ".gzip");
        }
    }

    /** Deflated with a zlib header. */
    public static byte[] inflate(String name, byte[] packed, int bytesMax) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return bounded(name, in, bytesMax);
        } catch (IOException e) {
            throw new BadAnswer(name + ".deflate");
        }
    }

    /** The files of an archive by name. {@code bytesMax} is for all of them together. */
    public static Map<String, byte[]> unzip(String name, byte[] packed, Charset names, int bytesMax) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        int left = bytesMax;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(packed), names)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] bytes = bounded(name, in, left);
                left -= bytes.length;
                if (files.size() == ENTRIES_MAX || files.putIfAbsent(entry.getName(), bytes) != null) {
                    throw new BadAnswer(name + ".zip");
                }
            }
        } catch (IOException | IllegalArgumentException e) { // the latter for names that are not of the charset
            throw new BadAnswer(name + ".zip");
        }
        if (files.isEmpty()) {
            throw new BadAnswer(name + ".zip");
        }
        return files;
    }

    private static byte[] bounded(String name, InputStream in, int bytesMax) throws IOException {
        byte[] bytes = in.readNBytes(bytesMax);
        if (in.read() >= 0) {
            throw new BadAnswer(name + ".too_long");
        }
        return bytes;
    }
}
