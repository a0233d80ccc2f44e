package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.national.NationalPlatform;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.RegionAdapterContract;
import io.wutong.testkit.Simulator;
import java.time.Clock;
import java.util.List;

/** What every region adapter holds to, from its classes and from its jar. */
class NhsaContractTest extends RegionAdapterContract {

    private final List<Request> visit = visitOf(Bench.stay());

    private static List<Request> visitOf(NationalStay stay) {
        return List.of(stay.admission(), stay.person(), stay.discharge("1"), stay.trial(), stay.settle());
    }

    @Override
    protected RegionAdapterFactory factory() {
        return new NhsaFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        AdapterSpec spec = Bench.spec(Bench.Way.OAUTH_SEALED, port);
        return spec.withSettings(spec.settings().with("absenceMillis", Value.number(0)));
    }

    @Override
    protected Future<Simulator> simulator(Vertx vertx) {
        NationalPlatform platform = Bench.platform(Bench.Way.OAUTH_SEALED, Clock.systemUTC());
        return platform.start(vertx).map(port -> Simulator.of(port, platform::stop));
    }

    @Override
    protected List<Request> visit() {
        return visit;
    }
}
