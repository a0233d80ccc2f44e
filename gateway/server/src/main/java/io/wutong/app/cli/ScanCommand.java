package io.wutong.app.cli;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.wutong.app.client.Reply;
import io.wutong.app.client.Target;
import io.wutong.app.client.TerminalSender;
import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Value;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong scan}: one scan at a terminal; says who it is, masked, where home is, and what comes next. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "模拟终端扫码：读卡文本、身份证号或电子凭证 → 人员(脱敏)、参保地、下一步。",
            "A terminal's scan: card text, ID number or e-voucher gives the person (masked), home and the next step."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {
            "0:找到人员 · the person was found",
            "1:被拒绝 · refused",
            Exit.BAD_INPUT_TEXT,
            "3:确定未送达 · certainly not delivered",
            "4:没有可读的应答 · no answer that can be read"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ScanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "终端监听，如 https://localhost:8443 · where terminals call")
    private String url;

    @Option(names = "--terminal", required = true, paramLabel = "ID", description = "终端编号 · the terminal")
    private String terminal;

    @Option(
            names = "--key-file",
            required = true,
            paramLabel = "FILE",
            description = "终端密钥所在文件 · the file with its key")
    private Path keyFile;

    @Option(names = "--ca", paramLabel = "FILE", description = "信任的证书(PEM)，默认用 JDK 的 · whom to trust, else the JDK's")
    private @Nullable Path ca;

    @Option(
            names = "--timeout-seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "等待应答的秒数，默认 ${DEFAULT-VALUE} · seconds to wait for an answer")
    private int timeoutSeconds;

    @Option(names = "--json", description = "以 JSON 输出应答 · print the answer as JSON")
    private boolean json;

    @Parameters(paramLabel = "TEXT", description = "扫到的文本 · what was scanned")
    private String text;

    @Override
    public Integer call() throws Exception {
        Target target = SendCommand.target(url, ca);
        byte[] key = Inputs.secret(keyFile);
        Vertx vertx = Vertx.vertx();
        try {
            TerminalSender sender = new TerminalSender(vertx, target, terminal, key, timeoutSeconds * 1_000L);
            byte[] body = Json.write(Body.of("text", Value.text(text)));
            return print(Await.of(sender.send(HttpMethod.POST, "/terminal/v1/scans", body), timeoutSeconds * 3L));
        } catch (CallFailure e) {
            spec.commandLine()
                    .getErr()
                    .println((e.sent() ? "没有应答 · no answer: " : "未送达 · not delivered: ") + e.shortCause());
            return e.sent() ? Exit.UNKNOWN : Exit.NOT_SENT;
        } finally {
            Await.of(vertx.close(), timeoutSeconds);
        }
    }

    private int print(Reply reply) {
        PrintWriter out = spec.commandLine().getOut();
        Body answer;
        try {
            answer = Json.read(reply.bytes());
        } catch (JsonException e) {
            spec.commandLine().getErr().println("应答不可读 · an answer that cannot be read: HTTP " + reply.status());
            return Exit.UNKNOWN;
        }
        boolean found = reply.status() == 200 && new Value.Bool(true).equals(answer.get("success"));
        if (json) {
            out.println(new String(reply.bytes(), StandardCharsets.UTF_8));
        } else if (found) {
            out.println(answer.textOr("psn_name", "") + "  " + answer.textOr("certno", ""));
            for (Body coverage : answer.bodies("coverages")) {
                out.println("  " + coverage.textOr("area", "") + " " + coverage.textOr("area_name", "")
                        + "  险种 insutype " + coverage.textOr("insutype", ""));
            }
            out.println("  下一步 next: " + answer.textOr("next_zh", ""));
        } else {
            out.println("[" + answer.textOr("code", "") + "] " + answer.textOr("message", "HTTP " + reply.status())
                    + "  " + answer.textOr("next_zh", ""));
        }
        return found ? Exit.OK : Exit.FAILED;
    }
}
