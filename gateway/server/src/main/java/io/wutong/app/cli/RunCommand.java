package io.wutong.app.cli;

import io.vertx.core.Vertx;
import io.wutong.app.AppConfig;
import io.wutong.app.AppConfig.Listener;
import io.wutong.app.Gateway;
import io.wutong.app.SystemClock;
import io.wutong.app.config.ConfigException;
import io.wutong.app.config.Durability;
import io.wutong.host.AdapterSpec;
import io.wutong.host.PluginRefusedException;
import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wutong run}: one process of the gateway, until a signal ends it. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "运行网关，直到收到 SIGTERM 或 SIGINT，随后排空在途报文。",
            "Runs the gateway until SIGTERM or SIGINT, then drains what is under way."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {
            "0:收到信号后正常排空 · drained after a signal",
            "1:启动失败，或未能排空 · the start failed, or the drain did",
            Exit.BAD_INPUT_TEXT
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RunCommand implements Callable<Integer> {

    private static final int START_SECONDS_MAX = 180;
    private static final int DRAIN_SECONDS_MAX = 60;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(names = "--json", description = "以一行 JSON 输出监听地址 · print where it listens as one line of JSON")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        AppConfig read = config.read();
        Vertx vertx = Vertx.vertx();
        Gateway gateway;
        try {
            Await.of(Durability.check(vertx, read.database()), START_SECONDS_MAX);
            gateway = Await.of(Gateway.start(vertx, read, new SystemClock(), this::adapters), START_SECONDS_MAX);
        } catch (Exception e) {
            spec.commandLine().getErr().println("启动失败 · the start failed: " + Failures.text(e));
            Await.of(vertx.close(), DRAIN_SECONDS_MAX);
            return Exit.FAILED;
        }
        // a process that a signal ends would exit with 128 + its number; halt says how the drain went
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(drain(vertx, gateway)), "drain"));
        print(read, gateway);
        new CountDownLatch(1).await();
        return Exit.OK;
    }

    /** As the file says by now; what is wrong with it is said to whoever asked. */
    private List<AdapterSpec> adapters() {
        try {
            return config.read().adapters();
        } catch (ConfigException e) {
            String wrong = String.valueOf(e.getMessage());
            throw new PluginRefusedException(Reason.CONFIG_INVALID, "adapters", wrong, wrong);
        }
    }

    /** Listeners take nothing new and finish what they have, then the loops and their stores close. */
    private int drain(Vertx vertx, Gateway gateway) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("正在排空 · draining");
        try {
            Await.of(gateway.close(), DRAIN_SECONDS_MAX);
            Await.of(vertx.close(), DRAIN_SECONDS_MAX);
            err.println("已停止 · stopped");
            return Exit.OK;
        } catch (Exception e) {
            err.println("未能排空 · the drain failed: " + Failures.text(e));
            return Exit.FAILED;
        }
    }

    private void print(AppConfig read, Gateway gateway) {
        String hospital = url(read.hospital(), gateway.hospitalPort());
        String peer = url(read.peer(), gateway.peerPort());
        String callbacks = url(read.callbacks(), gateway.callbackPort());
        String admin = url(read.admin(), gateway.adminPort());
        String token = read.dataDir().resolve("admin.token").toString();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new String(
                    Json.write(Body.builder()
                            .put("process", read.process())
                            .put("hospital", hospital)
                            .putIfGiven("peer", peer)
                            .putIfGiven("callbacks", callbacks)
                            .put("admin", admin)
                            .put("admin_token_file", token)
                            .build()),
                    StandardCharsets.UTF_8));
            return;
        }
        out.println("梧桐 " + read.process() + " 已启动 · has started");
        out.println("  医院与终端 hospital, terminal  " + hospital);
        if (peer != null) {
            out.println("  节点间 peers (mTLS)            " + peer);
        }
        if (callbacks != null) {
            out.println("  支付回调 callbacks             " + callbacks);
        }
        out.println("  运维 admin                     " + admin + "  (接口文档 docs: /docs/, 指标 metrics: /metrics)");
        out.println("  令牌文件 bearer token file     " + token);
    }

    private static @Nullable String url(@Nullable Listener listener, int port) {
        return listener == null
                ? null
                : (listener.tls() == null ? "http://" : "https://") + listener.host() + ":" + port;
    }
}
