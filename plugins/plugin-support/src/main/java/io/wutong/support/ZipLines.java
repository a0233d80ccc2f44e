package io.wutong.support;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of some files of an archive, one file after the other; the others are read over, and count as well. */
public final class ZipLines implements Closeable {

    private static final int ENTRIES_MAX = 32;

    private final String name;
    private final ZipInputStream zip;
    private final InputStream bounded;
    private final Predicate<String> wanted;
    private final Set<String> seen = new HashSet<>();
    private int files;
    private @Nullable ByteLines lines;

    ZipLines(String name, InputStream packed, Charset names, Predicate<String> wanted, long bytesMax) {
        this.name = name;
        this.zip = new ZipInputStream(packed, names);
        this.bounded = new BoundedInput(name, "zip", zip, bytesMax);
        this.wanted = wanted;
    }

    /** The next line of the wanted files without its end; null after the last file. */
    public byte @Nullable [] next() {
        try {
            while (true) {
                byte[] line = lines == null ? null : lines.next();
                if (line != null) {
                    return line;
                }
                lines = open();
                if (lines == null) {
                    return null;
                }
            }
        } catch (IllegalArgumentException | IOException e) { // the former for names that are not of the charset
            throw new BadAnswer(name + ".zip");
        }
    }

    /** How many of the wanted files were begun. */
    public int files() {
        return files;
    }

    private @Nullable ByteLines open() throws IOException {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (seen.size() == ENTRIES_MAX || !seen.add(entry.getName())) {
                throw new BadAnswer(name + ".zip");
            }
            if (wanted.test(entry.getName())) {
                files++;
                return new ByteLines(name, bounded);
            }
            bounded.transferTo(OutputStream.nullOutputStream());
        }
        if (seen.isEmpty()) {
            throw new BadAnswer(name + ".zip");
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
