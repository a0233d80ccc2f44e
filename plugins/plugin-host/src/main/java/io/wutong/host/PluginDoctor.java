package io.wutong.host;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wutong.host.Diagnosis.Finding;
import io.wutong.host.Diagnosis.Level;
import io.wutong.spi.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.pf4j.DefaultVersionManager;

/**
 * Looks a plugin jar over without loading a class of it: manifest, extensions, schema, what it packs, who signed it, and
 * calls of methods that block. All that is wrong is said, not the first thing alone.
 */
public final class PluginDoctor {
    private static final int CALLS_SHOWN_MAX = 50;
    private static final int BUNDLED_SHOWN_MAX = 5;
    private static final String INDEX = "META-INF/extensions.idx";

    private final @Nullable JarTrust trust;
    private final List<Finding> findings = new ArrayList<>();

    private PluginDoctor(@Nullable JarTrust trust) {
        this.trust = trust;
    }

    /**
     * Examines a jar.
     *
     * @param trust whose signature is asked for; null to say only whether there is one
     * @throws IOException when it is no jar
     */
    public static Diagnosis examine(Path jar, @Nullable JarTrust trust) throws IOException {
        return new PluginDoctor(trust).look(jar);
    }

    private Diagnosis look(Path jar) throws IOException {
        String signature = signature(jar);
        try (JarFile open = new JarFile(jar.toFile())) {
            Manifest manifest = open.getManifest();
            Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String id = text(attributes, "Plugin-Id");
            String version = text(attributes, "Plugin-Version");
            String requires = text(attributes, "Plugin-Requires");
            if (id.isEmpty()) {
                error("MANIFEST.MF 缺少 Plugin-Id", "its MANIFEST.MF has no Plugin-Id");
            }
            lookAtVersions(version, requires);
            List<String> extensions = extensions(open);
            lookAtSchema(id, open);
            lookAtBundled(open);
            lookAtClasses(open, extensions);
            return new Diagnosis(
                    jar.getFileName().toString(), id, version, requires, extensions, signature, List.copyOf(findings));
        }
    }

    private String signature(Path jar) throws IOException {
        if (trust == null) {
            try (JarFile open = new JarFile(jar.toFile())) {
                if (open.getEntry("META-INF/WUTONG.SIG") != null) {
                    return "有签名,未核验(用 --key 或 --config 给出公钥) · signed, not verified";
                }
            }
            warn(
                    "没有签名:发布前用 wutong plugin sign 签名",
                    "it is not signed; sign it with wutong plugin sign before it is released");
            return "无 · none";
        }
        try {
            return trust.verify(jar) + " 有效 · valid";
        } catch (PluginRefusedException e) {
            error(e.chinese(), e.english());
            return "无效 · invalid";
        }
    }

    private void lookAtVersions(String version, String requires) {
        DefaultVersionManager versions = new DefaultVersionManager();
        try {
            versions.compareVersions(version, version);
        } catch (RuntimeException e) {
            error("Plugin-Version 不是 x.y.z 形式:" + version, "Plugin-Version is not of the form x.y.z: " + version);
        }
        if (requires.isEmpty()) {
            warn("没有 Plugin-Requires,无法判断适用的网关版本", "it has no Plugin-Requires, so any release would load it");
            return;
        }
        try {
            if (!versions.checkVersionConstraint(PluginHostConfig.VERSION, requires)) {
                error(
                        "Plugin-Requires " + requires + " 不含本网关版本 " + PluginHostConfig.VERSION,
                        "Plugin-Requires " + requires + " leaves out this gateway, " + PluginHostConfig.VERSION);
            }
        } catch (RuntimeException e) {
            error("Plugin-Requires 不可读:" + requires, "Plugin-Requires cannot be read: " + requires);
        }
    }

