package io.wutong.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A real plugin jar, compiled and indexed at test time, with one thing made wrong at will. */
final class TestJar {
    private static final String SCHEMA = """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
             "properties":{"greeting":{"type":"string","minLength":1},"port":{"type":"integer","minimum":1}},
             "required":["greeting"],"additionalProperties":false}
            """;

    private static final String FACTORY = """
            package example;
            import io.vertx.core.Future;
            import io.wutong.spi.*;
            import java.util.*;
            import org.pf4j.Extension;
            @Extension
            public class ExampleFactory implements RegionAdapterFactory {
                public Descriptor descriptor() {
                    return new Descriptor("@ID@", "示例 @VERSION@", EnumSet.of(Capability.SETTLE, Capability.QUERY),
                            Set.of("2304"), new Limits(@IN_FLIGHT@, 100));
                }
                public Future<RegionAdapter> create(AdapterConfig config, PluginServices services) {
                    @CREATE@
                    return Future.succeededFuture(new Example(config, services));
                }
                static class Example implements RegionAdapter {
                    final AdapterConfig config;
                    final PluginServices services;
                    Example(AdapterConfig config, PluginServices services) {
                        this.config = config;
                        this.services = services;
                    }
                    public Future<Outcome<Body>> call(Request request, CallContext context) {
                        @CALL@
                    }
                    public Future<Outcome<Body>> query(Reference reference, CallContext context) {
                        return Future.succeededFuture(Outcome.rejected("NONE", "无此记录"));
                    }
                    public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
                        return Future.succeededFuture(Outcome.succeeded(Body.EMPTY));
                    }
                    Body answer() {
                        return Body.builder().put("greeting", config.settings().textOr("greeting", ""))
                                .put("version", "@VERSION@")
                                .put("loader", Thread.currentThread().getContextClassLoader().getClass().getName())
                                .build();
                    }
                }
            }
            """;

    private final Map<String, String> replaced = new LinkedHashMap<>(Map.of(
            "@ID@", "region-example",
            "@VERSION@", "1.0.0",
            "@IN_FLIGHT@", "2",
            "@CREATE@", "",
            "@CALL@", "return Future.succeededFuture(Outcome.succeeded(answer()));"));
    private final Map<String, String> sources = new LinkedHashMap<>(Map.of("example/ExampleFactory.java", FACTORY));
    private final Map<String, String> manifest = new LinkedHashMap<>(Map.of("Plugin-Requires", ">=0.1.0 & <1.0.0"));
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private String file = "example.jar";

    static TestJar example() {
        TestJar jar = new TestJar();
        jar.entries.put(JarFacts.SCHEMA, SCHEMA.getBytes(StandardCharsets.UTF_8));
        return jar;
    }

    TestJar file(String name) {
        file = name;
        return this;
    }

    TestJar id(String id) {
        replaced.put("@ID@", id);
        return this;
    }

    TestJar version(String version) {
        replaced.put("@VERSION@", version);
        return this;
    }

    TestJar inFlightMax(int max) {
        replaced.put("@IN_FLIGHT@", Integer.toString(max));
        return this;
    }

    /** Statements at the beginning of {@code create}. */
    TestJar creating(String statements) {
        replaced.put("@CREATE@", statements);
        return this;
    }

    /** The statements of {@code call}. */
    TestJar calling(String statements) {
        replaced.put("@CALL@", statements);
        return this;
    }

    TestJar source(String path, String text) {
        sources.put(path, text);
        return this;
    }

    TestJar without(String path) {
        sources.remove(path);
        entries.remove(path);
        return this;
    }

    TestJar entry(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    TestJar manifest(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    Path writeTo(Path folder) throws IOException {
        Path work = Files.createTempDirectory("wutong-testjar-");
        compile(work);
        Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        written.getMainAttributes().putValue("Plugin-Id", replaced.get("@ID@"));
        written.getMainAttributes().putValue("Plugin-Version", replaced.get("@VERSION@"));
        manifest.forEach(written.getMainAttributes()::putValue);
        Path jar = folder.resolve(file);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out, written);
                Stream<Path> classes = Files.walk(work.resolve("out"))) {
            for (Path path : classes.filter(Files::isRegularFile).toList()) {
                add(zip, work.resolve("out").relativize(path).toString(), Files.readAllBytes(path));
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                add(zip, entry.getKey(), entry.getValue());
            }
        }
        return jar;
    }

    private static void add(JarOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new JarEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /** With PF4J's own processor, which writes the index. */
    private void compile(Path work) throws IOException {
        Path out = Files.createDirectory(work.resolve("out"));
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> paths = new java.util.ArrayList<>();
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path path = work.resolve("src").resolve(source.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, filled(source.getValue()));
                paths.add(path);
            }
            List<String> options = List.of(
                    "-d",
                    out.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-processor",
                    "org.pf4j.processor.ExtensionAnnotationProcessor");
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(paths))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> entry : replaced.entrySet()) {
            filled = filled.replace(entry.getKey(), entry.getValue());
        }
        return filled;
    }
}
