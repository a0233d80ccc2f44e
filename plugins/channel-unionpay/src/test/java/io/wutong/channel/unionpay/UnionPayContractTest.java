package io.wutong.channel.unionpay;

import static io.wutong.channel.unionpay.Bench.await;
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
import io.wutong.simulator.unionpay.UnionPaySimulator;
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
class UnionPayContractTest extends PaymentChannelContract {
    private static final String ID = "channel-unionpay";
    private static final String ORDER_NO = "CONTRACT00000001";

    private final Instant expiresAt = Instant.now().plusSeconds(1_800);
    private String notifyUrl = "http://127.0.0.1:9/callbacks/unionpay";

    @Override
    protected PaymentChannelFactory factory() {
        return new UnionPayFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return AdapterSpec.of("unionpay", ID, AdapterSpec.WHOLE_PROCESS)
                .withSettings(Bench.settings(port))
                .withSecrets(Bench.secrets())
                .withAllowedHosts("127.0.0.1:" + port)
                .withRequired(
                        Capability.PAY_BY_OUR_CODE,
                        Capability.PAY_BY_PATIENT_CODE,
                        Capability.QUERY,
                        Capability.REVERSE,
                        Capability.REFUND,
                        Capability.BILL);
    }

    @Override
    protected Future<PaymentSimulator> simulator(Vertx vertx) {
        UnionPaySimulator simulator =
                new UnionPaySimulator(Bench.KEYS, Clock.systemUTC(), List.of(), new HttpClientOptions());
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
                                request.response().end("success");
                            });
                        })
                        .listen(0, "127.0.0.1")
                        .map(server -> {
                            notifyUrl = "http://127.0.0.1:" + server.actualPort() + "/callbacks/unionpay";
                            return new Patient(simulator, port, server, callbacks);
                        }));
    }

    private record Patient(UnionPaySimulator simulator, int port, HttpServer server, Deque<RawNotification> callbacks)
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
        assertRefused(settings.with("baseUrl", Value.text("http://pay.example.org")));
        assertRefused(settings.with("signKeySecret", Value.text("certificate")));
        assertRefused(settings.with("signCertificateSecret", Value.text("root")));
        assertRefused(settings.with("rootCertificateSecret", Value.text("key")));
        assertRefused(settings.with("rootCertificateSecret", Value.text("unknown")));
        Body production = settings.with("baseUrl", Value.text("https://gateway.95516.com"));
        assertRefused(production.with("testSigner", new Value.Bool(true)));
    }

    private void assertRefused(Body settings) {
        Vertx vertx = Vertx.vertx();
        PluginHost host = new PluginHost(
                vertx, PluginHostConfig.ofClasses(List.of(factory()), List.of(spec(1).withSettings(settings))));
        assertThatThrownBy(() -> await(host.start())).isInstanceOf(PluginRefusedException.class);
        await(vertx.close());
    }

    @Test
    void should_fit_the_schema_when_the_schemas_own_examples_are_taken() throws Exception {
        try (InputStream in = UnionPayFactory.class.getResourceAsStream("/schemas/config.json")) {
            byte[] bytes = in.readAllBytes();
            ConfigCheck check = new ConfigCheck(ID, new JsonObject(new String(bytes, StandardCharsets.UTF_8)));
            List<Body> examples = Json.read(bytes).bodies("examples");
            assertThat(examples)
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(check.errors(example)).isEmpty());
        }
    }
}
