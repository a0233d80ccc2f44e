package io.wutong.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugin key}, {@code sign} and {@code doctor}, as an operator uses them one after the other. */
class PluginSigningTest {

    @TempDir
    Path folder;

    @Test
    void should_make_a_key_that_none_but_its_owner_reads_and_never_write_over_it() throws IOException {
        Path file = folder.resolve("key.pem");
        Ran made = Ran.of("plugin", "key", file.toString());
        assertThat(made.exit()).isZero();
        assertThat(made.out().strip()).hasSize(88);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String pem = Files.readString(file);
        assertThat(made.out() + made.err()).doesNotContain(pem.lines().toList().get(1));

        Ran again = Ran.of("plugin", "key", file.toString());
        assertThat(again.out()).isEqualTo(made.out());
        assertThat(Files.readString(file)).isEqualTo(pem);
    }

    @Test
    void should_verify_what_was_signed_and_find_what_was_changed() throws IOException {
        Path key = folder.resolve("key.pem");
        String publicKey = Ran.of("plugin", "key", key.toString()).out().strip();
        Path jar = jar("1.0.0");

        assertThat(doctor(jar, publicKey).out()).contains("没有签名");
        Ran signed = Ran.of("plugin", "sign", jar.toString(), "--key", key.toString());
        assertThat(signed.exit()).isZero();
        assertThat(signed.out()).contains("已签名");
        Ran healthy = doctor(jar, publicKey);
        assertThat(healthy.out()).contains("有效");

        Ran json = Ran.of("plugin", "doctor", jar.toString(), "--key", publicKey, "--json");
        assertThat(Json.read(json.out()).textOr("signature", "")).contains("有效");
        assertThat(Json.read(json.out()).bodies("findings"))
                .as("this jar has no extension and no schema")
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(json.exit()).isEqualTo(Exit.FAILED);
    }

    @Test
    void should_say_what_is_wrong_when_a_file_or_key_cannot_be_used() throws IOException {
        Path key = folder.resolve("key.pem");
        Ran.of("plugin", "key", key.toString());
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");

        Ran noJar = Ran.of("plugin", "sign", text.toString(), "--key", key.toString());
        assertThat(noJar.exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(noJar.err()).startsWith(text.toString());
        Ran noKey = Ran.of("plugin", "sign", jar("1.0.0").toString(), "--key", text.toString());
        assertThat(noKey.exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(noKey.err()).contains("PKCS#8");
        assertThat(doctor(text, "AAAA").exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(Ran.of("plugin", "doctor", folder.resolve("none.jar").toString())
                        .exit())
                .isEqualTo(Exit.BAD_INPUT);
    }

    @Test
    void should_say_that_nothing_was_done_when_no_gateway_runs() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "x");
        Ran ran = Ran.of("plugin", "list", "--url", "http://127.0.0.1:1", "--token-file", token.toString());
        assertThat(ran.exit()).isEqualTo(Exit.NOT_SENT);
        assertThat(ran.err()).contains("网关未在运行");
    }

    private static Ran doctor(Path jar, String publicKey) {
        return Ran.of("plugin", "doctor", jar.toString(), "--key", publicKey);
    }

    private Path jar(String version) throws IOException {
        Path jar = folder.resolve("example.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(("Manifest-Version: 1.0\nPlugin-Id: region-example\nPlugin-Version: " + version + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return jar;
    }
}
