package io.wutong.app.cli;

import io.vertx.core.Vertx;
import io.wutong.app.AppConfig;
import io.wutong.app.AppConfig.Tls;
import io.wutong.app.Gateway;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.app.client.HospitalSender;
import io.wutong.app.client.Target;
import io.wutong.app.config.ConfigFile;
import io.wutong.http.Account;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code wutong send}: sends national envelopes as a hospital does, byte for byte, one after the other; the first that
 * does not succeed ends it, as what follows usually builds on it.
 */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "以医院账号签名并发送国家接口报文，打印应答；依次发送，遇到不成功即停。",
            "Signs and sends national envelopes as a hospital does and prints the answers; stops at the first failure."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {
            "0:全部 infcode=0 · infcode 0 for all",
            "1:被拒绝 · refused",
            Exit.BAD_INPUT_TEXT,
            Exit.NOT_SENT_TEXT,
            Exit.UNKNOWN_TEXT
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class SendCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Where where;

    static final class Where {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "从配置文件取地址与账号 · takes address and account from a configuration")
        private @Nullable Path config;

        @Option(
                names = "--url",
                paramLabel = "URL",
                description = "医院监听，如 https://localhost:8443 · the hospital listener")
        private @Nullable String url;
    }

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "账号 x-tif-paasid；配置里只有一个时可省 · may be left out when the configuration has one")
    private @Nullable String account;

    @Option(names = "--token-file", paramLabel = "FILE", description = "账号口令所在文件 · the file with the account's token")
    private @Nullable Path tokenFile;

    @Option(names = "--ca", paramLabel = "FILE", description = "信任的证书(PEM)，默认用 JDK 的 · whom to trust, else the JDK's")
    private @Nullable Path ca;

    @Option(
            names = "--timeout-seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "等待应答的秒数，默认 ${DEFAULT-VALUE} · seconds to wait for an answer")
    private int timeoutSeconds;

    @Option(names = "--json", description = "每份应答输出一行 JSON · one line of JSON for each answer")
    private boolean json;

    @Parameters(paramLabel = "MESSAGE.json", arity = "1..*", description = "报文文件，- 为标准输入 · files, - for standard input")
    private List<Path> messages;

    /** Where to, and as whom. */
    private record Call(Target target, String account, String token) {}

    @Override
    public Integer call() throws Exception {
        Call call = where.config == null ? given(String.valueOf(where.url)) : configured(where.config);
        Vertx vertx = Vertx.vertx();
        try {
            HospitalSender sender =
                    new HospitalSender(vertx, call.target(), call.account(), call.token(), timeoutSeconds * 1_000L);
            for (Path message : messages) {
                int exit = send(sender, message);
                if (exit != Exit.OK) {
                    return exit;
                }
            }
            return Exit.OK;
        } finally {
            Await.of(vertx.close(), timeoutSeconds);
        }
    }

    private Call given(String url) throws BadFile {
        if (account == null || tokenFile == null) {
            throw new BadFile("--url 需同时给出 --account 与 --token-file · --url needs --account and --token-file");
        }
        return new Call(target(url, ca), account, new String(Inputs.secret(tokenFile), StandardCharsets.UTF_8));
    }

    static Target target(String url, @Nullable Path ca) throws BadFile {
        try {
            return Target.of(url, ca);
        } catch (IllegalArgumentException e) {
            throw new BadFile("--url: " + e.getMessage());
        }
    }

    private Call configured(Path file) throws Exception {
        AppConfig config = ConfigFile.read(file, Gateway.areas(), System::getenv);
        List<Account> accounts = config.accounts().stream()
                .filter(one -> account == null || one.paasid().equals(account))
                .toList();
        if (accounts.size() != 1) {
            throw new BadFile("--account: 应为配置中的一个账号 · one of the configuration's accounts was expected: "
                    + config.accounts().stream().map(Account::paasid).toList());
        }
        if (config.hospital().port() == 0) {
            throw new BadFile("listeners.hospital.port = 0: 端口不固定，请用 --url · no fixed port, use --url");
        }
        Tls tls = config.hospital().tls();
        String host = config.hospital().host().equals("0.0.0.0")
                ? "localhost"
                : config.hospital().host();
        Path trusted = ca != null || tls == null ? ca : tls.certificate();
        Account only = accounts.get(0);
        String token = tokenFile == null ? only.token() : new String(Inputs.secret(tokenFile), StandardCharsets.UTF_8);
        return new Call(new Target(host, config.hospital().port(), tls != null, trusted), only.paasid(), token);
    }

    private int send(HospitalSender sender, Path file) throws Exception {
        byte[] bytes = Inputs.bytes(file);
        String msgid;
        try {
            msgid = Json.read(bytes).textOr("msgid", "");
        } catch (JsonException e) {
            throw new BadFile(file + ": 不是 JSON 报文 · not a JSON message: " + e.getMessage());
        }
        Sent sent = Await.of(sender.send(bytes).map(Sent::of).otherwise(Sent::failed), timeoutSeconds * 3L);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Body.Builder line = Body.builder()
                    .put("file", file.toString())
                    .put("msgid", msgid)
                    .put("outcome", sent.outcome())
                    .put("status", sent.status());
            out.println(new String(
                    Json.write(line.put("cause", sent.cause())
                            .put("answer", sent.answer())
                            .build()),
                    StandardCharsets.UTF_8));
        } else {
            if (sent.status() > 0) {
                out.println(new String(sent.bytes(), StandardCharsets.UTF_8));
            }
            spec.commandLine().getErr().println(file + " " + msgid + ": " + sent.text());
        }
        return sent.exit();
    }
}
