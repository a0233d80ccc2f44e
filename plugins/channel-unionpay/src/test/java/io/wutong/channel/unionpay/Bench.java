package io.wutong.channel.unionpay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.unionpay.UnionPayKeys;
import io.wutong.simulator.unionpay.UnionPaySimulator;
import io.wutong.spi.Body;
import io.wutong.spi.Secret;
import io.wutong.testkit.ChannelBench;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The plugin and the simulated UnionPay. */
final class Bench extends ChannelBench<UnionPaySimulator> {

    static final UnionPayKeys KEYS = new UnionPayKeys(Clock.systemUTC());

    Bench() {
        super(new UnionPayFactory(), Bench::start);
    }

    private static Counterpart<UnionPaySimulator> start(Vertx vertx, Clock clock) {
        UnionPaySimulator simulator = new UnionPaySimulator(KEYS, clock, List.of(20L, 40L), new HttpClientOptions());
        int port = await(simulator.start(vertx));
        AdapterSpec spec = AdapterSpec.of("unionpay", "channel-unionpay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(settings(port))
                .withSecrets(secrets())
                .withAllowedHosts("127.0.0.1:" + port);
        return new Counterpart<>(simulator, port, spec, simulator::stop);
    }

    @Override
    protected Future<?> patientPays(String orderNo) {
        return simulator.payByOrder(orderNo);
    }

    static Body settings(int port) {
        return Body.builder()
                .put("baseUrl", "http://127.0.0.1:" + port)
                .put("fileUrl", "http://127.0.0.1:" + port + "/")
                .put("merId", UnionPaySimulator.MER_ID)
                .put("signKeySecret", "key")
                .put("signCertificateSecret", "certificate")
                .put("rootCertificateSecret", "root")
                .put("middleCertificateSecret", "middle")
                .build();
    }

    static Map<String, Secret> secrets() {
        return Map.of(
                "key", Secret.of(KEYS.merchantKeyPem()),
                "certificate", Secret.of(KEYS.merchantCertificatePem()),
                "root", Secret.of(KEYS.rootPem()),
                "middle", Secret.of(KEYS.middlePem()));
    }
}
