package io.wutong.app.cli;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.wutong.app.AppConfig;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.app.client.AdminClient;
import io.wutong.app.client.Reply;
import io.wutong.app.client.Target;
import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that ask a running gateway's admin listener about its plugins, or to change them. */
final class PluginAdmin {
    private static final String PATH = "/admin/v1/plugins";
    /** Draining takes 20 seconds at most, starting an adapter 30. */
    private static final long MILLIS_MAX = 120_000;

    private static final String REFUSED = "1:被拒绝，原有插件继续服务 · refused, what served still serves";

    private PluginAdmin() {}

    /** A list of names, for a reader. */
    static String texts(Body body, String name) {
        return body.get(name) instanceof Value.Items items
                ? String.join(
                        ", ",
                        items.values().stream()
                                .map(value -> value instanceof Value.Text text ? text.value() : "")
                                .toList())
                : "";
    }

    /** Which process is asked. */
    static final class Process {

        @Option(
                names = {"-c", "--config"},
                required = true,
                paramLabel = "FILE",
                description = "运行中的网关的配置文件 · the configuration of the running gateway")
        private @Nullable Path config;

        @ArgGroup(exclusive = false)
        private @Nullable Address address;
    }

    /** Where it listens, when the configuration is not at hand. */
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Address {

        @Option(
                names = "--url",
                required = true,
                paramLabel = "URL",
                description = "运维监听地址 · the admin listener, http://127.0.0.1:8446")
        private String url;

        @Option(
                names = "--token-file",
                required = true,
                paramLabel = "FILE",
                description = "令牌文件 admin.token · the bearer token")
        private Path tokenFile;
    }

    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    abstract static class Asking implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @ArgGroup(multiplicity = "1")
        private Process process;

        @Option(names = "--json", description = "以 JSON 输出 · print JSON")
        private boolean json;

        abstract HttpMethod method();

        abstract String path();

        abstract Map<String, String> parameters();

        abstract void print(PrintWriter out, Value answer);

        @Override
        public Integer call() throws Exception {
            Vertx vertx = Vertx.vertx();
            try {
                AdminClient client = client(vertx);
                return ended(Await.of(client.send(method(), path(), parameters()), MILLIS_MAX / 1_000));
            } catch (CallFailure e) {
                spec.commandLine()
                        .getErr()
                        .println((e.sent()
                                        ? "结果未知，用 plugin list 查看 · outcome unknown, plugin list tells: "
                                        : "网关未在运行或不可达 · the gateway does not run or cannot be reached: ")
                                + Failures.text(e));
                return e.sent() ? Exit.UNKNOWN : Exit.NOT_SENT;
            } finally {
                Await.of(vertx.close(), MILLIS_MAX / 1_000);
            }
        }

        private Integer ended(Reply reply) {
            Value answer;
            try {
                // the reader of messages takes objects alone, a list is none
                String text = new String(reply.bytes(), StandardCharsets.UTF_8);
                answer = Objects.requireNonNull(
                        Json.read("{\"answer\":" + text + "}").get("answer"));
            } catch (JsonException e) {
                spec.commandLine().getErr().println("结果未知 · outcome unknown: HTTP " + reply.status());
                return Exit.UNKNOWN;
            }
            PrintWriter out = spec.commandLine().getOut();
            if (reply.status() == 200) {
                if (json) {
                    out.println(Json.writeText(answer));
                } else {
                    print(out, answer);
                }
                return Exit.OK;
            }
            Body refusal = answer instanceof Body body ? body : Body.EMPTY;
            spec.commandLine()
                    .getErr()
                    .println("被拒绝 · refused: " + refusal.textOr("message", "HTTP " + reply.status()) + " · "
                            + refusal.textOr("message_en", ""));
            return Exit.FAILED;
        }

        private AdminClient client(Vertx vertx) throws Exception {
            Address address = process.address;
            if (address != null) {
                return new AdminClient(vertx, Target.of(address.url, null), token(address.tokenFile), MILLIS_MAX);
            }
            AppConfig read = ConfigOption.read(Objects.requireNonNull(process.config));
            Target target = new Target(read.admin().host(), read.admin().port(), false, null);
            return new AdminClient(vertx, target, token(read.dataDir().resolve("admin.token")), MILLIS_MAX);
        }

