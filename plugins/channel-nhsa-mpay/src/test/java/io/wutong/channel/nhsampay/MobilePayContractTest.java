package io.wutong.channel.nhsampay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.testkit.InsuranceOrdersContract;
import org.jspecify.annotations.Nullable;

/** The plugin as the gateway has it, from its classes and from its jar. */
class MobilePayContractTest extends InsuranceOrdersContract {

    private static final String SERIAL = "U0000000001";
    private Bench bench = new Bench();

    @Override
    protected PaymentChannelFactory factory() {
        return new MobilePayFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return bench.spec(port);
    }

    @Override
    protected Future<Till> simulator(Vertx vertx) {
        bench = new Bench();
        bench.centre.pays(SERIAL, 120_00, 30_00);
        return bench.centre.start(vertx).map(port -> new Till() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public void pay(InsuranceOrder order) {
                bench.centre.pay(order.serialNo());
            }

            @Override
            public Future<Void> close() {
                return bench.centre.stop();
            }
        });
    }

    @Override
    protected InsuranceOrder order(@Nullable String opened) {
        return Bench.order(SERIAL, CREATED, opened);
    }
}
