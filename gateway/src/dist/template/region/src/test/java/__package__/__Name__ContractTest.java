package __package__;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Request;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.RegionAdapterContract;
import io.wutong.testkit.Simulator;
import java.time.Clock;
import java.util.List;

/** What every region adapter holds to, from its classes and from its jar. */
class __Name__ContractTest extends RegionAdapterContract {

    private final List<Request> visit = visitOf(Bench.stay());

    private static List<Request> visitOf(NationalStay stay) {
        return List.of(stay.admission(), stay.person(), stay.discharge("1"), stay.trial(), stay.settle());
    }

    @Override
    protected RegionAdapterFactory factory() {
        return new __Name__Factory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return Bench.spec(port, 0);
    }

    @Override
    protected Future<Simulator> simulator(Vertx vertx) {
        LegacySystem system = new LegacySystem(Clock.systemUTC());
        return system.start(vertx).map(port -> Simulator.of(port, system::stop));
    }

    @Override
    protected List<Request> visit() {
        return visit;
    }
}
