package io.wutong.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.host.Diagnosis.Finding;
import io.wutong.host.Diagnosis.Level;
import io.wutong.host.sign.JarSigner;
import io.wutong.host.sign.SignedJars;
import io.wutong.host.sign.SigningKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor sees in jars that each have one thing wrong. */
class PluginDoctorTest {
    private static final String SCHEMA = "{\"type\":\"object\",\"additionalProperties\":false,"
            + "\"properties\":{\"greeting\":{\"type\":\"string\"}},\"examples\":[{\"greeting\":\"你好\"}]}";

    @TempDir
    private Path folder;

    @Test
    void should_say_what_a_sound_jar_is() throws Exception {
        Diagnosis found = PluginDoctor.examine(sound().writeTo(folder), null);
        assertThat(found.sound()).isTrue();
        assertThat(found.id()).isEqualTo("region-example");
        assertThat(found.version()).isEqualTo("1.0.0");
        assertThat(found.requires()).isEqualTo(">=0.1.0 & <1.0.0");
        assertThat(found.extensions()).containsExactly("example.ExampleFactory");
        assertThat(found.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARNING);
            assertThat(finding.chinese()).contains("没有签名");
        });
    }

    @Test
    void should_verify_the_signature_when_a_key_is_given() throws Exception {
        String pem = SigningKeys.generate(new SecureRandom());
        JarTrust trust = new SignedJars(List.of(SigningKeys.publicText(SigningKeys.privateKey(pem))));
        Path jar = sound().writeTo(folder);
        assertThat(errors(jar, trust)).singleElement().asString().contains("没有签名");
        new JarSigner(pem).sign(jar);
        assertThat(PluginDoctor.examine(jar, trust).findings()).isEmpty();
        assertThat(PluginDoctor.examine(jar, trust).signature()).contains("有效");
        assertThat(PluginDoctor.examine(jar, null).signature()).contains("未核验");
    }

    @Test
    void should_call_it_an_error_when_there_is_no_extension() throws Exception {
        Path jar = sound().without("example/ExampleFactory.java")
                .source("example/Nothing.java", "package example; class Nothing {}")
                .writeTo(folder);
        assertThat(errors(jar, null)).singleElement().asString().contains("没有扩展点", "annotationProcessorPaths");
        Path gone = sound().without("example/ExampleFactory.java")
                .entry("META-INF/extensions.idx", "example.Gone".getBytes(StandardCharsets.UTF_8))
                .writeTo(folder);
        assertThat(errors(gone, null)).singleElement().asString().contains("example.Gone");
    }

    @Test
    void should_call_it_an_error_when_it_packs_what_the_host_lends() throws Exception {
        Path jar = sound().entry("META-INF/versions/11/org/slf4j/Logger.class", new byte[1])
                .entry("io/vertx/core/Vertx.class", new byte[1])
                .writeTo(folder);
        assertThat(errors(jar, null))
                .singleElement()
                .asString()
                .contains("2 个", "io/vertx/core/Vertx.class", "provided");
    }

    @Test
    void should_say_everything_that_is_wrong_and_not_the_first_thing_alone() throws Exception {
        Path jar = sound().version("new")
                .manifest("Plugin-Requires", ">=9.0.0")
                .entry(JarFacts.SCHEMA, "[".getBytes(StandardCharsets.UTF_8))
                .entry("io/netty/X.class", new byte[1])
                .writeTo(folder);
        assertThat(errors(jar, null)).hasSize(4);
    }

    @Test
    void should_call_it_an_error_when_it_has_no_id_no_schema_or_two_factories() throws Exception {
        assertThat(errors(sound().id("").writeTo(folder), null))
                .singleElement()
                .asString()
                .contains("Plugin-Id");
        assertThat(errors(TestJar.example().without(JarFacts.SCHEMA).writeTo(folder), null))
                .singleElement()
                .asString()
                .contains("缺少 " + JarFacts.SCHEMA);
        Path two = sound().without("example/ExampleFactory.java")
                .entry("META-INF/extensions.idx", "example.A\nexample.B".getBytes(StandardCharsets.UTF_8))
                .writeTo(folder);
        assertThat(errors(two, null)).anyMatch(text -> text.contains("应恰有一个工厂"));
    }

    @Test
    void should_call_it_an_error_when_a_class_is_of_a_later_java_or_none_at_all() throws Exception {
        byte[] later;
        try (InputStream in = PluginDoctorTest.class.getResourceAsStream("PluginDoctorTest.class")) {
            later = Objects.requireNonNull(in).readAllBytes();
        }
        later[7] = 65; // Java 21
        assertThat(errors(sound().entry("example/Later.class", later).writeTo(folder), null))
                .singleElement()
                .asString()
                .contains("example/Later.class", "高于 Java 17");
        assertThat(errors(sound().entry("example/No.class", new byte[4]).writeTo(folder), null))
                .singleElement()
                .asString()
                .contains("example/No.class");
    }

    @Test
    void should_hold_the_schema_against_its_own_example() throws Exception {
        Path jar = sound().entry(
                        JarFacts.SCHEMA,
                        SCHEMA.replace("你好\"", "你好\",\"port\":1").getBytes(StandardCharsets.UTF_8))
                .writeTo(folder);
        assertThat(errors(jar, null)).singleElement().asString().contains("拒绝自己的示例");
    }

    @Test
    void should_name_the_line_when_a_call_blocks_or_bypasses_the_host() throws Exception {
        Path jar = sound().calling("try { Thread.sleep(1); } catch (InterruptedException e) { }\n"
                        + "new Thread(() -> { }).start();\n"
                        + "java.util.function.Function<java.util.concurrent.CompletableFuture<String>, String> f ="
                        + " java.util.concurrent.CompletableFuture::join;\n"
                        + "return Future.succeededFuture(Outcome.succeeded(answer()));")
                .writeTo(folder);
        List<Finding> found = PluginDoctor.examine(jar, null).findings();
        assertThat(PluginDoctor.examine(jar, null).sound())
                .as("it may be inside work()")
                .isTrue();
        assertThat(found.stream().map(Finding::chinese))
                .anyMatch(text -> text.matches(
                        ".*example\\.ExampleFactory\\$Example\\.call\\([0-9]+\\) → java\\.lang\\.Thread\\.sleep.*"
                                + "PluginServices\\.delay.*"))
                .anyMatch(text -> text.contains("java.lang.Thread.<init>") && text.contains("绕过"))
                .anyMatch(text -> text.contains("CompletableFuture.join"));
    }

    @Test
    void should_say_that_it_is_no_jar_when_it_is_none() throws Exception {
        Path file = Files.writeString(folder.resolve("x.jar"), "x");
        assertThatThrownBy(() -> PluginDoctor.examine(file, null)).isInstanceOf(IOException.class);
    }

    private static TestJar sound() {
        return TestJar.example().entry(JarFacts.SCHEMA, SCHEMA.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> errors(Path jar, JarTrust trust) throws IOException {
        return PluginDoctor.examine(jar, trust).findings().stream()
                .filter(finding -> finding.level() == Level.ERROR)
                .map(Finding::chinese)
                .toList();
    }
}
