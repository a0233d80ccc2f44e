package io.wutong.channel.wechatpay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.wechat.Merchant;
import io.wutong.simulator.wechat.SimulatorKeys;
import io.wutong.simulator.wechat.WeChatPaySimulator;
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
class WeChatPayContractTest extends PaymentChannelContract {
    private static final String ID = "channel-wechatpay";
    private static final SimulatorKeys KEYS = new SimulatorKeys();

    private final WeChatPaySimulator keyHolder = newSimulator();

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
                "");
    }

    @Test
    void should_not_start_when_a_setting_is_missing_or_a_key_is_none() {
        Body settings = spec(1).settings();
        assertRefused(settings.with("platformPublicKeyId", Value.text("5157F09EFDC096DE15EBE81A47057A7232F1B8E1")));
        assertRefused(settings.with("baseUrl", Value.text("http://pay.example.org")));
        assertRefused(settings.with("privateKeySecret", Value.text("platform-key")));
        assertRefused(settings.with("apiV3KeySecret", Value.text("private-key")));
        assertRefused(settings.with("apiV3KeySecret", Value.text("unknown")));
        Body former = settings.body("formerApiV3Key");
        assertRefused(settings.with("formerApiV3Key", former.with("secret", Value.text("private-key"))));
        assertRefused(settings.with("formerApiV3Key", former.with("until", Value.text("2026-12-01"))));
    }
}
