package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.ncms.RuralScheme;
import io.wutong.simulator.ncms.RuralScheme.Act;
import io.wutong.simulator.pool.Fault;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.StayContract;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A stay over the tables of a real database, and what can go wrong with it. */
class StayContractTest extends StayContract {

    private static final PgConnectOptions DATABASE = FrontServer.database();
    private static final Map<Effect, Act> ACTS =
            Map.of(Effect.ADMIT, Act.REGISTER, Effect.SETTLE, Act.SETTLE, Effect.CANCEL, Act.CANCEL);

    @Override
    protected RegionAdapterFactory factory() {
        return new NcmsFactory();
    }

    /** Gives up before the scheme puts right what it was told to spoil. */
    @Override
    protected AdapterSpec spec(int port) {
        return Bench.spec(DATABASE, port, Bench.LATE_MILLIS * 2 / 3);
    }

    @Override
    protected NationalStay stay() {
        return Bench.stay();
    }

    /** Every act is found by numbers that follow from the message. */
    @Override
    protected boolean findsWithoutMemory() {
        return true;
    }

    @Override
    protected Legacy legacy(Clock clock) {
        RuralScheme scheme = Bench.scheme(DATABASE, clock);
        return new Legacy() {
            @Override
            public Future<Integer> start(Vertx vertx) {
                return scheme.start(vertx).map(DATABASE.getPort());
            }

            @Override
            public Future<Void> stop() {
                return scheme.stop();
            }

            @Override
            public void spoil(Effect effect, String fault) {
                scheme.misbehave(ACTS.get(effect), Fault.valueOf(fault));
            }

            @Override
            public int settledStays() {
                return scheme.pool().settledStays();
            }

            @Override
            public int openStays() {
                return scheme.pool().openStays();
            }

            @Override
            public Object books() {
                return List.of(scheme.pool().year(Bench.PERSON), scheme.pool().fundsFen());
            }
        };
    }
}
