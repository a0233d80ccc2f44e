package io.wutong.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.app.AppConfig;
import io.wutong.host.AdapterSpec;
import io.wutong.host.ServiceLimits;
import io.wutong.host.Serving;
import io.wutong.spi.Capability;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigFileTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("HUNAN_PASSWORD", "secret-of-hunan");

    @TempDir
    static Path folder;

    private static ConfigFixture fixture;

    @BeforeAll
    static void makeFiles() throws IOException {
        fixture = new ConfigFixture(folder);
    }

    @Test
    void should_read_everything_when_the_file_is_sound() throws ConfigException {
        AppConfig config = fixture.read(ConfigFixture.TEXT, ENVIRONMENT);

        assertThat(config.process()).isEqualTo("jiangsu-1");
        assertThat(config.pluginDir()).isEqualTo(folder.resolve("plugins"));
        assertThat(config.dataDir()).isEqualTo(folder.resolve("data"));
        assertThat(config.database().getPassword()).isEqualTo("correct-horse");
        assertThat(config.database().getPort()).isEqualTo(5_432);
        assertThat(config.hospital().port()).isEqualTo(8_443);
        assertThat(config.hospital().tls()).isNotNull();
        assertThat(config.peer()).isNotNull();
        assertThat(config.callbacks())
                .isNotNull()
                .extracting(AppConfig.Listener::port)
                .isEqualTo(9_445);
        assertThat(config.admin()).isEqualTo(new AppConfig.Listener("127.0.0.1", 9_446, null));
        assertThat(config.nodes().stream().map(Node::id)).containsExactly("100000", "320000", "321102");
        assertThat(config.nodes().stream().map(Node::parent)).containsExactly(null, "100000", "320000");
        assertThat(config.nodes().stream().map(Node::hostedHere)).containsExactly(false, true, true);
        assertThat(config.peers()).singleElement().satisfies(peer -> {
            assertThat(peer.host()).isEqualTo("nation.example.invalid");
            assertThat(peer.nodes()).containsExactly("100000");
        });
        assertThat(config.accounts()).singleElement().satisfies(account -> {
            assertThat(account.token()).isEqualTo("token-from-a-file");
            assertThat(account.institutions()).containsExactly("H32110200001");
        });
        assertThat(config.terminals())
                .singleElement()
                .satisfies(terminal ->
                        assertThat(terminal.key()).isEqualTo("sixteen-bytes-ok".getBytes(StandardCharsets.UTF_8)));
        assertThat(config.indexKey()).hasSize(16);
    }

    @Test
    void should_bind_an_account_to_all_beyond_our_nodes_when_it_is_the_platforms() throws ConfigException {
        String text = ConfigFixture.TEXT
                .replace("\n    peer: nation", "")
                .replace("peers:\n  - {name: nation, host: nation.example.invalid, port: 8444}\n", "")
                .replace(
                        "institutions: [H32110200001]",
                        "platform: \"100000\"\n    answer_key: "
                                + Base64.getEncoder().encodeToString(new byte[] {
                                    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                    0, 0, 0, 7
                                }));
        assertThat(fixture.read(text, ENVIRONMENT).accounts()).singleElement().satisfies(account -> {
            assertThat(account.platform()).isEqualTo("100000");
            assertThat(account.institutions()).isEmpty();
            assertThat(account.answerKey()).isNotNull();
            assertThat(account.toString()).doesNotContain("AAAA");
        });
    }

    @Test
    void should_type_settings_and_resolve_secrets_when_there_is_an_adapter() throws ConfigException {
        AdapterSpec adapter =
                fixture.read(ConfigFixture.TEXT, ENVIRONMENT).adapters().get(0);

        assertThat(adapter.settings().get("url")).isEqualTo(Value.text("http://10.0.0.8/x"));
        assertThat(adapter.settings().get("rows")).isEqualTo(new Value.Num("100"));
        assertThat(adapter.settings().get("ratio")).isEqualTo(new Value.Num("1.50"));
        assertThat(adapter.settings().get("strict")).isEqualTo(new Value.Bool(true));
        assertThat(adapter.secrets().get("password").text()).isEqualTo("secret-of-hunan");
        assertThat(adapter.secrets().get("pin").text()).isEqualTo("token-from-a-file");
        assertThat(adapter.allowedHosts()).containsExactly("10.0.0.8:80");
        assertThat(adapter.required()).containsExactly(Capability.SETTLE);
        assertThat(adapter.limits()).isEqualTo(ServiceLimits.DEFAULT.withWorker(4, 200));
        assertThat(adapter.serving()).isEqualTo(new Serving(Set.of("390"), null, LocalDate.of(2026, 7, 1)));
        assertThat(adapter.databases()).hasSize(1).hasEntrySatisfying("front", front -> {
            assertThat(front.toString()).isEqualTo("DatabaseSpec[10.0.0.9:5432/xnh]");
            assertThat(front.password().text()).isEqualTo("token-from-a-file");
            assertThat(front.rowsMax()).isEqualTo(500);
        });
    }

    @Test
    void should_take_the_environment_when_it_overrides_the_file() throws ConfigException {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("WUTONG_DATABASE_PASSWORD", "from-the-environment");
        environment.put("WUTONG_LISTENERS_HOSPITAL_PORT", "0");
        environment.put("WUTONG_ADAPTERS_0_ALLOWED_HOSTS", "a.invalid:1, b.invalid:2");
        environment.put("WUTONG_PROCESS", "");

        AppConfig config = fixture.read(ConfigFixture.TEXT, environment);

        assertThat(config.database().getPassword()).isEqualTo("from-the-environment");
        assertThat(config.hospital().port()).isZero();
        assertThat(config.adapters().get(0).allowedHosts()).containsExactly("a.invalid:1", "b.invalid:2");
        assertThat(config.process()).as("an empty variable counts as not set").isEqualTo("jiangsu-1");
    }

    @Test
    void should_name_the_variable_when_the_environment_is_wrong() {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("WUTONG_LISTENERS_HOSPITAL_PORT", "70000");

        assertThat(fixture.problems(ConfigFixture.TEXT, environment))
                .containsExactly(new Problem(
                        "WUTONG_LISTENERS_HOSPITAL_PORT",
                        0,
                        "listeners.hospital.port",
                        "70000",
                        "0–65535 的整数",
                        "a whole number from 0 to 65535"));
    }

    /**
     * One way to be wrong.
     *
     * @param from what is replaced in the sound file
     * @param to by what
     * @param at a part of the line that the error must name
     */
    record Case(
            String from,
            String to,
            String at,
            String key,
            @Nullable String value,
            String expected) {
        @Override
        public String toString() {
            return key + " = " + value;
        }
    }

    static Stream<Case> wrong() {
        return Stream.of(
                new Case("process: jiangsu-1", "process: Jiang Su", "Jiang Su", "process", "Jiang Su", "lower-case"),
                new Case("process: jiangsu-1\n", "", "plugins:", "process", null, "lower-case"),
                new Case(
                        "process:",
                        "proces: x\nprocess:",
                        "proces: x",
                        "proces",
                        null,
                        "one of the keys accounts, adapters"),
                new Case("process:", "process: x\nprocess:", "process: jiangsu-1", "process", null, "each key once"),
                new Case(
                        "plugins: plugins",
                        "plugins: nowhere",
                        "nowhere",
                        "plugins",
                        "nowhere",
                        "a folder that exists"),
                new Case(
                        "process:",
                        "plugin_keys: [AAAA]\nprocess:",
                        "AAAA",
                        "plugin_keys[0]",
                        "AAAA",
                        "an SM2 public key"),
                new Case(
                        "institutions: [H32110200001]",
                        "platform: \"320000\"",
                        "platform",
                        "accounts[0].platform",
                        "320000",
                        "the area of the top node"),
                new Case(
                        "    institutions: [H32110200001]",
                        "    answer_key: not-a-key-of-sm2\n    institutions: [H32110200001]",
                        "answer_key",
                        "accounts[0].answer_key",
                        "***",
                        "only for the account of a platform"),
                new Case(
                        "front: {host: 10.0.0.9,",
                        "front: {kind: sqlserver, host: 10.0.0.9,",
                        "sqlserver",
                        "adapters[0].databases.front.kind",
                        "sqlserver",
                        "tds_fdw"),
                new Case("0123456789abcdef", "short", "index_key", "index_key", "***", "16 to 1000 bytes; this has 5"),
                new Case(
                        "process:",
                        "index_key_file: token\nprocess:",
                        "index_key: ",
                        "index_key",
                        "***",
                        "exactly one of"),
                new Case(
                        "  password: correct-horse", "  port: 0", "  port: 0", "database.port", "0", "from 1 to 65535"),
                new Case(
                        "  password: correct-horse",
                        "  password: [a]",
                        "[a]",
                        "database.password",
                        "[…]",
                        "a single value"),
                new Case(
                        "  password: correct-horse",
                        "  passwrod: x",
                        "passwrod",
                        "database.passwrod",
                        null,
                        "password_file"),
                new Case(
                        "  password: correct-horse",
                        "  password: x\n  sslmode: x",
                        "sslmode",
                        "database.sslmode",
                        null,
                        "user"),
                new Case(
                        "database:\n  password: correct-horse",
                        "database: postgres",
                        "postgres",
                        "database",
                        "postgres",
                        "a mapping"),
                new Case(
                        "    host: 0.0.0.0\n",
                        "    host: 0.0.0.0\n    port: 65536\n",
                        "65536",
                        "listeners.hospital.port",
                        "65536",
                        "0 to 65535"),
                new Case(
                        "    host: 127.0.0.1\n",
                        "    host: 10.0.0.1\n",
                        "10.0.0.1",
                        "listeners.callbacks.host",
                        "10.0.0.1",
                        "127.0.0.1, or tls"),
                new Case(
                        "    port: 9446",
                        "    port: 9446\n    host: 0.0.0.0",
                        "host: 0.0.0.0\ncallback",
                        "listeners.admin.host",
                        "0.0.0.0",
                        "127.0.0.1"),
                new Case(
                        "    port: 9446",
                        "    port: 9445",
                        "port: 9445\ncallback",
                        "listeners.admin.port",
                        "9445",
                        "listeners.callbacks.port has 9445 too"),
                new Case(
                        "key: own.key, ca: own.crt",
                        "key: own.key",
                        "{certificate",
                        "listeners.peer.tls.ca",
                        null,
                        "peers are trusted by"),
                new Case(
                        "certificate: own.crt\n",
                        "certificate: none.crt\n",
                        "none.crt",
                        "listeners.hospital.tls.certificate",
                        "none.crt",
                        "a file that can be read"),
                new Case(
                        "certificate: own.crt\n",
                        "certificate: own.key\n",
                        "certificate: own.key",
                        "listeners.hospital.tls.certificate",
                        "own.key",
                        "a certificate in PEM"),
                new Case(
                        "certificate: own.crt\n",
                        "certificate: sandbox.crt\n",
                        "sandbox.crt",
                        "listeners.hospital.tls.certificate",
                        "sandbox.crt",
                        "no sandbox issued"),
                new Case(
                        "key: own.key\n",
                        "key: own.crt\n",
                        "key: own.crt",
                        "listeners.hospital.tls.key",
                        "own.crt",
                        "PKCS#8"),
                new Case(
                        "callback_base: https://pay.example.invalid/callbacks\n",
                        "",
                        "process",
                        "callback_base",
                        null,
                        "the https URL"),
                new Case(
                        "https://pay",
                        "http://pay",
                        "http://pay",
                        "callback_base",
                        "http://pay.example.invalid/callbacks",
                        "an https URL"),
                new Case("area: \"320000\"", "area: \"999999\"", "999999", "nodes[1].area", "999999", "a known area"),
                new Case(
                        "area: \"320000\"",
                        "area: 321102",
                        "- area: 321102\npeers",
                        "nodes[2].area",
                        "321102",
                        "nodes[1].area has it too"),
                new Case(
                        "area: \"320000\"",
                        "area: \"320000\"\n    parent: 321102",
                        "parent",
                        "nodes[1].parent",
                        "321102",
                        "an area above"),
                new Case(
                        "- area: \"100000\"\n    peer: nation\n",
                        "- area: \"430000\"\n    peer: nation\n",
                        "320000",
                        "nodes[1].area",
                        "320000",
                        "one tree with 430000"),
                new Case(
                        "    peer: nation",
                        "    peer: natoin",
                        "natoin",
                        "nodes[0].peer",
                        "natoin",
                        "the name of one of peers"),
                new Case("    peer: nation\n", "", "{name: nation", "peers[0].name", "nation", "at least one node"),
                new Case(
                        "nation.example.invalid, port: 8444",
                        "nation.example.invalid",
                        "{name: nation",
                        "peers[0].port",
                        null,
                        "1 to 65535"),
                new Case("  - area: \"320000\"\n  - area: 321102\n", "", "nodes:", "nodes", null, "hosts"),
                new Case(
                        "token_file: token",
                        "token: short",
                        "token: short",
                        "accounts[0].token",
                        "***",
                        "8 to 1000 bytes; this has 5"),
                new Case(
                        "token_file: token",
                        "token_file: none",
                        "none",
                        "accounts[0].token_file",
                        "none",
                        "a file that can be read"),
                new Case("[H32110200001]", "[X1]", "[X1]", "accounts[0].institutions[0]", "X1", "H or P and 11 digits"),
                new Case(
                        "institutions: [H32110200001]",
                        "institutions: []",
                        "institutions",
                        "accounts[0].institutions",
                        null,
                        "at least one"),
                new Case(
                        "institutions: [H32110200001]",
                        "institutions: [H32110200001]\n    signing_key: AAAA",
                        "AAAA",
                        "accounts[0].signing_key",
                        "AAAA",
                        "SM2 public key"),
                new Case(
                        "terminals:",
                        "  - {paasid: his-1, token: long-enough, institutions: [H32110200001]}\nterminals:",
                        "long-enough",
                        "accounts[1].paasid",
                        "his-1",
                        "accounts[0].paasid has it too"),
                new Case(
                        "sixteen-bytes-ok",
                        "fifteen-bytes-o",
                        "fifteen",
                        "terminals[0].key",
                        "***",
                        "16 to 1000 bytes; this has 15"),
                new Case(
                        "area: 321102\n    settings",
                        "area: 430421\n    settings",
                        "430421",
                        "adapters[0].area",
                        "430421",
                        "a node of this process serves"),
                new Case(
                        "rows: 100",
                        "signtype: mock",
                        "mock",
                        "adapters[0].settings.signtype",
                        "mock",
                        "a real signature type"),
                new Case(
                        "rows: 100",
                        "deep: [{med_ins_test_env: true}]",
                        "med_ins",
                        "adapters[0].settings.deep[0].med_ins_test_env",
                        "true",
                        "false"),
                new Case(
                        "{env: HUNAN_PASSWORD}",
                        "{env: NOT_SET}",
                        "NOT_SET",
                        "adapters[0].secrets.password.env",
                        "NOT_SET",
                        "that is set"),
                new Case(
                        "{env: HUNAN_PASSWORD}",
                        "{value: x}",
                        "{value",
                        "adapters[0].secrets.password.value",
                        null,
                        "one of the keys env, file"),
                new Case(
                        "10.0.0.8:80",
                        "10.0.0.8",
                        "[\"10.0.0.8\"]",
                        "adapters[0].allowed_hosts[0]",
                        "10.0.0.8",
                        "host:port"),
                new Case("[SETTLE]", "[SETTEL]", "SETTEL", "adapters[0].required[0]", "SETTEL", "SETTLE, CANCEL"),
                new Case(
                        "worker_threads: 4",
                        "worker_threads: many",
                        "many",
                        "adapters[0].limits.worker_threads",
                        "many",
                        "from 1 to 64"),
                new Case(
                        "worker_threads: 4",
                        "http_keep_alive: yes",
                        "yes",
                        "adapters[0].limits.http_keep_alive",
                        "yes",
                        "true or false"),
                new Case(
                        "limits:",
                        "tls: {key: own.key}\n    limits:",
                        "tls: {key",
                        "adapters[0].tls.certificate",
                        null,
                        "together"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void should_name_line_key_value_and_expectation_when_something_is_wrong(Case wrong) {
        assertThat(ConfigFixture.TEXT).contains(wrong.from());
        int place = ConfigFixture.TEXT.indexOf(wrong.from());
        String text = ConfigFixture.TEXT.substring(0, place)
                + wrong.to()
                + ConfigFixture.TEXT.substring(place + wrong.from().length());

        List<Problem> problems = fixture.problems(text, ENVIRONMENT);

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.where()).endsWith("wutong.yaml");
            assertThat(problem.key()).isEqualTo(wrong.key());
            assertThat(problem.line()).isEqualTo(ConfigFixture.line(text, wrong.at()));
            assertThat(problem.value()).isEqualTo(wrong.value());
            assertThat(problem.en()).contains(wrong.expected());
            assertThat(problem.zh()).isNotBlank();
        });
    }

    @Test
    void should_list_all_problems_when_there_are_several() {
        String text = ConfigFixture.TEXT
                .replace("process: jiangsu-1", "process: ''")
                .replace("port: 9446", "port: -1")
                .replace("area: \"320000\"", "area: x");

        assertThat(fixture.problems(text, ENVIRONMENT).stream().map(Problem::key))
                .contains("process", "listeners.admin.port", "nodes[1].area");
    }

    @Test
    void should_say_the_line_when_it_is_no_yaml() {
        String text = "process: x\nnodes: [a\nloops: 0\n";

        assertThat(fixture.problems(text, Map.of())).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.en()).startsWith("valid YAML");
        });
    }

    @Test
    void should_refuse_when_the_file_is_missing_or_empty() {
        Path missing = folder.resolve("missing.yaml");
        try {
            ConfigFile.read(missing, ConfigFixture.AREAS, name -> null);
            throw new AssertionError("a missing file was read");
        } catch (ConfigException e) {
            assertThat(e.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.where()).isEqualTo(missing.toString()));
        }
        assertThat(fixture.problems("", Map.of()).stream().map(Problem::key))
                .contains("process", "nodes", "database.password", "index_key");
    }

    @Test
    void should_end_when_anchors_go_in_circles() {
        String text = ConfigFixture.TEXT.replace("rows: 100", "rows: &a [*a]");

        assertThat(fixture.problems(text, ENVIRONMENT)).isNotEmpty();
    }

    @Test
    void should_never_show_a_secret_when_it_is_wrong() throws IOException {
        Files.writeString(folder.resolve("short"), "s3cr3t");
        String text = ConfigFixture.TEXT
                .replace("sixteen-bytes-ok", "s3cr3t")
                .replace("token_file: token", "token_file: short")
                .replace("0123456789abcdef", "s3cr3t");

        assertThat(fixture.problems(text, ENVIRONMENT))
                .hasSize(3)
                .noneSatisfy(problem -> assertThat(problem.toString()).contains("s3cr3t"));
    }

    @Test
    void should_give_each_scalar_its_own_variable_when_paths_become_names() {
        Set<String> keys = ConfigKeys.all();

        assertThat(keys.stream().map(ConfigKeys::environment).distinct()).hasSameSizeAs(keys);
    }
}
