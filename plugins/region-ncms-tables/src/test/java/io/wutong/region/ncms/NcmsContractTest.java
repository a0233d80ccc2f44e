package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.ncms.RuralScheme;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.testkit.Front;
import io.wutong.testkit.MisbehavingWire;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.RegionAdapterContract;
import io.wutong.testkit.Simulator;
import java.time.Clock;
import java.util.List;

/** What every region adapter holds to, from its classes and from its jar; what is spoiled are the answers to COMMIT. */
class NcmsContractTest extends RegionAdapterContract {

    private static final PgConnectOptions DATABASE = FrontServer.database();

    private final List<Request> visit = visitOf(Bench.stay());

    private static List<Request> visitOf(NationalStay stay) {
        return List.of(
                stay.admission(), stay.person(), stay.wholeBill(), stay.discharge("1"), stay.trial(), stay.settle());
    }

    @Override
    protected RegionAdapterFactory factory() {
        return new NcmsFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        AdapterSpec spec = Bench.spec(DATABASE, port, 5_000);
        return spec.withSettings(spec.settings().with("absenceMillis", Value.number(0)));
    }

    @Override
    protected Future<? extends Front> front(Vertx vertx, int port) {
        return MisbehavingWire.inFrontOf(vertx, port);
    }

    @Override
    protected Future<Simulator> simulator(Vertx vertx) {
        RuralScheme scheme = Bench.scheme(DATABASE, Clock.systemUTC());
        return scheme.start(vertx).map(started -> Simulator.of(DATABASE.getPort(), scheme::stop));
    }

    @Override
    protected List<Request> visit() {
        return visit;
    }
}
