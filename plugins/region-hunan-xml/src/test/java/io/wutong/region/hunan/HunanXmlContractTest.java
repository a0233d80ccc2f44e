package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.hunan.HunanLegacySystem;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Request;
import io.wutong.spi.Secret;
import io.wutong.spi.Value;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.RegionAdapterContract;
import io.wutong.testkit.Simulator;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What every region adapter holds to, from its classes and from its jar. */
class HunanXmlContractTest extends RegionAdapterContract {

    private final List<Request> visit = visitOf(Bench.resident());

    private static List<Request> visitOf(NationalStay stay) {
        return List.of(
                stay.admission(), stay.person(), stay.wholeBill(), stay.discharge("1"), stay.trial(), stay.settle());
    }

    @Override
    protected RegionAdapterFactory factory() {
        return new HunanXmlFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return AdapterSpec.of("xiangtan", "region-hunan-xml", "430300")
                .withSettings(Bench.settings("http://127.0.0.1:" + port + "/call.action", "UTF-8")
                        .with("timeoutMillis", Value.number(10_000))
                        .with("absenceMillis", Value.number(0)))
                .withSecrets(Map.of("hunan-password", Secret.of("invented")))
                .withAllowedHosts("127.0.0.1:" + port);
    }

    @Override
    protected Future<Simulator> simulator(Vertx vertx) {
        HunanLegacySystem legacy = Bench.system("UTF-8", Clock.systemUTC());
        return legacy.start(vertx).map(port -> new Simulator() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public Future<Void> close() {
                return legacy.stop();
            }
        });
    }

    @Override
    protected List<Request> visit() {
        return visit;
    }
}
