package io.wutong.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgConnectOptions;
import io.wutong.app.AppConfig.Tls;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line as a person uses it, before a real database. Processes of their own are what serves until a signal,
 * and one command of each ending: status and bytes then are the process's. The others run in this JVM.
 */
class CommandLineIT {

    private static final int SECONDS_MAX = 90;

    @TempDir
    static Path folder;

    private static EmbeddedDatabase database;

    @BeforeAll
    static void startDatabase() throws IOException {
        database = EmbeddedDatabase.start();
        Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(folder.resolve("token"), "token-of-this-test\n");
        for (String file :
                List.of("institutions.csv", "catalogue-321100.csv", "policy-320115-390.yaml", "persons-320115.jsonl")) {
            Files.writeString(folder.resolve(file), World.resource(file));
        }
        try (InputStream example = CommandLineIT.class.getResourceAsStream("/api-spec/examples/9001.request.json")) {
            // the example's date is fixed; a message id has to be of these days
            String today = DateTimeFormatter.ofPattern("yyyyMMddHHmmss").format(LocalDateTime.now(Clock.ZONE));
            Body message = Json.read(example.readAllBytes());
            String msgid = message.textOr("fixmedins_code", "") + today + "0001";
            Files.write(folder.resolve("9001.json"), Json.write(message.with("msgid", Value.text(msgid))));
        }
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @Test
    void should_import_serve_and_drain_when_a_gateway_is_run() throws Exception {
        PgConnectOptions store = database.database("commands");
        String config = config("sound.yaml", store, "");

        done("config", "check", config);
        Ran institutions = Ran.apart(
                        folder,
                        "institution",
                        "import",
                        "--json",
                        "-c",
                        config,
                        "--name",
                        "world",
                        in("institutions.csv"))
                .well();
        assertThat(Json.read(institutions.out()).textOr("count", "")).isEqualTo("3");

        Process gateway = start("run", "--json", "--config", config);
        try (BufferedReader out = gateway.inputReader(StandardCharsets.UTF_8)) {
            Body places = Json.read(String.valueOf(out.readLine()));
            assertThat(places.textOr("process", "")).isEqualTo("commands");

            done("policy", "import", "-c", config, in("policy-320115-390.yaml"));
            done("catalogue", "import", "-c", config, "--area", "321100", in("catalogue-321100.csv"));
            Files.writeString(
                    folder.resolve("catalogue-new.csv"),
                    World.resource("catalogue-321100.csv").replace("02,0.10,12.50", "02,0.15,12.50"));
            Ran compared = done(
                    "catalogue",
                    "compare",
                    "area:321100",
                    in("catalogue-new.csv"),
                    "-c",
                    config,
                    "--apply",
                    "--by",
                    "clerk",
                    "--why",
                    "年度更新");
            assertThat(compared.out()).contains("变更 changed: 1", "0.1000 → 0.1500");
            Ran history = done("catalogue", "history", "-c", config, "--json", "321100");
            assertThat(history.out().lines().toList()).hasSize(2).first().satisfies(line -> {
                Body version = Json.read(line);
                assertThat(version.textOr("by", "") + version.textOr("why", "")).isEqualTo("clerk年度更新");
                assertThat(version.textOr("summary", "")).contains("变更1", "先自付比例1");
            });
            done("person", "import", "-c", config, "--node", "320115", in("persons-320115.jsonl"));
            assertThat(rows(store, "select kind from document where current order by kind"))
                    .containsExactly("catalogue", "institutions", "policy");
            assertThat(rows(store, "select count(*) from person")).doesNotContain("0");

            Ran sent = Ran.apart(
                            folder,
                            "send",
                            "--json",
                            "--url",
                            places.textOr("hospital", ""),
                            "--account",
                            "his-1",
                            "--token-file",
                            in("token"),
                            in("9001.json"))
                    .well();
            assertThat(Json.read(sent.out()).body("answer").textOr("infcode", ""))
                    .isEqualTo("0");
            assertThat(rows(store, "select infno from exchange")).containsExactly("9001");

            assertThat(done("cases", "-c", config).out()).contains("没有待处理事项");
            rows(
                    store,
                    "insert into operator_case values ('321100', 'exchange', 'H/M', 'OPEN', 'adapter.timeout_read', now())"
                            + " returning ref");
            assertThat(Json.read(done("cases", "--json", "-c", config).out()).textOr("ref", ""))
                    .isEqualTo("H/M");
            done("cases", "close", "-c", config, "--by", "zhang.san", "--why", "人工核实", "321100", "exchange", "H/M");
            assertThat(wutong("cases", "decline", "-c", config, "320115", "M1").err())
                    .contains("没有这一事项");
            assertThat(wutong("cases").exit()).as("no configuration").isEqualTo(2);
            rows(
                    store,
                    "insert into operator_case values ('320115', 'filing_none', 'M1', 'OPEN', 'filing.none', now())"
                            + " returning ref");
            done("cases", "decline", "-c", config, "--by", "zhang.san", "--why", "不愿备案", "320115", "M1");
            assertThat(done("cases", "history", "-c", config, "320115", "filing_none", "M1")
                            .out())
                    .contains("zhang.san：不愿备案");

            assertThat(wutong("claim", "-c", config).exit()).as("no file").isEqualTo(2);
            rows(
                    store,
                    "insert into claim (node, mdtrt_id, claim_no, psn_no, content, at) values ('320115', 'M1', 'LX32011501',"
                            + " 'P1', '{\"medfee_sumamt\":\"10.00\"}', now()) returning claim_no");
            done("claim", "withdraw", "-c", config, "--by", "zhang.san", "--why", "改为直接结算", "LX32011501");
            assertThat(done("claim", "show", "-c", config, "LX32011501").out())
                    .contains("已撤回", "10.00", "zhang.san: 改为直接结算");

            gateway.destroy();
            assertThat(gateway.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            assertThat(gateway.exitValue()).isZero();
        } finally {
            gateway.destroyForcibly();
        }
    }

    @Test
    void should_change_nothing_when_a_file_is_bad() throws Exception {
        PgConnectOptions store = database.database("bad_files");
        String config = config("bad-files.yaml", store, "");
        Files.writeString(
                folder.resolve("policy.yaml"),
                World.resource("policy-320115-390.yaml").replaceFirst("65%", "65"));
        Files.writeString(
                folder.resolve("bad-institutions.csv"),
                World.resource("institutions.csv").replaceFirst(",321102,", ",999999,"));
        Files.writeString(folder.resolve("persons.jsonl"), "\n{\"baseinfo\":}\n");

        Ran policy = Ran.apart(folder, "policy", "import", "-c", config, in("policy.yaml"));
        Ran explained = wutong("explain", "-c", config, "32011500000000000000");
        assertThat(explained.exit()).as(explained.out() + explained.err()).isEqualTo(2);
        assertThat(explained.err()).contains("32011500000000000000").contains("没有由本库按政策计算的结算");
        Ran institutions = wutong("institution", "import", "-c", config, "--name", "a", in("bad-institutions.csv"));
        Ran persons = wutong("person", "import", "-c", config, "--node", "320115", in("persons.jsonl"));
        Ran stranger = wutong("person", "import", "-c", config, "--node", "430421", in("persons-320115.jsonl"));
        Ran area = wutong("catalogue", "import", "-c", config, "--area", "999999", in("catalogue-321100.csv"));

        assertThat(policy.exit()).as(policy.out() + policy.err()).isEqualTo(2);
        assertThat(policy.err()).containsPattern("policy\\.yaml:\\d+: basic\\.ratio");
        assertThat(institutions.exit())
                .as(institutions.out() + institutions.err())
                .isEqualTo(2);
        assertThat(institutions.err()).contains("line 2, area: '999999'");
        assertThat(persons.exit()).as(persons.out() + persons.err()).isEqualTo(2);
        assertThat(persons.err()).contains("persons.jsonl: line 2");
        assertThat(stranger.exit()).as(stranger.out() + stranger.err()).isEqualTo(2);
        assertThat(area.exit()).as(area.out() + area.err()).isEqualTo(2);
        assertThat(rows(store, "select kind from document")).isEmpty();
        assertThat(rows(store, "select psn_no from person")).isEmpty();
    }

    @Test
    void should_refuse_to_run_when_the_database_may_lose_what_it_acknowledged() throws Exception {
        PgConnectOptions store = database.database("lossy");
        try (Connection connection = connect(store);
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + store.getDatabase() + " set synchronous_commit = off");
        }

        Ran ended = wutong("run", "--config", config("lossy.yaml", store, ""));

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("启动失败", "synchronous_commit = off");
    }

    @Test
    void should_say_why_when_the_start_fails() throws Exception {
        PgConnectOptions nobody = new PgConnectOptions(database.database("unreached"));
        nobody.setPort(1);
        Ran unreached = Ran.apart(folder, "run", "--config", config("unreached.yaml", nobody, ""));
        Ran plugin = wutong(
                "run",
                "--config",
                config("plugin.yaml", database.database("plugin"), "adapters: [{name: a, plugin: no-such-plugin}]\n"));

        assertThat(unreached.exit()).isEqualTo(1);
        assertThat(unreached.err()).contains("启动失败", "localhost:" + nobody.getPort());
        assertThat(plugin.exit()).isEqualTo(1);
        assertThat(plugin.err()).contains("启动失败", "no-such-plugin");
    }

    @Test
    void should_refuse_to_run_when_a_key_is_the_sandboxs() throws Exception {
        Tls tls = new Certificates(folder.resolve("tls")).issue("stolen", List.of("320000"));
        String config = config("stolen.yaml", database.database("stolen"), "");
        Files.writeString(
                Path.of(config),
                Files.readString(Path.of(config))
                        .replace(
                                "hospital: {host: 127.0.0.1, port: 0}",
                                "hospital: {host: 127.0.0.1, port: 0, tls: {certificate: " + tls.certificate()
                                        + ", key: " + tls.key() + "}}"));

        Ran ended = wutong("run", "--config", config);

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("listeners.hospital.tls.certificate", "沙箱");
    }

    /** The plugin folder is what somebody may have written to: only what the configured key has signed is loaded. */
    @Test
    void should_run_a_plugin_only_when_it_is_signed_unaltered_and_no_older_than_before() throws Exception {
        PgConnectOptions store = database.database("signed");
        String key = done("plugin", "key", in("signing.pem")).out().strip();
        Path plugins = Files.createDirectories(folder.resolve("signed-plugins"));
        Path jar = plugins.resolve("nhsa.jar");
        Files.copy(built("region-nhsa"), jar);
        String config = config("signed.yaml", store, "plugin_keys: [\"" + key + "\"]\n" + ADAPTER.formatted("320100"));
        Files.writeString(
                Path.of(config), Files.readString(Path.of(config)).replace("plugins: plugins", "plugins: " + plugins));

        refused(config, "NOT_SIGNED");

        done("plugin", "sign", jar.toString(), "--key", in("signing.pem"));
        byte[] signed = Files.readAllBytes(jar);
        Process gateway = start("run", "--json", "--config", config);
        try (BufferedReader out = gateway.inputReader(StandardCharsets.UTF_8)) {
            String admin = Json.read(String.valueOf(out.readLine())).textOr("admin", "");
            String[] reload = {
                "plugin", "reload", "--url", admin, "--token-file", in("data-signed/admin.token"), "--by", "zhang.san"
            };
            assertThat(done(reload).out()).contains("没有变化");
            Files.writeString(
                    Path.of(config), Files.readString(Path.of(config)).replace("name: home", "name: another"));
            assertThat(done(reload).out()).contains("added: another", "removed: home");
            Files.writeString(
                    Path.of(config), Files.readString(Path.of(config)).replace("plugin: region-nhsa", "plugin: none"));
            assertThat(wutong(reload).err()).contains("被拒绝", "none");
            assertThat(done("plugin", "list", "--url", admin, "--token-file", in("data-signed/admin.token"))
                            .out())
                    .contains("✔ region-nhsa", "adapters: another");
            gateway.destroy();
            assertThat(gateway.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        } finally {
            gateway.destroyForcibly();
        }
        Files.writeString(
                Path.of(config), Files.readString(Path.of(config)).replace("plugin: none", "plugin: region-nhsa"));

        with(jar, "META-INF/extensions.idx", text -> text + "\n");
        refused(config, "ALTERED");

        Files.write(jar, signed);
        with(
                jar,
                "META-INF/MANIFEST.MF",
                text -> text.replaceFirst("Plugin-Version: [0-9.]+", "Plugin-Version: 0.0.1"));
        done("plugin", "sign", jar.toString(), "--key", in("signing.pem"));
        refused(config, "DOWNGRADE");
    }

    private static final String ADAPTER = """
            data_dir: data-signed
            adapters:
              - name: home
                plugin: region-nhsa
                area: %s
                settings: {url: "http://127.0.0.1:1/fsi/api/callService"}
                allowed_hosts: ["127.0.0.1:1"]
            """;

    private static void refused(String config, String reason) throws IOException, InterruptedException {
        Ran ended = wutong("run", "--config", config);
        assertThat(ended.exit()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("启动失败", "PLUGIN-" + reason);
    }

    /** A jar that this build has made. */
    private static Path built(String plugin) throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("wutong.plugins", "target/plugins")))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(plugin + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Changes one entry of a jar and leaves the rest as it is. */
    private static void with(Path jar, String entry, UnaryOperator<String> change) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Path path = zip.getPath(entry);
            Files.writeString(path, change.apply(Files.readString(path)));
        }
    }

