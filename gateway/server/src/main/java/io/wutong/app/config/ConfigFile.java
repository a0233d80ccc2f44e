package io.wutong.app.config;

import io.vertx.pgclient.PgConnectOptions;
import io.wutong.app.AppConfig;
import io.wutong.app.AppConfig.Listener;
import io.wutong.host.JarTrust;
import io.wutong.host.sign.SignedJars;
import io.wutong.topology.Areas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * Reads one YAML file into an {@link AppConfig}. All problems are found in one reading, each with file, line, key,
 * value and what was expected; nothing is started or connected to.
 *
 * <p>An environment variable {@code WUTONG_<PATH>} overrides the scalar at that path ({@code WUTONG_DATABASE_PASSWORD},
 * {@code WUTONG_ACCOUNTS_0_TOKEN}); it adds no section and no item. Paths are relative to the file's folder.
 */
public final class ConfigFile {

    private static final int CODE_POINTS_MAX = 4 * 1024 * 1024;
    private static final int INDEX_KEY_BYTES_MIN = 16;

    private final Source source;
    private final Areas areas;

    private ConfigFile(Source source, Areas areas) {
        this.source = source;
        this.areas = areas;
    }

    /**
     * Reads and checks.
     *
     * @param environment variables of the environment by name, null for one that is not set
     * @throws ConfigException with all problems
     */
    public static AppConfig read(Path file, Areas areas, Function<String, @Nullable String> environment)
            throws ConfigException {
        Source source = new Source(file, environment);
        AppConfig config = new ConfigFile(source, areas).read(Section.root(source, node(source, file)));
        if (!source.sound()) {
            throw new ConfigException(source.problems());
        }
        return config;
    }

    /** The keys that a reading of this file asks for, whatever is wrong with it; for the test of the catalogue. */
    static Set<String> asked(Path file, Areas areas, Function<String, @Nullable String> environment)
            throws ConfigException {
        Source source = new Source(file, environment);
        new ConfigFile(source, areas).read(Section.root(source, node(source, file)));
        return source.asked();
    }

    private static @Nullable Node node(Source source, Path file) throws ConfigException {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return new Compose(LoadSettings.builder()
                            .setLabel(source.name)
                            .setSchema(new JsonSchema())
                            .setCodePointLimit(CODE_POINTS_MAX)
                            .setMaxAliasesForCollections(10)
                            .build())
                    .composeString(text)
                    .orElse(null);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw broken(source, line, "合法的 YAML", "valid YAML", e.getProblem());
        } catch (YamlEngineException e) {
            throw broken(source, 1, "合法的 YAML", "valid YAML", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw broken(source, 0, "可读的 UTF-8 文件", "a readable file in UTF-8", e.toString());
        }
    }

    private static ConfigException broken(Source source, int line, String zh, String en, String detail) {
        return new ConfigException(List.of(new Problem(source.name, line, "", null, zh, en + " (" + detail + ")")));
    }

    private AppConfig read(Section root) {
        NodesPart tree = new NodesPart(areas);
        tree.read(root);
        ListenersPart listeners = new ListenersPart(source, root);
        Listener callbacks = listeners.callbacks();
        CallersPart callers = new CallersPart(source);
        return new AppConfig(
                Rules.text(root.scalar("process"), Rules.NAME),
                folder(root.scalar("data_dir"), "data"),
                pluginFolder(root.scalar("plugins")),
                pluginKeys(root),
                database(root.section("database")),
                Rules.integer(root.scalar("loops"), 0, 256, 0),
                listeners.hospital(),
                listeners.peer(!tree.peers().isEmpty()),
                callbacks,
                listeners.admin(),
                listeners.callbackBase(callbacks != null),
                tree.nodes(),
                tree.peers(),
                callers.accounts(root, tree.nodes()),
                callers.terminals(root),
                new AdaptersPart(source, areas::has, tree::hosts).read(root),
                new ChargesPart(areas).read(root),
                Rules.secret(source, root, "index_key", INDEX_KEY_BYTES_MIN, 1_000));
    }

    private PgConnectOptions database(Section section) {
        return new PgConnectOptions()
                .setHost(Rules.textOr(section.scalar("host"), Rules.HOST, "localhost"))
                .setPort(Rules.integer(section.scalar("port"), 1, 65_535, 5_432))
                .setDatabase(Rules.textOr(section.scalar("database"), Rules.SHORT_TEXT, "wutong"))
                .setUser(Rules.textOr(section.scalar("user"), Rules.SHORT_TEXT, "wutong"))
                .setPassword(new String(Rules.secret(source, section, "password", 1, 1_000), StandardCharsets.UTF_8));
    }

    private Path folder(Scalar scalar, String otherwise) {
        Path path = source.resolve(scalar.or(otherwise));
        if (Files.exists(path) && !Files.isDirectory(path)) {
            scalar.wrong("文件夹", "a folder");
        }
        return path;
    }

    /** Without keys no jar is trusted: there is no other trust for a process that a file describes. */
    private static JarTrust pluginKeys(Section root) {
        List<String> keys = new ArrayList<>();
        for (Scalar scalar : root.scalars("plugin_keys")) {
            try {
                new SignedJars(List.of(scalar.or("")));
                keys.add(scalar.or(""));
            } catch (IllegalArgumentException e) {
                scalar.wrong("SM2 公钥(64 或 65 字节的 Base64)", "an SM2 public key, Base64 of 64 or 65 bytes");
            }
        }
        return new SignedJars(keys);
    }

    private Path pluginFolder(Scalar scalar) {
        Path path = source.resolve(scalar.or(System.getProperty("wutong.plugins", "plugins")));
        if (!Files.isDirectory(path)) {
            scalar.wrong("存在的文件夹(" + path + ")", "a folder that exists (" + path + ")");
        }
        return path;
    }
}
