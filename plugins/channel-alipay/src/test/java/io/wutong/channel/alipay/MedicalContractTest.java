package io.wutong.channel.alipay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.wutong.channel.alipay.Bench.Mode;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.alipay.AlipaySimulator;
import io.wutong.simulator.alipay.Shop;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.testkit.InsuranceOrdersContract;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Its medical-insurance orders as the gateway has them, from classes and from the jar. */
class MedicalContractTest extends InsuranceOrdersContract {

    private static final InsuranceOrder ORDER =
            MedicalOrdersTest.order("900001", new InsuranceOrder.Amounts(120_00, 30_00, 0, 50_00, 0, 0));

    @Override
    protected PaymentChannelFactory factory() {
        return new AlipayFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return AdapterSpec.of("alipay", "channel-alipay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(Bench.settings(port, Mode.KEY))
                .withSecrets(Bench.secrets())
                .withAllowedHosts("127.0.0.1:" + port);
    }

    @Override
    protected Future<Till> simulator(Vertx vertx) {
        AlipaySimulator simulator = new AlipaySimulator(
                Shop.SAMPLE, Bench.KEYS, false, Clock.systemUTC(), List.of(), new HttpClientOptions());
        return simulator.start(vertx).map(port -> new Till() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public void pay(InsuranceOrder order) {
                simulator.payBoth(order.orderNo());
            }

            @Override
            public void insurerTakesBack(InsuranceOrder order) {
                simulator.insurerTookBack(order.orderNo());
            }

            @Override
            public Future<Void> close() {
                return simulator.stop();
            }
        });
    }

    @Override
    protected InsuranceOrder order(@Nullable String opened) {
        return ORDER;
    }
}
