package io.wutong.host;

import io.wutong.host.PluginRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Copies jars into a private folder before they are checked and loaded: the bytes that were verified are the bytes that
 * run, and the operator may overwrite a jar in the plugins folder while its old version still serves.
 */
final class JarStage {
    private static final long BYTES_MAX = 256L * 1024 * 1024;

    private final Path folder;
    private final AtomicInteger count = new AtomicInteger();

    JarStage() throws IOException {
        folder = Files.createTempDirectory("wutong-plugins-");
    }

    /** A folder of its own, which goes when the stage does. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    static List<Path> jarsOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new PluginRefusedException(
                    Reason.UNREADABLE_JAR,
                    folder.toString(),
                    "插件目录无法读取。请核对路径与权限",
                    "the plugins folder cannot be read; check its path and permissions");
        }
    }

    /** A verified copy, with what it says of itself. */
    JarFacts take(Path jar, JarTrust trust) {
        String name = jar.getFileName().toString();
        try {
            // a pipe would never end, a whole disk would fill ours
            if (!Files.isRegularFile(jar) || Files.size(jar) > BYTES_MAX) {
                throw new IOException("no file, or too large");
            }
            Path copy = Files.createDirectory(folder.resolve(Integer.toString(count.incrementAndGet())))
                    .resolve(name);
            Files.copy(jar, copy);
            return JarFacts.read(copy, trust.verify(copy));
        } catch (IOException e) {
            throw new PluginRefusedException(
                    Reason.UNREADABLE_JAR,
                    name,
                    "无法读取。请核对文件与权限",
                    "it cannot be read (" + e.getClass().getSimpleName() + "); check the file and its permissions");
        }
    }

    void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
