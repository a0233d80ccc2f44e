package io.wutong.sandbox.chaos;

import io.wutong.sandbox.stand.GatewayJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The gateway's classes as the JVM reads them fastest (class data sharing), laid down once a build: processes that are
 * killed again and again start in two thirds of the processor's time.
 */
final class ClassArchive {

    private static final Path FOLDER = Path.of("target", "chaos-archive");
    private static final Path ARCHIVE = FOLDER.resolve("gateway.jsa");

    /** A gateway that is started with these options and drained. */
    interface Run {
        void with(List<String> options) throws IOException, InterruptedException;
    }

    private ClassArchive() {}

    /** What a process is started with to read the archive; nothing while there is none. */
    static List<String> options() throws IOException {
        if (!Files.exists(ARCHIVE)) {
            return List.of();
        }
        return List.of("-XX:SharedArchiveFile=" + ARCHIVE.toAbsolutePath(), "-cp", jars());
    }

    /** Lays the archive down, unless it is there or another JVM is at it. */
    static void lay(Run run) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        try (FileChannel channel =
                        FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null || isFresh()) {
                return;
            }
            Files.deleteIfExists(ARCHIVE);
            for (Path folder : folders()) {
                pack(folder);
            }
            Path laid = FOLDER.resolve("gateway.jsa.new");
            Files.deleteIfExists(laid);
            run.with(List.of("-XX:ArchiveClassesAtExit=" + laid.toAbsolutePath(), "-cp", jars()));
            if (Files.exists(laid)) {
                Files.move(laid, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** The class path with a jar in each folder's place: the JVM archives no class of a folder. */
    private static String jars() {
        return String.join(
                File.pathSeparator,
                GatewayJvm.classPath().stream()
                        .map(entry -> Files.isDirectory(entry) ? jar(entry) : entry)
                        .map(entry -> entry.toAbsolutePath().toString())
                        .toList());
    }

    private static List<Path> folders() {
        return GatewayJvm.classPath().stream().filter(Files::isDirectory).toList();
    }

    private static Path jar(Path folder) {
        return FOLDER.resolve(folders().indexOf(folder) + "-" + folder.getFileName() + ".jar");
    }

    private static void pack(Path folder) {
        int ended = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--no-compress",
                        "--file",
                        jar(folder).toString(),
                        "-C",
                        folder.toString(),
                        ".");
        if (ended != 0) {
            throw new IllegalStateException("jar " + folder + ": " + ended);
        }
    }

    /** Nothing of the class path has been built since. */
    private static boolean isFresh() throws IOException {
        if (!Files.exists(ARCHIVE)) {
            return false;
        }
        FileTime laid = Files.getLastModifiedTime(ARCHIVE);
        for (Path entry : GatewayJvm.classPath()) {
            try (Stream<Path> files = Files.walk(entry)) {
                if (files.anyMatch(file -> changed(file).compareTo(laid) > 0)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
