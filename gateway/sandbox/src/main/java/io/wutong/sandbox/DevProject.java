package io.wutong.sandbox;

import io.wutong.host.AdapterSpec;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Secret;
import io.wutong.spi.Value;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A plugin's project on disk: the jar that Maven has packed gives the manifest and the libraries, {@code target/classes}
 * the plugin's own classes as they are now, {@code sandbox/adapter.json} its configuration in the sandbox.
 */
final class DevProject {

    private static final String ADAPTER = "sandbox/adapter.json";

    private final Path folder;
    private final Path classes;
    private final Path packed;
    private final String id;
    private final Body adapter;

    private DevProject(Path folder, Path packed, String id, Body adapter) {
        this.folder = folder;
        this.classes = folder.resolve("target/classes");
        this.packed = packed;
        this.id = id;
        this.adapter = adapter;
    }

    /** @throws IOException with what is missing, in Chinese and English */
    static DevProject open(Path folder) throws IOException {
        Path target = folder.resolve("target");
        if (!Files.isDirectory(target.resolve("classes"))) {
            throw new IOException(
                    folder + ": 没有 target/classes，请先 mvn package · no target/classes, run mvn package first");
        }
        Path description = folder.resolve(ADAPTER);
        if (!Files.isRegularFile(description)) {
            throw new IOException(description + ": 没有该文件，见模板 · is missing, see the template");
        }
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                Optional<String> id = pluginId(file);
                if (id.isPresent()) {
                    return new DevProject(folder, file, id.get(), Json.read(Files.readAllBytes(description)));
                }
            }
        }
        throw new IOException(target + ": 没有插件包，请先 mvn package · no plugin jar there, run mvn package first");
    }

    private static Optional<String> pluginId(Path jar) throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            return Optional.ofNullable(open.getManifest())
                    .map(manifest -> manifest.getMainAttributes().getValue("Plugin-Id"));
        }
    }

    String id() {
        return id;
    }

    Path classes() {
        return classes;
    }

    Path testClasses() {
        return folder.resolve("target/test-classes");
    }

    /** The simulated legacy system's class; empty when the adapter calls a real one. */
    Optional<String> simulator() {
        return adapter.text("simulator");
    }

    String area() {
        return adapter.textOr("area", "");
    }

    /** Whom the legacy system insures: area, certno, name. */
    Body resident() {
        return adapter.body("resident");
    }

    /** Its adapter, with {@code ${port}} filled in. */
    AdapterSpec spec(int port) {
        Body filled = Json.read(Json.writeText(adapter).replace("${port}", Integer.toString(port)));
        Map<String, Secret> secrets = new HashMap<>();
        filled.body("secrets")
                .fields()
                .forEach((name, value) -> secrets.put(
                        name, new Secret(((Value.Text) value).value().getBytes(StandardCharsets.UTF_8))));
        String[] hosts = filled.get("allowed_hosts") instanceof Value.Items items
                ? items.values().stream()
                        .map(host -> ((Value.Text) host).value())
                        .toArray(String[]::new)
                : new String[0];
        return AdapterSpec.of("plugin-dev", id, area())
                .withSettings(filled.body("settings"))
                .withSecrets(secrets)
                .withAllowedHosts(hosts);
    }

    /** What {@code target/classes} is now: another text after each change. */
    String stamp() throws IOException {
        StringBuilder stamp = new StringBuilder();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                stamp.append(file)
                        .append(Files.getLastModifiedTime(file).toMillis())
                        .append(' ')
                        .append(Files.size(file))
                        .append('\n');
            }
        }
        return stamp.toString();
    }

    /** When a compiler wrote last, in milliseconds since 1970. */
    long compiledAt() throws IOException {
        long last = 0;
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                last = Math.max(last, Files.getLastModifiedTime(file).toMillis());
            }
        }
        return last;
    }

    /** The packed jar with the classes as they are now; one of its own that is gone is left out. */
    void pack(Path jar) throws IOException {
        Map<String, Path> own = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                own.put(classes.relativize(file).toString(), file);
            }
        }
        try (JarFile base = new JarFile(packed.toFile());
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(jar));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (ZipEntry entry : base.stream().toList()) {
                if (!own.containsKey(entry.getName()) && !gone(entry.getName())) {
                    zip.putNextEntry(new ZipEntry(entry.getName()));
                    try (InputStream in = base.getInputStream(entry)) {
                        in.transferTo(zip);
                    }
                    zip.closeEntry();
                }
            }
            for (Map.Entry<String, Path> file : own.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                Files.copy(file.getValue(), zip);
                zip.closeEntry();
            }
        }
    }

    /** A class beside the plugin's own classes that is not among them any more. */
    private boolean gone(String entry) {
        Path beside = classes.resolve(entry).getParent();
        return entry.endsWith(".class") && beside != null && Files.isDirectory(beside);
    }

    /** The area's nodes from the province down. */
    List<String> nodes() {
        String province = area().substring(0, 2) + "0000";
        String city = area().substring(0, 4) + "00";
        return Stream.of(province, city, area()).distinct().toList();
    }
}
