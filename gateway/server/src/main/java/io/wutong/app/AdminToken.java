package io.wutong.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** The bearer token of the admin listener: made at first start, readable by the process's own user only. */
final class AdminToken {

    private static final int BYTES = 32;

    private AdminToken() {}

    static Future<String> of(Vertx vertx, Path dataDir) {
        return vertx.executeBlocking(() -> read(dataDir));
    }

    private static String read(Path dataDir) throws IOException {
        Files.createDirectories(dataDir);
        Path file = dataDir.resolve("admin.token");
        if (!Files.exists(file)) {
            byte[] bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(bytes), StandardOpenOption.TRUNCATE_EXISTING);
        }
        if (!Files.getPosixFilePermissions(file).equals(PosixFilePermissions.fromString("rw-------"))) {
            Files.setPosixFilePermissions(file, Set.copyOf(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.readString(file).strip();
    }
}
