package io.wutong.channel.wechatpay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.host.TlsSpec;
import io.wutong.simulator.wechat.Merchant;
import io.wutong.simulator.wechat.SecureFront;
import io.wutong.simulator.wechat.SimulatorKeys;
import io.wutong.simulator.wechat.WeChatPaySimulator;
import io.wutong.spi.Body;
import io.wutong.spi.Secret;
import io.wutong.testkit.ChannelBench;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The plugin and the simulated WeChat Pay, with its front for mutual TLS. */
final class Bench extends ChannelBench<WeChatPaySimulator> {

    /** Keys take long. */
    private static final SecureFront FRONT = new SecureFront(Clock.systemUTC());

    Bench() {
        this(Body.builder());
    }

    /** @param extra settings beyond those of the account */
    Bench(Body.Builder extra) {
        this(extra, new SimulatorKeys());
    }

    Bench(Body.Builder extra, SimulatorKeys keys) {
        super(new WeChatPayFactory(), (vertx, clock) -> start(vertx, clock, extra, keys));
    }

    private static Counterpart<WeChatPaySimulator> start(
            Vertx vertx, Clock clock, Body.Builder extra, SimulatorKeys keys) {
        WeChatPaySimulator simulator =
                new WeChatPaySimulator(Merchant.SAMPLE, keys, clock, List.of(20L, 40L), new HttpClientOptions());
        int port = await(simulator.start(vertx));
        int securePort = await(simulator.startSecure(vertx, FRONT));
        extra.put("timeoutMillis", 15_000); // a busy machine takes seconds for its first TLS
        extra.put("secureBaseUrl", "https://127.0.0.1:" + securePort);
        AdapterSpec spec = AdapterSpec.of("wechat", "channel-wechatpay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(without(settings(port, extra)))
                .withSecrets(secrets(simulator))
                .withTls(new TlsSpec(
                        Buffer.buffer(FRONT.authorityPem()),
                        Buffer.buffer(FRONT.merchantCertificatePem()),
                        Buffer.buffer(FRONT.merchantKeyPem())))
                .withAllowedHosts("127.0.0.1:" + port, "127.0.0.1:" + securePort);
        return new Counterpart<>(simulator, port, spec, simulator::stop);
    }

    @Override
    protected Future<?> patientPays(String orderNo) {
        return simulator.payByOrder(orderNo);
    }

    /** As a merchant configures it: one for all orders. */
    String notifyUrl() {
        return notifyUrl("1900000001");
    }

    static Body settings(int port, Body.Builder extra) {
        Merchant merchant = Merchant.SAMPLE;
        return Body.builder()
                .put("baseUrl", "http://127.0.0.1:" + port)
                .put("mchid", merchant.mchid())
                .put("appid", merchant.appid())
                .put("serial", merchant.serial())
                .put("privateKeySecret", "private-key")
                .put("apiV3KeySecret", "api-v3-key")
                .put(
                        "formerApiV3Key",
                        Body.builder()
                                .put("secret", "api-v3-key")
                                .put("until", "2026-12-01T00:00:00+08:00")
                                .build())
                .put("platformPublicKeyId", merchant.platformKeyId())
                .put("platformPublicKeySecret", "platform-key")
                .put("apiV2KeySecret", "api-v2-key")
                .putAll(extra.build())
                .build();
    }

    /** Where certificates are downloaded, there is no public key. */
    private static Body without(Body settings) {
        if (!settings.has("platformCertificates")) {
            return settings;
        }
        Body.Builder left = Body.builder();
        settings.fields().forEach((name, value) -> {
            if (!name.startsWith("platformPublicKey")) {
                left.put(name, value);
            }
        });
        return left.build();
    }

    static Map<String, Secret> secrets(WeChatPaySimulator simulator) {
        return Map.of(
                "private-key", Secret.of(simulator.merchantPrivateKeyPem()),
                "api-v3-key", Secret.of(simulator.merchant().apiV3Key()),
                "api-v2-key", Secret.of(simulator.merchant().apiV2Key()),
                "platform-key", Secret.of(simulator.platformPublicKeyPem()));
    }
}
