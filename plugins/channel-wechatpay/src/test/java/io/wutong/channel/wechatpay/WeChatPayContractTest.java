package io.wutong.channel.wechatpay;

import static io.wutong.channel.wechatpay.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.wutong.host.AdapterSpec;
import io.wutong.host.ConfigCheck;
import io.wutong.host.PluginHost;
import io.wutong.host.PluginHostConfig;
import io.wutong.host.PluginRefusedException;
import io.wutong.simulator.wechat.Merchant;
import io.wutong.simulator.wechat.SimulatorKeys;
import io.wutong.simulator.wechat.WeChatPaySimulator;
import io.wutong.spi.Body;
import io.wutong.spi.Capability;
import io.wutong.spi.Json;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.Value;
import io.wutong.testkit.PaymentChannelContract;
import io.wutong.testkit.PaymentSimulator;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The plugin as the gateway has it, from its classes and from its jar. */
class WeChatPayContractTest extends PaymentChannelContract {
    private static final String ID = "channel-wechatpay";
    private static final String ORDER_NO = "CONTRACT00000001";
    private static final SimulatorKeys KEYS = new SimulatorKeys();

    private final WeChatPaySimulator keyHolder = newSimulator();
    private final Instant expiresAt = Instant.now().plusSeconds(1_800);
    private String notifyUrl = "http://127.0.0.1:9/callbacks/wechat";

    private static WeChatPaySimulator newSimulator() {
        return new WeChatPaySimulator(Merchant.SAMPLE, KEYS, Clock.systemUTC(), List.of(), new HttpClientOptions());
    }

    @Override
    protected PaymentChannelFactory factory() {
        return new WeChatPayFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return AdapterSpec.of("wechat", ID, AdapterSpec.WHOLE_PROCESS)
                .withSettings(Bench.settings(port, Body.builder()))
                .withSecrets(Bench.secrets(keyHolder))
                .withAllowedHosts("127.0.0.1:" + port)
                .withRequired(
                        Capability.PAY_BY_OUR_CODE,
                        Capability.PAY_BY_PATIENT_CODE,
                        Capability.PAY_IN_APP,
                        Capability.REVERSE,
                        Capability.QUERY,
                        Capability.CLOSE_ORDER,
                        Capability.REFUND,
                        Capability.BILL);
    }

    @Override
    protected Future<PaymentSimulator> simulator(Vertx vertx) {
        WeChatPaySimulator simulator = newSimulator();
        Deque<RawNotification> callbacks = new ArrayDeque<>();
        return simulator
                .start(vertx)
                .compose(port -> vertx.createHttpServer()
                        .requestHandler(request -> {
                            Map<String, String> headers = new TreeMap<>();
                            request.headers()
                                    .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
                            request.body().onSuccess(body -> {
                                synchronized (callbacks) {
                                    callbacks.add(new RawNotification(headers, body));
                                }
                                request.response().end();
                            });
                        })
                        .listen(0, "127.0.0.1")
                        .map(server -> {
                            notifyUrl = "http://127.0.0.1:" + server.actualPort() + "/callbacks/wechat";
                            return new Patient(simulator, port, server, callbacks);
                        }));
    }

    private record Patient(WeChatPaySimulator simulator, int port, HttpServer server, Deque<RawNotification> callbacks)
            implements PaymentSimulator {
        @Override
        public Future<RawNotification> pay(String orderNo) {
            return simulator.payByOrder(orderNo).map(acknowledged -> {
                synchronized (callbacks) {
                    return callbacks.removeLast();
                }
            });
        }

        @Override
        public Future<Void> close() {
            return simulator.stop().eventually(server::close);
        }
    }

    @Override
    protected PayOrder order() {
        return new PayOrder(
                ORDER_NO,
                3_042_000,
                "住院个人自付",
                PayOrder.Method.OUR_CODE,
                expiresAt.minusSeconds(1_800),
                expiresAt,
                notifyUrl,
                null);
    }

    @Override
    protected RefundOrder refund() {
        return new RefundOrder("R" + ORDER_NO, order(), 1_000, "出院结算撤销", notifyUrl, expiresAt);
    }

    @Test
    void should_not_start_when_a_setting_is_missing_or_a_key_is_none() {
        Body settings = spec(1).settings();
        assertRefused(settings.with("platformPublicKeyId", Value.text("5157F09EFDC096DE15EBE81A47057A7232F1B8E1")));
        assertRefused(settings.with("baseUrl", Value.text("http://pay.example.org")));
        assertRefused(settings.with("privateKeySecret", Value.text("platform-key")));
        assertRefused(settings.with("apiV3KeySecret", Value.text("private-key")));
        assertRefused(settings.with("apiV3KeySecret", Value.text("unknown")));
    }

    private void assertRefused(Body settings) {
        Vertx vertx = Vertx.vertx();
        PluginHost host = new PluginHost(
                vertx, PluginHostConfig.ofClasses(List.of(factory()), List.of(spec(1).withSettings(settings))));
        assertThatThrownBy(() -> await(host.start())).hasRootCauseInstanceOf(PluginRefusedException.class);
        await(vertx.close());
    }

    @Test
    void should_fit_the_schema_when_the_schemas_own_examples_are_taken() throws Exception {
        try (InputStream in = WeChatPayFactory.class.getResourceAsStream("/schemas/config.json")) {
            byte[] bytes = in.readAllBytes();
            ConfigCheck check = new ConfigCheck(ID, new JsonObject(new String(bytes, StandardCharsets.UTF_8)));
            List<Body> examples = Json.read(bytes).bodies("examples");
            assertThat(examples)
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(check.errors(example)).isEmpty());
        }
    }
}