        private static String token(Path file) throws BadFile {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw BadFile.of(file.toString(), e);
            }
        }
    }

    abstract static class Changing extends Asking {

        @Option(
                names = "--by",
                paramLabel = "NAME",
                defaultValue = "${sys:user.name}",
                description = "谁操作，记入网关日志，默认为系统用户 · who does it, for the gateway's log; default: the system's user")
        private String by = "";

        @Override
        HttpMethod method() {
            return HttpMethod.POST;
        }

        @Override
        Map<String, String> parameters() {
            return Map.of("by", by);
        }

        @Override
        void print(PrintWriter out, Value answer) {
            Body change = answer instanceof Body body ? body : Body.EMPTY;
            String left = change.textOr("version_left", "");
            out.println(change.textOr("id", "") + ": 已完成 · done" + (left.isEmpty() ? "" : "，已卸载 · unloaded " + left));
            if (!change.textOr("clean", "true").equals("true")) {
                out.println("  ! 旧版本未能卸载干净，须择机重启网关 · the old one left something behind, restart the gateway some time: "
                        + Json.writeText(change));
            }
        }
    }

    /** {@code wutong plugin list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"列出运行中的网关装载的插件。", "Lists the plugins of a running gateway."},
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT, Exit.NOT_SENT_TEXT})
    static final class List extends Asking {

        @Override
        HttpMethod method() {
            return HttpMethod.GET;
        }

        @Override
        String path() {
            return PATH;
        }

        @Override
        Map<String, String> parameters() {
            return Map.of();
        }

        @Override
        void print(PrintWriter out, Value answer) {
            if (answer instanceof Value.Items items) {
                for (Body plugin : items.bodies()) {
                    boolean serving = plugin.textOr("state", "").equals("SERVING");
                    out.println((serving ? "✔ " : "✘ ") + plugin.textOr("id", "") + " " + plugin.textOr("version", "")
                            + "  " + plugin.textOr("title", "") + (serving ? "" : "  已停用 · switched off"));
                    out.println("    " + plugin.textOr("file", "") + "  " + plugin.textOr("vouched_by", "")
                            + previous(plugin) + "  适配器 adapters: " + texts(plugin, "adapters"));
                }
            }
        }

        private static String previous(Body plugin) {
            String previous = plugin.textOr("previous", "");
            return previous.isEmpty() ? "" : "  可回退到 previous: " + previous;
        }
    }

    /** {@code wutong plugin replace JAR}. */
    @Command(
            name = "replace",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "用另一个已签名的包替换在运行的插件，不停机：新的启动成功才切换，起不来则旧的继续服务。",
                "Replaces a running plugin by another signed jar without a stop; one that does not start leaves the old"
                        + " one serving."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, REFUSED, Exit.BAD_INPUT_TEXT, Exit.NOT_SENT_TEXT, Exit.UNKNOWN_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the field
    static final class Replace extends Changing {

        @Parameters(paramLabel = "JAR", description = "新的插件包，网关所在机器上的文件 · the new jar, a file of the gateway's machine")
        private Path jar;

        @Override
        String path() {
            return PATH + "/replacements";
        }

        @Override
        Map<String, String> parameters() {
            Map<String, String> parameters = new LinkedHashMap<>(super.parameters());
            parameters.put("jar", jar.toAbsolutePath().normalize().toString());
            return parameters;
        }
    }

    @SuppressWarnings("NullAway.Init") // picocli fills the field
    abstract static class One extends Changing {

        @Parameters(paramLabel = "ID", description = "插件编号 · the plugin's id")
        private String id;

        private final String action;

        One(String action) {
            this.action = action;
        }

        @Override
        String path() {
            return PATH + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/" + action;
        }
    }

    /** {@code wutong plugin rollback ID}. */
    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"回退到替换之前的包。", "Returns to the jar before the last replacement."},
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, REFUSED, Exit.BAD_INPUT_TEXT, Exit.NOT_SENT_TEXT, Exit.UNKNOWN_TEXT})
    static final class Rollback extends One {
        Rollback() {
            super("rollback");
        }
    }

    /** {@code wutong plugin enable ID}. */
    @Command(
            name = "enable",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"启用停用的插件。", "Serves a plugin that was switched off."},
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, REFUSED, Exit.BAD_INPUT_TEXT, Exit.NOT_SENT_TEXT, Exit.UNKNOWN_TEXT})
    static final class Enable extends One {
        Enable() {
            super("enable");
        }
    }

    /** {@code wutong plugin disable ID}. */
    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "停用插件：在途报文办完后卸载，此后的调用在发出之前即拒绝。",
                "Switches a plugin off: it finishes what is under way; later calls are refused before they are sent."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, REFUSED, Exit.BAD_INPUT_TEXT, Exit.NOT_SENT_TEXT, Exit.UNKNOWN_TEXT})
    static final class Disable extends One {
        Disable() {
            super("disable");
        }
    }
}
