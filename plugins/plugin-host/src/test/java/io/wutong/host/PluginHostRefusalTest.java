package io.wutong.host;

import static io.wutong.host.HostServicesTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Vertx;
import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.Body;
import io.wutong.spi.Capability;
import io.wutong.spi.Secret;
import io.wutong.spi.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that the host does not run, by a real jar that has it. */
class PluginHostRefusalTest {
    private static final AdapterSpec SPEC = PluginHostTest.SPEC;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void should_refuse_when_the_plugin_throws_an_error_at_its_start() throws Exception {
        TestJar.example()
                .source(
                        "example/Main.java",
                        "package example; public class Main extends org.pf4j.Plugin {"
                                + " public void start() { throw new AssertionError(\"no licence\"); } }")
                .manifest("Plugin-Class", "example.Main")
                .writeTo(folder);
        assertThat(refusal(Reason.NOT_STARTED, SPEC)).contains("example.jar", "no licence");
    }

    @Test
    void should_refuse_when_the_plugin_needs_another_release() throws Exception {
        TestJar.example().manifest("Plugin-Requires", ">=9.0.0").writeTo(folder);
        assertThat(refusal(Reason.NOT_STARTED, SPEC)).contains("example.jar", ">=9.0.0");
    }

    @Test
    void should_refuse_when_the_plugin_has_no_extension() throws Exception {
        TestJar.example()
                .without("example/ExampleFactory.java")
                .source("example/Nothing.java", "package example; class Nothing {}")
                .writeTo(folder);
        assertThat(refusal(Reason.NO_EXTENSIONS, SPEC)).contains("example.jar", "annotationProcessorPaths");
    }

    @Test
    void should_refuse_when_the_extension_cannot_be_loaded() throws Exception {
        TestJar.example()
                .without("example/ExampleFactory.java")
                .entry("META-INF/extensions.idx", "example.Gone".getBytes(StandardCharsets.UTF_8))
                .writeTo(folder);
        assertThat(refusal(Reason.NOT_ONE_FACTORY, SPEC)).contains("example.jar", "example.Gone");
    }

    @Test
    void should_refuse_when_there_are_two_versions() throws Exception {
        TestJar.example().file("example-1.jar").writeTo(folder);
        TestJar.example().file("example-2.jar").version("2.0.0").writeTo(folder);
        assertThat(refusal(Reason.TWO_VERSIONS, SPEC))
                .contains("example-1.jar (1.0.0)", "example-2.jar (2.0.0)", "region-example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io/vertx/core/Vertx.class",
                "com/fasterxml/jackson/core/JsonFactory.class",
                "org/slf4j/Logger.class",
                "io/netty/buffer/ByteBuf.class",
                "io/wutong/spi/Body.class",
                "org/pf4j/Plugin.class",
                "META-INF/versions/17/org/slf4j/Logger.class"
            })
    void should_refuse_when_the_jar_packs_what_the_host_lends(String entry) throws Exception {
        TestJar.example().entry(entry, new byte[] {1}).writeTo(folder);
        assertThat(refusal(Reason.BUNDLES_HOST_CLASSES, SPEC)).contains("example.jar", "provided");
    }

    @Test
    void should_refuse_when_the_schema_is_missing_or_is_none() throws Exception {
        TestJar.example().without(JarFacts.SCHEMA).writeTo(folder);
        assertThat(refusal(Reason.NO_SCHEMA, SPEC)).contains("example.jar", "schemas/config.json");
        for (String text : List.of("not json", "[]", "{}", "{\"type\":\"object\",\"$ref\":\"#/x\"}")) {
            TestJar.example()
                    .entry(JarFacts.SCHEMA, text.getBytes(StandardCharsets.UTF_8))
                    .writeTo(folder);
            assertThat(refusal(Reason.BAD_SCHEMA, SPEC)).contains("example.jar");
        }
    }

    @Test
    void should_refuse_when_the_file_is_no_jar_or_has_no_id() throws Exception {
        Files.writeString(folder.resolve("broken.jar"), "nothing");
        assertThat(refusal(Reason.UNREADABLE_JAR, SPEC)).contains("broken.jar");
        Files.delete(folder.resolve("broken.jar"));
        TestJar.example().manifest("Plugin-Id", " ").writeTo(folder);
        assertThat(refusal(Reason.UNREADABLE_JAR, SPEC)).contains("example.jar", "Plugin-Id");
    }

    @Test
    void should_refuse_when_the_descriptor_names_another_plugin() throws Exception {
        TestJar.example().manifest("Plugin-Id", "region-other").writeTo(folder);
        assertThat(refusal(Reason.BAD_DESCRIPTOR, SPEC)).contains("example.jar", "region-other");
    }

