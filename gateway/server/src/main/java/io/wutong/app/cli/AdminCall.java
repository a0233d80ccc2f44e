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
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the running process is, and what a command does with its answer. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class AdminCall {

    private static final int SECONDS_MAX = 660;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "运行中进程的配置文件 · the configuration of the running process")
    private @Nullable Path config;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "运维监听，代替配置中的 · its admin listener, instead of the configuration's")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "令牌文件，代替数据目录下的 admin.token · instead of admin.token in its data folder")
    private @Nullable Path tokenFile;

    @Option(names = "--json", description = "以 JSON 输出应答 · print the answer as JSON")
    private boolean json;

    /** @param show what a clerk reads of an answer, and how the command ends; the text is printed */
    int post(PrintWriter out, PrintWriter err, String path, Map<String, String> parameters, Function<Body, Shown> show)
            throws Exception {
        Where where = where();
        String token = new String(Inputs.secret(where.token()), StandardCharsets.UTF_8);
        Vertx vertx = Vertx.vertx();
        try {
            AdminClient client = new AdminClient(vertx, where.target(), token, SECONDS_MAX * 1_000L);
            return print(out, err, Await.of(client.send(HttpMethod.POST, path, parameters), SECONDS_MAX + 10), show);
        } catch (CallFailure e) {
            err.println((e.sent() ? "没有应答 · no answer: " : "未送达 · not delivered: ") + e.shortCause());
            return e.sent() ? Exit.UNKNOWN : Exit.NOT_SENT;
        } finally {
            Await.of(vertx.close(), SECONDS_MAX);
        }
    }

    private Where where() throws Exception {
        if (url != null && tokenFile != null) {
            return new Where(SendCommand.target(url, null), tokenFile);
        }
        if (config == null) {
            throw new BadFile("应给出 --config，或 --url 与 --token-file · --config, or --url and --token-file");
        }
        AppConfig read = ConfigOption.read(config);
        return new Where(
                url != null
                        ? SendCommand.target(url, null)
                        : new Target(read.admin().host(), read.admin().port(), false, null),
                tokenFile != null ? tokenFile : read.dataDir().resolve("admin.token"));
    }

    /** @param token the file with it */
    private record Where(Target target, Path token) {}

    private int print(PrintWriter out, PrintWriter err, Reply reply, Function<Body, Shown> show) {
        Body answer;
        try {
            answer = Json.read(reply.bytes());
        } catch (JsonException e) {
            err.println("应答不可读 · an answer that cannot be read: HTTP " + reply.status());
            return Exit.UNKNOWN;
        }
        if (reply.status() != 200) {
            err.println("[" + answer.textOr("code", "") + "] " + answer.textOr("message", "HTTP " + reply.status())
                    + " · " + answer.textOr("message_en", ""));
            return Exit.FAILED;
        }
        Shown shown = show.apply(answer);
        out.println(json ? Json.writeText(answer) : shown.text());
        return shown.exit();
    }

    /** @param exit the command's status */
    record Shown(String text, int exit) {}
}