    private List<String> extensions(JarFile open) throws IOException {
        byte[] index = bytes(open, INDEX);
        List<String> names = index == null
                ? List.of()
                : new String(index, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
        if (names.size() != 1) {
            error(
                    names.isEmpty()
                            ? "没有扩展点实现:给工厂类加 @Extension,并把 pf4j 加入 annotationProcessorPaths"
                            : "应恰有一个工厂,实有 " + names + ":请拆成几个插件",
                    names.isEmpty()
                            ? "it has no extension: annotate its factory with @Extension, list pf4j in"
                                    + " annotationProcessorPaths"
                            : "one factory is expected, it lists " + names + ": split it");
        }
        for (String name : names) {
            if (open.getEntry(path(name)) == null) {
                error("列为扩展的类不在包内:" + name, "a listed extension is not in the jar: " + name);
            }
        }
        return names;
    }

    private void lookAtSchema(String id, JarFile open) throws IOException {
        byte[] bytes = bytes(open, JarFacts.SCHEMA);
        if (bytes == null) {
            error("缺少 " + JarFacts.SCHEMA, "it has no " + JarFacts.SCHEMA);
            return;
        }
        try {
            JsonObject schema = new JsonObject(new String(bytes, StandardCharsets.UTF_8));
            ConfigCheck check = new ConfigCheck(id, schema);
            if (!Boolean.FALSE.equals(schema.getValue("additionalProperties"))) {
                warn("schema 未设 additionalProperties: false,写错的键不会被发现", "its schema lets unknown settings pass");
            }
            JsonArray examples = schema.getJsonArray("examples", new JsonArray());
            if (examples.isEmpty()) {
                warn("schema 没有 examples", "its schema has no example");
            }
            for (int i = 0; i < examples.size(); i++) {
                List<String> errors =
                        check.errors(Json.read(examples.getJsonObject(i).encode()));
                if (!errors.isEmpty()) {
                    error("schema 拒绝自己的示例:" + errors, "its schema refuses its own example: " + errors);
                }
            }
        } catch (PluginRefusedException e) {
            error(e.chinese(), e.english());
        } catch (RuntimeException e) {
            error(JarFacts.SCHEMA + " 不是 JSON 对象", JarFacts.SCHEMA + " is no JSON object");
        }
    }

    private void lookAtBundled(JarFile open) {
        List<String> bundled = open.stream()
                .map(ZipEntry::getName)
                .filter(JarFacts::isLent)
                .sorted()
                .toList();
        if (!bundled.isEmpty()) {
            String shown = bundled.stream().limit(BUNDLED_SHOWN_MAX).collect(Collectors.joining(", "));
            error(
                    "打包了由网关提供的类 " + bundled.size() + " 个(" + shown + " …):请把该依赖改为 provided",
                    "it packs " + bundled.size() + " classes that the host lends (" + shown
                            + " …); give that dependency the scope provided");
        }
    }

    /** Its own classes: those beside the factory. What it packs of others is not looked at. */
    private void lookAtClasses(JarFile open, List<String> extensions) throws IOException {
        List<String> own = extensions.stream().map(PluginDoctor::ownPackage).toList();
        BlockingCalls blocking = new BlockingCalls();
        int found = 0;
        for (ZipEntry entry : open.stream().toList()) {
            String name = entry.getName();
            if (!name.endsWith(".class") || own.stream().noneMatch(name::startsWith)) {
                continue;
            }
            byte[] bytes = bytes(open, name);
            if (bytes == null) {
                continue;
            }
            try {
                int version = new ClassReader(bytes).readUnsignedShort(6);
                if (version > Opcodes.V17) {
                    error(name + " 以高于 Java 17 的版本编译", name + " is compiled for a release after Java 17");
                }
                for (BlockingCalls.Call call : blocking.of(bytes)) {
                    if (++found <= CALLS_SHOWN_MAX) {
                        report(call);
                    }
                }
            } catch (RuntimeException e) {
                error(name + " 不是可读的类文件", name + " is no class file that can be read");
            }
        }
        if (found > CALLS_SHOWN_MAX) {
            warn("另有 " + (found - CALLS_SHOWN_MAX) + " 处同类调用", (found - CALLS_SHOWN_MAX) + " more calls of this kind");
        }
    }

    private void report(BlockingCalls.Call call) {
        String where =
                call.caller() + "(" + call.line() + ") → " + call.method().name();
        String instead = call.method().instead();
        if (call.method().bypasses()) {
            warn(
                    where + ":绕过网关的限额、放行名单与回收" + (instead.isEmpty() ? "" : ",请用 " + instead),
                    where + " goes past the host's limits and clean-up"
                            + (instead.isEmpty() ? "" : "; use " + instead));
        } else {
            warn(
                    where + ":阻塞线程,只可在 PluginServices.work 内调用" + (instead.isEmpty() ? "" : ",或改用 " + instead),
                    where + " blocks: inside PluginServices.work only"
                            + (instead.isEmpty() ? "" : ", or use " + instead));
        }
    }

    private static String ownPackage(String factory) {
        String[] steps = factory.split("\\.");
        int kept = Math.min(3, steps.length - 1);
        return String.join("/", Arrays.copyOf(steps, kept)) + "/";
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
    }

    private static byte @Nullable [] bytes(JarFile open, String name) throws IOException {
        ZipEntry entry = open.getEntry(name);
        if (entry == null) {
            return null;
        }
        try (InputStream in = open.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static String text(Attributes attributes, String name) {
        String value = attributes.getValue(name);
        return value == null ? "" : value.trim();
    }

    private void error(String chinese, String english) {
        findings.add(new Finding(Level.ERROR, chinese, english));
    }

    private void warn(String chinese, String english) {
        findings.add(new Finding(Level.WARNING, chinese, english));
    }
}
