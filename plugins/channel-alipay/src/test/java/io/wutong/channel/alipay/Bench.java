package io.wutong.channel.alipay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.alipay.AlipayKeys;
import io.wutong.simulator.alipay.AlipaySimulator;
import io.wutong.simulator.alipay.Shop;
import io.wutong.spi.Body;
import io.wutong.spi.Secret;
import io.wutong.spi.Value;
import io.wutong.testkit.ChannelBench;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The plugin and the simulated Alipay, one pair for each way of proving oneself. */
final class Bench extends ChannelBench<AlipaySimulator> {

    /** How the application proves itself and hides. */
    enum Mode {
        KEY,
        CERTIFICATES,
        KEY_ENCRYPTED,
        CERTIFICATES_ENCRYPTED
    }

    static final AlipayKeys KEYS = new AlipayKeys(Clock.systemUTC());

    Bench(Mode mode) {
        super(new AlipayFactory(), (vertx, clock) -> start(vertx, clock, mode));
    }

    private static Counterpart<AlipaySimulator> start(Vertx vertx, Clock clock, Mode mode) {
        AlipaySimulator simulator = new AlipaySimulator(
                Shop.SAMPLE,
                KEYS,
                mode.name().startsWith("CERTIFICATES"),
                clock,
                List.of(20L, 40L),
                new HttpClientOptions());
        int port = await(simulator.start(vertx));
        AdapterSpec spec = AdapterSpec.of("alipay", "channel-alipay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(settings(port, mode))
                .withSecrets(secrets())
                .withAllowedHosts("127.0.0.1:" + port);
        return new Counterpart<>(simulator, port, spec, simulator::stop);
    }

    @Override
    protected Future<?> patientPays(String orderNo) {
        return simulator.payByOrder(orderNo);
    }

    static Body settings(int port, Mode mode) {
        Body.Builder settings = Body.builder()
                .put("gatewayUrl", "http://127.0.0.1:" + port + AlipaySimulator.PATH)
                .put("billBaseUrl", "http://127.0.0.1:" + port)
                .put("appId", Shop.SAMPLE.appId())
                .put("sellerId", Shop.SAMPLE.sellerId())
                .put("creditProductCode", "GENERAL_WITHHOLDING")
                .put(
                        "medical",
                        Body.builder()
                                .put("cityCode", "321100")
                                .put("miniAppId", "2021000000000009")
                                .build())
                .put("privateKeySecret", "app-key");
        if (mode.name().startsWith("CERTIFICATES")) {
            settings.put(
                    "certificates",
                    Body.builder()
                            .put("appSecret", "app-certificate")
                            .put("rootSecret", "roots")
                            .put("alipaySecrets", List.of(Value.text("alipay-certificate")))
                            .build());
        } else {
            settings.put("alipayPublicKeySecret", "alipay-key");
        }
        return mode.name().endsWith("ENCRYPTED")
                ? settings.put("contentKeySecret", "content-key").build()
                : settings.build();
    }

    static Map<String, Secret> secrets() {
        return Map.of(
                "app-key", Secret.of(KEYS.applicationPrivatePem()),
                "alipay-key", Secret.of(KEYS.alipayPublicPem()),
                "app-certificate", Secret.of(KEYS.applicationCertificatePem()),
                "alipay-certificate", Secret.of(KEYS.alipayCertificatePem()),
                "roots", Secret.of(KEYS.rootCertificatesPem()),
                "content-key", Secret.of(Shop.SAMPLE.contentKey()));
    }
}