    @Test
    void should_refuse_when_the_settings_do_not_fit_the_schema() throws Exception {
        TestJar.example().writeTo(folder);
        List<Body> wrong = List.of(
                Body.EMPTY,
                Body.of("greeting", Value.text("")),
                Body.of("greeting", Value.number(1)),
                PluginHostTest.SETTINGS.with("port", new Value.Num("1.5")),
                PluginHostTest.SETTINGS.with("port", Value.number(0)),
                PluginHostTest.SETTINGS.with("greting", Value.text("x")));
        for (Body settings : wrong) {
            assertThat(refusal(Reason.CONFIG_INVALID, SPEC.withSettings(settings)))
                    .as(settings.toString())
                    .contains("hunan", "region-example");
        }
    }

    @Test
    void should_refuse_when_two_adapters_answer_for_one_area_or_share_a_name() throws Exception {
        TestJar.example().writeTo(folder);
        assertThat(refusal(Reason.AREA_TWICE, SPEC, SPEC.withName("hunan-2"))).contains("430000", "hunan-2");
        Serving residents = new Serving(Set.of("390"), null, null);
        assertThat(refusal(Reason.AREA_TWICE, SPEC, SPEC.withName("hunan-2").withServing(residents)))
                .contains("430000", "hunan-2");
        AdapterSpec namesake =
                AdapterSpec.of("hunan", "region-example", "440000").withSettings(SPEC.settings());
        assertThat(refusal(Reason.NAME_TWICE, SPEC, namesake)).contains("hunan");
    }

    @Test
    void should_refuse_when_a_capability_is_missing() throws Exception {
        TestJar.example().writeTo(folder);
        assertThat(refusal(Reason.CAPABILITY_MISSING, SPEC.withRequired(Capability.SETTLE, Capability.DAY_ROWS)))
                .contains("example.jar", "[DAY_ROWS]");
    }

    @Test
    void should_refuse_when_the_plugin_is_not_there() throws Exception {
        TestJar.example().writeTo(folder);
        assertThat(refusal(Reason.UNKNOWN_PLUGIN, AdapterSpec.of("gd", "region-guangdong", "440000")))
                .contains("region-guangdong", "region-example");
    }

    @Test
    void should_refuse_when_the_digest_is_not_the_listed_one() throws Exception {
        Path jar = TestJar.example().writeTo(folder);
        JarTrust right = JarTrust.digests(Map.of("example.jar", JarTrust.sha256(jar)));
        PluginHost trusting = new PluginHost(
                vertx, PluginHostConfig.ofFolder(folder, List.of(SPEC)).withTrust(right));
        await(trusting.start());
        await(trusting.close());
        Files.write(jar, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        assertThat(refusal(
                        Reason.NOT_TRUSTED,
                        PluginHostConfig.ofFolder(folder, List.of(SPEC)).withTrust(right)))
                .contains("example.jar", JarTrust.sha256(jar));
        JarTrust unlisted = JarTrust.digests(Map.of());
        refusal(
                Reason.NOT_TRUSTED,
                PluginHostConfig.ofFolder(folder, List.of(SPEC)).withTrust(unlisted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (true) throw new NoClassDefFoundError(\"s3cret-s3cret\");",
                "if (true) return null;",
                "if (true) return Future.succeededFuture();",
                "if (true) return Future.failedFuture(\"s3cret-s3cret\");"
            })
    void should_refuse_without_telling_secrets_when_an_adapter_cannot_be_made(String creating) throws Exception {
        TestJar.example().creating(creating).writeTo(folder);
        AdapterSpec spec = SPEC.withSecrets(Map.of("key", Secret.of("s3cret-s3cret")));
        assertThat(refusal(Reason.CREATE_FAILED, spec)).contains("hunan").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.fasterxml.jackson.core.JsonFactory",
                "io.wutong.host.PluginHost",
                "io.vertx.core.Vertx",
                "io.vertx.core.json.JsonObject",
                "io.vertx.core.internal.VertxInternal",
                "ch.qos.logback.classic.Logger",
                "io.vertx.json.schema.Validator"
            })
    void should_not_find_a_class_of_the_host_when_a_plugin_names_it(String name) throws Exception {
        TestJar.example()
                .creating("try { Class.forName(\"" + name + "\"); }"
                        + " catch (ClassNotFoundException e) { return Future.failedFuture(\"not found\"); }")
                .writeTo(folder);
        assertThat(refusal(Reason.CREATE_FAILED, SPEC)).contains("not found");
    }

    private String refusal(Reason reason, AdapterSpec... specs) {
        return refusal(reason, PluginHostConfig.ofFolder(folder, List.of(specs)));
    }

    /** The message, after seeing that it is bilingual and that nothing is left running. */
    private String refusal(Reason reason, PluginHostConfig config) {
        PluginHost host = new PluginHost(vertx, config);
        Throwable failure = catchThrowable(() -> await(host.start())).getCause();
        assertThat(failure).isInstanceOf(PluginRefusedException.class);
        PluginRefusedException refused = (PluginRefusedException) failure;
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
        assertThat(refused.getMessage()).contains(refused.subject()).matches("(?s)\\[PLUGIN-[A-Z_]+] .*请.* / .*; .*");
        assertThat(host.regionAdapters()).isEmpty();
        assertThat(vertx.deploymentIDs()).isEmpty();
        return refused.getMessage();
    }
}
