package io.wutong.testkit;

import io.wutong.testkit.example.ExampleFactory.Sin;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;

/** The contract holds for a plugin that keeps it. Its jar is packed here, as the build packs a real plugin's. */
class ExampleContractTest extends ExampleRegion {
    ExampleContractTest() {
        super(Sin.NONE);
    }

    @BeforeAll
    static void pack() throws IOException {
        Path classes = Path.of("target", "test-classes");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", "region-example");
        manifest.getMainAttributes().putValue("Plugin-Version", "0.1.0");
        manifest.getMainAttributes().putValue("Plugin-Requires", ">=0.1.0 & <1.0.0");
        Path jar = Path.of("target", "region-example-" + System.getProperty("wutong.version") + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, manifest);
                Stream<Path> own = Files.walk(classes.resolve("io/wutong/testkit/example"))) {
            for (Path file : own.filter(Files::isRegularFile).toList()) {
                add(zip, classes.relativize(file).toString(), Files.readAllBytes(file));
            }
            add(zip, "schemas/config.json", Files.readAllBytes(classes.resolve("schemas/config.json")));
            add(
                    zip,
                    "META-INF/extensions.idx",
                    "io.wutong.testkit.example.ExampleFactory\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void add(JarOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new JarEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }
}
