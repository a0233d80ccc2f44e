package io.wutong.host.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wutong.host.JarTrust;
import io.wutong.host.PluginRefusedException;
import io.wutong.host.PluginRefusedException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a signature keeps out. Each jar here is a good one with one thing made wrong. */
class SignedJarsTest {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String OURS = SigningKeys.generate(new SecureRandom());
    private static final String THEIRS = SigningKeys.generate(new SecureRandom());
    private static final JarTrust TRUST = new SignedJars(List.of(publicOf(OURS)));

    @TempDir
    private Path folder;

    private Path jar = Path.of("");

    private static String publicOf(String pem) {
        return SigningKeys.publicText(SigningKeys.privateKey(pem));
    }

    @BeforeEach
    void write() throws IOException {
        jar = folder.resolve("example.jar");
        rewrite(Map.of());
        new JarSigner(OURS).sign(jar);
    }

    @Test
    void should_trust_a_jar_when_an_allowed_key_signed_it() throws Exception {
        assertThat(TRUST.verify(jar)).isEqualTo("key " + SigningKeys.id(publicOf(OURS)));
    }

    @Test
    void should_trust_a_jar_when_it_is_signed_anew() throws Exception {
        new JarSigner(OURS).sign(jar);
        assertThat(TRUST.verify(jar)).startsWith("key ");
        assertThat(contents().keySet()).filteredOn(Sealed::isSeal).hasSize(2);
    }

    @Test
    void should_trust_either_key_when_two_are_allowed() throws Exception {
        JarTrust both = new SignedJars(List.of(publicOf(THEIRS), publicOf(OURS)));
        assertThat(both.verify(jar)).isEqualTo("key " + SigningKeys.id(publicOf(OURS)));
        new JarSigner(THEIRS).sign(jar);
        assertThat(both.verify(jar)).isEqualTo("key " + SigningKeys.id(publicOf(THEIRS)));
    }

    @Test
    void should_refuse_a_jar_when_it_is_not_signed() throws Exception {
        Map<String, byte[]> bare = contents();
        bare.keySet().removeIf(Sealed::isSeal);
        writeAll(bare);
        refused(Reason.NOT_SIGNED, "没有签名");
    }

    @Test
    void should_refuse_every_jar_when_no_key_is_allowed() {
        PluginRefusedException refusal =
                catchThrowableOfType(PluginRefusedException.class, () -> new SignedJars(List.of()).verify(jar));
        assertThat(refusal.reason()).isEqualTo(Reason.KEY_NOT_ALLOWED);
    }

    @Test
    void should_refuse_a_jar_when_another_key_signed_it() throws Exception {
        new JarSigner(THEIRS).sign(jar);
        refused(Reason.KEY_NOT_ALLOWED, SigningKeys.id(publicOf(THEIRS)));
    }

    @Test
    void should_refuse_a_jar_when_another_key_signed_it_under_our_name() throws Exception {
        byte[] list = contents().getOrDefault(Sealed.LIST, new byte[0]);
        Sealed.Signature theirs = Sealed.Signature.of(list, SigningKeys.privateKey(THEIRS));
        rewrite(Map.of(Sealed.SIGNATURE, new Sealed.Signature(SigningKeys.id(publicOf(OURS)), theirs.value()).bytes()));
        refused(Reason.ALTERED, "签名与摘要清单不符");
    }

    @Test
    void should_refuse_a_jar_when_any_entry_is_changed() throws Exception {
        for (String name : contents().keySet()) {
            if (!Sealed.isSeal(name) && !name.endsWith("/")) {
                byte[] changed = Arrays.copyOf(contents().getOrDefault(name, new byte[0]), 3_000);
                changed[2_999] = '\n';
                Map<String, byte[]> before = contents();
                rewrite(Map.of(name, name.equals(MANIFEST) ? manifest("2.0.0") : changed));
                refused(Reason.ALTERED, name);
                writeAll(before);
            }
        }
        assertThat(TRUST.verify(jar)).startsWith("key ");
    }

    @Test
    void should_refuse_a_jar_when_any_byte_of_the_list_or_the_signature_is_changed() throws Exception {
        Map<String, byte[]> good = contents();
        for (String name : List.of(Sealed.LIST, Sealed.SIGNATURE)) {
            byte[] bytes = good.getOrDefault(name, new byte[0]);
            for (int i = 0; i < bytes.length; i++) {
                byte[] changed = bytes.clone();
                changed[i] ^= 1;
                writeAll(good);
                rewrite(Map.of(name, changed));
                assertThatThrownBy(() -> TRUST.verify(jar))
                        .as(name + " byte " + i)
                        .isInstanceOf(PluginRefusedException.class);
            }
        }
    }

