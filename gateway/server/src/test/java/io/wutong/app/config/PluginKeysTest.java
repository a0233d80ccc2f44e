package io.wutong.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.host.JarTrust;
import io.wutong.host.PluginRefusedException;
import io.wutong.host.sign.JarSigner;
import io.wutong.host.sign.SigningKeys;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration file makes of plugin jars: its keys are trusted, and nothing but them. */
class PluginKeysTest {

    @TempDir
    Path folder;

    @Test
    void should_trust_what_its_keys_signed_and_without_keys_nothing() throws Exception {
        String pem = SigningKeys.generate(new SecureRandom());
        String key = SigningKeys.publicText(SigningKeys.privateKey(pem));
        Map<String, String> environment = Map.of("HUNAN_PASSWORD", "x");
        ConfigFixture fixture = new ConfigFixture(folder);
        JarTrust none = fixture.read(ConfigFixture.TEXT, environment).pluginTrust();
        JarTrust ours = fixture.read(
                        ConfigFixture.TEXT.replace("process:", "plugin_keys: ['" + key + "']\nprocess:"), environment)
                .pluginTrust();
        Path jar = folder.resolve("example.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write("Manifest-Version: 1.0\nPlugin-Id: region-example\nPlugin-Version: 1.0.0\n"
                    .getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }

        assertThatThrownBy(() -> ours.verify(jar)).hasMessageContaining("没有签名");
        new JarSigner(pem).sign(jar);
        assertThat(ours.verify(jar)).startsWith("key ");
        assertThatThrownBy(() -> none.verify(jar)).isInstanceOf(PluginRefusedException.class);
    }
}
