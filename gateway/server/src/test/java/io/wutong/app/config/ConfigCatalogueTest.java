package io.wutong.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.app.AppConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** {@code conf/wutong.yaml} of the distribution is the catalogue of all options: it and the reader know the same keys. */
class ConfigCatalogueTest {

    private static final Path CATALOGUE = Path.of("../src/dist/conf/wutong.yaml");
    private static final Map<String, String> ENVIRONMENT = Map.of("WECHAT_API_V3_KEY", "x".repeat(32));

    @TempDir
    static Path folder;

    private static ConfigFixture fixture;
    private static String catalogue;

    @BeforeAll
    static void fill() throws IOException {
        fixture = new ConfigFixture(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(folder.resolve("conf/secret"), "a-secret-for-this-test");
        catalogue = Files.readString(CATALOGUE)
                .replaceAll("<secrets/[^>]*>", "secret")
                .replaceAll("<tls/[^>]*\\.crt>", "own.crt")
                .replaceAll("<tls/[^>]*\\.key>", "own.key")
                .replaceAll("<bin/wutong plugin key[^>]*>", ConfigFixture.PLUGIN_KEY);
    }

    @Test
    void should_be_usable_when_the_placeholders_are_filled() throws ConfigException {
        AppConfig config = fixture.read(catalogue, ENVIRONMENT);

        assertThat(config.nodes()).hasSize(6);
        assertThat(config.adapters())
                .singleElement()
                .satisfies(adapter -> assertThat(adapter.secrets())
                        .containsOnlyKeys("private-key", "api-v3-key", "platform-public-key"));
    }

    @Test
    void should_refuse_when_the_placeholders_are_not_filled() throws IOException {
        assertThat(fixture.problems(Files.readString(CATALOGUE), ENVIRONMENT).stream()
                        .map(Problem::key))
                .contains("index_key_file", "database.password_file", "listeners.hospital.tls.certificate");
    }

    @Test
    void should_have_every_key_when_its_options_are_counted_in() {
        assertThat(keys(withOptions())).isEqualTo(new TreeSet<>(ConfigKeys.all()));
    }

    @Test
    void should_have_every_key_read_when_all_are_given() throws ConfigException {
        Path file = fixture.write(withOptions());

        assertThat(ConfigFile.asked(file, ConfigFixture.AREAS, ENVIRONMENT::get))
                .isEqualTo(new TreeSet<>(ConfigKeys.all()));
    }

    /** With the # taken away from lines that begin with it and go on with a key or an item. */
    private static String withOptions() {
        return catalogue.replaceAll("(?m)^( *)#((- )?[a-z_]+:)", "$1$2");
    }

    private static Set<String> keys(String text) {
        Set<String> keys = new TreeSet<>();
        collect(new Compose(LoadSettings.builder().build()).composeString(text).orElseThrow(), "", keys);
        return keys;
    }

    private static void collect(Node node, String path, Set<String> keys) {
        if (path.endsWith(".settings")) {
            keys.add(path + ".**");
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                boolean named = path.endsWith(".secrets") || path.endsWith(".databases");
                String key = named ? "*" : ((ScalarNode) tuple.getKeyNode()).getValue();
                collect(tuple.getValueNode(), path.isEmpty() ? key : path + "." + key, keys);
            }
        } else if (node instanceof SequenceNode list
                && list.getValue().stream().allMatch(MappingNode.class::isInstance)) {
            list.getValue().forEach(item -> collect(item, path + "[]", keys));
        } else {
            keys.add(path);
        }
    }
}
