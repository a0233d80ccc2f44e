package io.wutong.region.shanghai;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.pool.Fault;
import io.wutong.simulator.shanghai.ShanghaiFrontMachine;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.StayContract;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A stay at the front machine, and what can go wrong with it: the confirmation is the call with the effect. */
class StayContractTest extends StayContract {

    private static final Map<Effect, String> TYPES =
            Map.of(Effect.ADMIT, "SJ11", Effect.SETTLE, "SI52", Effect.CANCEL, "SK01");

    @Override
    protected RegionAdapterFactory factory() {
        return new ShanghaiFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return Bench.spec(port);
    }

    @Override
    protected NationalStay stay() {
        return Bench.stay();
    }

    @Override
    protected Legacy legacy(Clock clock) {
        ShanghaiFrontMachine machine = Bench.machine(clock);
        return new Legacy() {
            @Override
            public Future<Integer> start(Vertx vertx) {
                return machine.start(vertx);
            }

            @Override
            public Future<Void> stop() {
                return machine.stop();
            }

            @Override
            public void spoil(Effect effect, String fault) {
                machine.misbehave(TYPES.get(effect), Fault.valueOf(fault));
            }

            @Override
            public int settledStays() {
                return machine.pool().settledStays();
            }

            @Override
            public int openStays() {
                return machine.pool().openStays();
            }

            @Override
            public Object books() {
                return List.of(machine.pool().year(Bench.PERSON), machine.pool().fundsFen());
            }
        };
    }
}