    /** Two bytes leave two bits of the last character over: nobody reads them, and they are no second signature. */
    @Test
    void should_read_a_signature_in_one_spelling_alone() {
        byte[] good = new Sealed.Signature("k", new byte[] {1, (byte) 0xfd}).bytes();
        String text = new String(good, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(text).contains("Value: Af0=");
        assertThat(Sealed.Signature.read(good).value()).containsExactly(1, 0xfd);
        assertThatThrownBy(() -> Sealed.Signature.read(
                        text.replace("Af0=", "Af1=").getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example/Extra.class", "META-INF/versions/17/example/A.class", "META-INF/extra/"})
    void should_refuse_a_jar_when_it_has_an_entry_more(String extra) throws Exception {
        rewrite(Map.of(extra, new byte[0]));
        refused(Reason.ALTERED, "多出条目 " + extra);
    }

    @Test
    void should_refuse_a_jar_when_an_entry_is_gone() throws Exception {
        Map<String, byte[]> fewer = contents();
        fewer.remove("example/A.class");
        writeAll(fewer);
        refused(Reason.ALTERED, "缺少条目 example/A.class");
    }

    @Test
    void should_refuse_a_jar_when_an_entry_is_there_twice() throws Exception {
        // two of equal length, then one is renamed in the bytes
        rewrite(Map.of("example/B.class", "evil".getBytes(StandardCharsets.UTF_8)));
        byte[] bytes = Files.readAllBytes(jar);
        replace(bytes, "example/B.class", "example/A.class");
        Files.write(jar, bytes);
        refused(Reason.BAD_ENTRIES, "example/A.class");
    }

    @Test
    void should_refuse_a_jar_when_the_file_hides_an_entry_from_its_directory() throws Exception {
        byte[] other = zip(Map.of("example/A.class", "evil".getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(other);
        both.write(Files.readAllBytes(jar));
        Files.write(jar, both.toByteArray());
        refused(Reason.BAD_ENTRIES, "不一致");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.class",
                "example/../../evil.class",
                "/etc/evil",
                "example//A.class",
                "example/./A.class",
                "example\\A.class",
                "C:evil.class",
                "example/A.class ",
                "line\nfeed"
            })
    void should_refuse_a_jar_when_a_name_is_no_plain_path(String name) throws Exception {
        rewrite(Map.of(name, new byte[] {1}));
        refused(Reason.BAD_ENTRIES, "相对路径");
        assertThatThrownBy(() -> new JarSigner(OURS).sign(jar)).isInstanceOf(PluginRefusedException.class);
    }

    @Test
    void should_refuse_a_jar_when_it_leads_to_classes_elsewhere() throws Exception {
        rewrite(Map.of(MANIFEST, (text("1.0.0") + "Class-Path: evil.jar\n").getBytes(StandardCharsets.UTF_8)));
        refused(Reason.BAD_ENTRIES, "Class-Path");
        rewrite(Map.of(MANIFEST, manifest("1.0.0"), "META-INF/INDEX.LIST", new byte[0]));
        refused(Reason.BAD_ENTRIES, "INDEX.LIST");
    }

    @Test
    void should_not_sign_what_is_no_plugin() throws Exception {
        rewrite(Map.of(MANIFEST, "Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8)));
        byte[] before = Files.readAllBytes(jar);
        assertThatThrownBy(() -> new JarSigner(OURS).sign(jar)).hasMessageContaining("不是插件");
        assertThat(Files.readAllBytes(jar)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).as("nothing left beside it").containsExactly(jar);
        }
    }

    @Test
    void should_refuse_what_is_no_key() {
        assertThatThrownBy(() -> new SignedJars(List.of("AAAA"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JarSigner("x")).hasMessageContaining("PKCS#8");
        assertThatThrownBy(() -> new JarSigner(OURS.replaceAll("\n[A-Za-z0-9+/]{10}", "\nAAAAAAAAAA")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void refused(Reason reason, String text) {
        PluginRefusedException refusal = catchThrowableOfType(PluginRefusedException.class, () -> TRUST.verify(jar));
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
        assertThat(refusal.chinese()).contains(text);
    }

    /** The good jar's entries, or what stands for them here. */
    private void rewrite(Map<String, byte[]> changes) throws IOException {
        Map<String, byte[]> entries = Files.exists(jar) ? contents() : good();
        entries.putAll(changes);
        writeAll(entries);
    }

    private static Map<String, byte[]> good() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(MANIFEST, manifest("1.0.0"));
        entries.put("example/", new byte[0]);
        entries.put("example/A.class", "good".getBytes(StandardCharsets.UTF_8));
        entries.put("schemas/config.json", "{}".getBytes(StandardCharsets.UTF_8));
        return entries;
    }

    private static byte[] manifest(String version) {
        return text(version).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String version) {
        return "Manifest-Version: 1.0\nPlugin-Id: region-example\nPlugin-Version: " + version + "\n";
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private void writeAll(Map<String, byte[]> entries) throws IOException {
        Files.write(jar, zip(entries));
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = bytes;
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static void replace(byte[] bytes, String from, String to) {
        byte[] search = from.getBytes(StandardCharsets.UTF_8);
        byte[] put = to.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + search.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + search.length, search, 0, search.length)) {
                System.arraycopy(put, 0, bytes, i, put.length);
            }
        }
    }
}