    private static String config(String name, PgConnectOptions store, String more) throws IOException {
        String text = """
                process: commands
                index_key: sixteen-bytes-or-more
                plugins: plugins
                database: {host: localhost, port: %d, database: %s, user: %s, password: %s}
                listeners:
                  hospital: {host: 127.0.0.1, port: 0}
                  admin: {port: 0}
                nodes:
                  - area: 320000
                  - area: 320115
                  - area: 321100
                  - area: 321102
                accounts:
                  - {paasid: his-1, token_file: token, institutions: [H32110200001]}
                """.formatted(store.getPort(), store.getDatabase(), store.getUser(), store.getPassword());
        return Files.writeString(folder.resolve(name), text + more).toString();
    }

    private static String in(String file) {
        return folder.resolve(file).toString();
    }

    private static Ran done(String... arguments) throws InterruptedException {
        return wutong(arguments).well();
    }

    private static Ran wutong(String... arguments) throws InterruptedException {
        return Ran.here(arguments);
    }

    private static Process start(String... arguments) throws IOException {
        return Ran.process(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Connection connect(PgConnectOptions store) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + store.getPort() + "/" + store.getDatabase(),
                store.getUser(),
                store.getPassword());
    }

    private static List<String> rows(PgConnectOptions store, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect(store);
                Statement statement = connection.createStatement();
                ResultSet set = statement.executeQuery(sql)) {
            while (set.next()) {
                rows.add(set.getString(1));
            }
        }
        return rows;
    }
}
