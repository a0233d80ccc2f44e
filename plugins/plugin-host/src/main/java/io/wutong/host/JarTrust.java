package io.wutong.host;

import io.wutong.host.PluginRefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Decides whether a jar may be loaded, from its bytes. Called before anything of it is read. */
@FunctionalInterface
public interface JarTrust {

    /**
     * @return who vouches for it, for lists and logs: {@code key 0123456789abcdef}, {@code folder}, {@code digest}
     * @throws PluginRefusedException when the jar is not to be loaded
     * @throws IOException when it cannot be read
     */
    String verify(Path jar) throws IOException;

    /**
     * Trusts whoever can write the folder; the log says what was loaded. For the sandbox and for tests, which run what
     * they have just built: no configuration leads here.
     */
    static JarTrust folder() {
        return jar -> {
            LoggerFactory.getLogger(JarTrust.class).info("plugin {} sha256={}", jar.getFileName(), sha256(jar));
            return "folder";
        };
    }

    /** Trusts the jars of a list: file name → SHA-256 in hex. */
    static JarTrust digests(Map<String, String> expected) {
        Map<String, String> digests = Map.copyOf(expected);
        return jar -> {
            String name = jar.getFileName().toString();
            String actual = sha256(jar);
            if (!actual.equalsIgnoreCase(digests.get(name))) {
                throw new PluginRefusedException(
                        Reason.NOT_TRUSTED,
                        name,
                        "摘要 sha256 " + actual + " 与登记的不符或未登记。请核对来源后更新摘要清单",
                        "its sha256 " + actual
                                + " is not the listed one; check where it comes from, then update the list");
            }
            return "digest";
        };
    }

    /** Lower-case hex. */
    static String sha256(Path jar) throws IOException {
        try (InputStream in = Files.newInputStream(jar)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[64 * 1024];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
