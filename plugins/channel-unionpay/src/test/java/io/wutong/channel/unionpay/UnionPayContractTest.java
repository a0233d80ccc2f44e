package io.wutong.channel.unionpay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.unionpay.UnionPaySimulator;
import io.wutong.spi.Body;
import io.wutong.spi.Capability;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.spi.Value;
import io.wutong.testkit.PaymentChannelContract;
import io.wutong.testkit.PaymentSimulator;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The plugin as the gateway has it, from its classes and from its jar. */
class UnionPayContractTest extends PaymentChannelContract {
    private static final String ID = "channel-unionpay";

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
        return watched(
                vertx,
                new Till() {
                    @Override
                    public Future<Integer> start(Vertx at) {
                        return simulator.start(at);
                    }

                    @Override
                    public Future<?> pay(String orderNo) {
                        return simulator.payByOrder(orderNo);
                    }

                    @Override
                    public Future<Void> stop() {
                        return simulator.stop();
                    }
                },
                "success");
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
}
