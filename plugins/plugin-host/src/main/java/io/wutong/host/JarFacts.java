package io.wutong.host;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.wutong.host.PluginRefusedException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * What a jar says of itself, read without running anything of it.
 *
 * @param jar where it lies
 * @param vouchedBy as {@link JarTrust#verify} said
 * @param id {@code Plugin-Id}
 * @param version {@code Plugin-Version}
 * @param schema {@code schemas/config.json}
 */
record JarFacts(Path jar, String vouchedBy, String id, String version, JsonObject schema) {
    static final String SCHEMA = "schemas/config.json";

    /** What the host lends; a second copy would not be the same classes. */
    private static final List<String> LENT =
            List.of("io/vertx/", "com/fasterxml/jackson/", "org/slf4j/", "io/netty/", "io/wutong/spi/", "org/pf4j/");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
    private static final long SCHEMA_BYTES_MAX = 256 * 1024;

    static JarFacts read(Path jar, String vouchedBy) {
        String file = jar.getFileName().toString();
        try (JarFile open = new JarFile(jar.toFile())) {
            refuseBundled(file, open);
            Manifest manifest = open.getManifest();
            String id = attribute(file, manifest, "Plugin-Id");
            String version = attribute(file, manifest, "Plugin-Version");
            requireVersion(file, version);
            return new JarFacts(jar, vouchedBy, id, version, schema(file, open));
        } catch (IOException e) {
            throw new PluginRefusedException(
                    Reason.UNREADABLE_JAR,
                    file,
                    "无法读取。请重新构建或重新复制该文件",
                    "it cannot be read (" + e.getMessage() + "); build it or copy it again");
        }
    }

    private static void refuseBundled(String file, JarFile open) {
        Optional<String> bundled =
                open.stream().map(ZipEntry::getName).filter(JarFacts::isLent).findFirst();
        if (bundled.isPresent()) {
            throw new PluginRefusedException(
                    Reason.BUNDLES_HOST_CLASSES,
                    file,
                    "打包了由网关提供的类 " + bundled.get() + "。请把该依赖改为 provided 后重新构建",
                    "it packs " + bundled.get() + ", which the host lends; give that dependency the scope provided");
        }
    }

    /** Whether an entry is a class that the host lends. */
    static boolean isLent(String entry) {
        String name = entry.replaceFirst("^META-INF/versions/[0-9]+/", "");
        return name.endsWith(".class") && LENT.stream().anyMatch(name::startsWith);
    }

    private static String attribute(String file, Manifest manifest, String name) {
        Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
        String value = attributes.getValue(name);
        if (value == null || value.isBlank()) {
            throw new PluginRefusedException(
                    Reason.UNREADABLE_JAR,
                    file,
                    "MANIFEST.MF 缺少 " + name + "。请在构建中写入",
                    "its MANIFEST.MF has no " + name + "; have the build write it");
        }
        if (!NAME.matcher(value.trim()).matches()) {
            throw new PluginRefusedException(
                    Reason.UNREADABLE_JAR,
                    file,
                    "MANIFEST.MF 的 " + name + " 只能含字母、数字和 . _ + -,且不超过 64 个字符",
                    name + " in its MANIFEST.MF may have letters, digits and . _ + -, 64 at most");
        }
        return value.trim();
    }

    private static void requireVersion(String file, String version) {
        try {
            PluginLedger.compare(version, version);
        } catch (RuntimeException e) {
            throw new PluginRefusedException(
                    Reason.UNREADABLE_JAR,
                    file,
                    "Plugin-Version " + version + " 不是 x.y.z 形式的版本。请改正",
                    "Plugin-Version " + version + " is no version of the form x.y.z; correct it");
        }
    }

    private static JsonObject schema(String file, JarFile open) throws IOException {
        ZipEntry entry = open.getEntry(SCHEMA);
        if (entry == null) {
            throw noSchema(file);
        }
        try (var in = open.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) SCHEMA_BYTES_MAX + 1);
            if (bytes.length > SCHEMA_BYTES_MAX) {
                throw badSchema(file, "longer than " + SCHEMA_BYTES_MAX + " bytes");
            }
            return new JsonObject(new String(bytes, StandardCharsets.UTF_8));
        } catch (DecodeException e) {
            throw badSchema(file, "no JSON object");
        }
    }

    static PluginRefusedException noSchema(String origin) {
        return new PluginRefusedException(
                Reason.NO_SCHEMA,
                origin,
                "缺少 " + SCHEMA + "。请提供配置的 JSON Schema",
                "it has no " + SCHEMA + "; add the JSON Schema of its configuration");
    }

    static PluginRefusedException badSchema(String origin, String why) {
        return new PluginRefusedException(
                Reason.BAD_SCHEMA,
                origin,
                SCHEMA + " 不是可用的 JSON Schema。请改正",
                SCHEMA + " is no JSON Schema (" + why + "); correct it");
    }
}
