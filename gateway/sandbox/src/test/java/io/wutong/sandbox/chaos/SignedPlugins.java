package io.wutong.sandbox.chaos;

import io.wutong.host.sign.JarSigner;
import io.wutong.host.sign.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;

/** Plugins as {@code wutong run} wants them: the jars that this build has made, signed with a key of this run. */
final class SignedPlugins {

    private static final Path MADE = Path.of(System.getProperty("wutong.plugins", "target/plugins"));

    private final String key = SigningKeys.generate(new SecureRandom());

    /** For {@code plugin_keys}. */
    String publicKey() {
        return SigningKeys.publicText(SigningKeys.privateKey(key));
    }

    /** Copies a plugin's jar to a place, and signs the copy. */
    Path copy(String plugin, Path target) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        try (var jars = Files.list(MADE)) {
            Path jar = jars.filter(file -> file.getFileName().toString().startsWith(plugin + "-"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(MADE.toAbsolutePath() + " lacks " + plugin));
            Files.copy(jar, target, StandardCopyOption.REPLACE_EXISTING);
        }
        new JarSigner(key).sign(target);
        return target;
    }
}
