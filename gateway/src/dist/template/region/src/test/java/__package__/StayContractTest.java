package __package__;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.pool.Fault;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.StayContract;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A stay at the legacy system, and each thing that can go wrong with it. */
class StayContractTest extends StayContract {

    private static final Map<Effect, String> FUNCTIONS =
            Map.of(Effect.ADMIT, "Admit", Effect.SETTLE, "Settle", Effect.CANCEL, "CancelSettle");

    @Override
    protected RegionAdapterFactory factory() {
        return new __Name__Factory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return Bench.spec(port, 30_000);
    }

    /** It finds a stay by our number of it. */
    @Override
    protected boolean findsWithoutMemory() {
        return true;
    }

    @Override
    protected NationalStay stay() {
        return Bench.stay();
    }

    @Override
    protected Legacy legacy(Clock clock) {
        LegacySystem system = new LegacySystem(clock);
        return new Legacy() {
            @Override
            public Future<Integer> start(Vertx vertx) {
                return system.start(vertx);
            }

            @Override
            public Future<Void> stop() {
                return system.stop();
            }

            @Override
            public void spoil(Effect effect, String fault) {
                system.misbehave(FUNCTIONS.get(effect), Fault.valueOf(fault));
            }

            @Override
            public int settledStays() {
                return system.pool().settledStays();
            }

            @Override
            public int openStays() {
                return system.pool().openStays();
            }

            @Override
            public Object books() {
                return List.of(system.pool().year(LegacySystem.PERSON), system.pool().fundsFen());
            }
        };
    }
}
