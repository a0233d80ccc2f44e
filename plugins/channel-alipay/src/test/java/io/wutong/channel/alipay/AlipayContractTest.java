package io.wutong.channel.alipay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.wutong.channel.alipay.Bench.Mode;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.alipay.AlipaySimulator;
import io.wutong.simulator.alipay.Shop;
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
class AlipayContractTest extends PaymentChannelContract {
    private static final String ID = "channel-alipay";

    @Override
    protected PaymentChannelFactory factory() {
        return new AlipayFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return AdapterSpec.of("alipay", ID, AdapterSpec.WHOLE_PROCESS)
                .withSettings(Bench.settings(port, Mode.KEY))
                .withSecrets(Bench.secrets())
                .withAllowedHosts("127.0.0.1:" + port)
                .withRequired(
                        Capability.PAY_BY_OUR_CODE,
                        Capability.PAY_BY_PATIENT_CODE,
                        Capability.QUERY,
                        Capability.CLOSE_ORDER,
                        Capability.REVERSE,
                        Capability.REFUND,
                        Capability.BILL);
    }

    @Override
    protected Future<PaymentSimulator> simulator(Vertx vertx) {
        AlipaySimulator simulator = new AlipaySimulator(
                Shop.SAMPLE, Bench.KEYS, false, Clock.systemUTC(), List.of(), new HttpClientOptions());
        return watched(
                vertx,
                new Till() {
                    @Override
                    public Future<Integer> start(Vertx at) {
                        return simulator.start(at);
                    }

                    @Override
                    public void scan(String orderNo) {
                        simulator.scan(orderNo);
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
        assertRefused(settings.with("gatewayUrl", Value.text("http://pay.example.org/gateway.do")));
        assertRefused(settings.with("privateKeySecret", Value.text("alipay-key")));
        assertRefused(settings.with("alipayPublicKeySecret", Value.text("content-key")));
        assertRefused(settings.with("contentKeySecret", Value.text("app-key")));
        assertRefused(settings.with("alipayPublicKeySecret", Value.text("unknown")));
        Body certificates = Bench.settings(1, Mode.CERTIFICATES);
        assertRefused(certificates.with("alipayPublicKeySecret", Value.text("alipay-key")));
        Body mine = certificates.body("certificates").with("rootSecret", Value.text("app-certificate"));
        assertRefused(certificates.with("certificates", mine));
    }
}
