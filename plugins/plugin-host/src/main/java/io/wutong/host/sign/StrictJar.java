package io.wutong.host.sign;

import io.wutong.host.PluginRefusedException;
import io.wutong.host.PluginRefusedException.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A jar that can be read in one way only. Everything is read as a class loader reads it, through the directory at the
 * end of the file; the same entries must lie in the same order in the file itself, so that no reader finds another jar
 * in it. Names are plain relative paths, each once; nothing points out of the jar ({@code Class-Path}, {@code INDEX.LIST}).
 */
final class StrictJar {
    private static final int ENTRIES_MAX = 50_000;
    private static final long BYTES_MAX = 512L * 1024 * 1024;
    private static final Pattern PATH = Pattern.compile("[^/\\\\:\\p{Cntrl}]+(/[^/\\\\:\\p{Cntrl}]+)*/?");
    private static final String INDEX = "META-INF/INDEX.LIST";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final String file;
    private final Map<String, Sm3.Sum> sums = new LinkedHashMap<>();
    private final Map<String, byte[]> seals = new LinkedHashMap<>();
    private Manifest manifest = new Manifest();

    private StrictJar(String file) {
        this.file = file;
    }

    /**
     * @throws PluginRefusedException when it is ambiguous or points out of itself
     * @throws IOException when it is no jar
     */
    static StrictJar read(Path jar) throws IOException {
        StrictJar read = new StrictJar(jar.getFileName().toString());
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            if (zip.size() > ENTRIES_MAX) {
                throw read.bad("条目过多", "it has more than " + ENTRIES_MAX + " entries");
            }
            for (ZipEntry entry : zip.stream().toList()) {
                names.add(entry.getName());
            }
            read.refuseNames(names);
            long left = BYTES_MAX;
            for (String name : names) {
                left -= read.take(zip, zip.getEntry(name), left);
            }
        }
        read.compareWithFile(jar, names);
        read.refuseManifest();
        return read;
    }

    private long take(ZipFile zip, ZipEntry entry, long left) throws IOException {
        String name = entry.getName();
        if (Sealed.isSeal(name)) {
            seals.put(name, bytes(zip, entry));
            return 0;
        }
        if (name.equals(MANIFEST)) {
            try (InputStream in = zip.getInputStream(entry)) {
                manifest = new Manifest(in);
            }
        }
        try (InputStream in = zip.getInputStream(entry)) {
            Sm3.Sum sum = Sm3.of(in, left);
            if (entry.isDirectory() && sum.bytes() > 0) {
                throw bad("目录条目 " + name + " 带有内容", "the folder " + name + " has contents");
            }
            sums.put(name, sum);
            return sum.bytes();
        }
    }

    private byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(Sealed.BYTES_MAX + 1);
            if (bytes.length > Sealed.BYTES_MAX) {
                throw bad(entry.getName() + " 过长", entry.getName() + " is too long");
            }
            return bytes;
        }
    }

    private void refuseNames(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            boolean steps = List.of(name.split("/")).stream()
                    .anyMatch(step -> step.equals("..") || step.equals(".") || !step.equals(step.strip()));
            if (steps || !PATH.matcher(name).matches()) {
                throw bad("条目名不是普通的相对路径:" + shown(name), "an entry's name is no plain relative path: " + shown(name));
            }
            String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
            if (!seen.add(plain)) {
                throw bad("条目重复:" + shown(name), "an entry is there twice: " + shown(name));
            }
            if (name.equalsIgnoreCase(INDEX)) {
                throw bad("含有 " + INDEX + ",会引出包外的类", "it has " + INDEX + ", which leads to classes elsewhere");
            }
        }
    }

    /** What lies in the file from its first byte on must be what the directory at its end says. */
    private void compareWithFile(Path jar, List<String> names) throws IOException {
        List<String> found = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(jar));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.add(entry.getName());
                if (found.size() > names.size()) {
                    break;
                }
            }
        } catch (ZipException e) {
            throw bad("不能顺序读取", "it cannot be read from its beginning");
        }
        if (!found.equals(names)) {
            throw bad(
                    "文件内的条目与目录不一致(有多余、隐藏或重复的条目)",
                    "its entries are not those of its directory (hidden, extra or doubled ones)");
        }
    }

    private void refuseManifest() {
        if (manifest.getMainAttributes().getValue("Class-Path") != null) {
            throw bad(
                    "MANIFEST.MF 有 Class-Path,会引出包外的类",
                    "its MANIFEST.MF has a Class-Path, which leads to classes elsewhere");
        }
    }

    private PluginRefusedException bad(String chinese, String english) {
        return new PluginRefusedException(
                Reason.BAD_ENTRIES,
                file,
                chinese + "。请用 Maven 重新构建后再签名",
                english + "; build it again with Maven, then sign it");
    }

    private static String shown(String name) {
        String text = name.replaceAll("\\p{Cntrl}", "?");
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    /** Digests by entry, in the jar's order, without the seal. */
    Map<String, Sm3.Sum> sums() {
        return sums;
    }

    /** {@link Sealed#LIST} and {@link Sealed#SIGNATURE}, as far as they are there. */
    Map<String, byte[]> seals() {
        return seals;
    }

    String attribute(String name) {
        String value = manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value.trim();
    }
}
