package io.wutong.region.guangdong;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.guangdong.GuangdongPlatform;
import io.wutong.simulator.guangdong.GuangdongPlatform.Flavour;
import io.wutong.simulator.pool.Fault;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.StayContract;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** A stay at the platform in each flavour, and what can go wrong with it. */
class StayContractTest {

    private static final Map<StayContract.Effect, String> TRANSACTIONS = Map.of(
            StayContract.Effect.ADMIT, "0212", StayContract.Effect.SETTLE, "0304", StayContract.Effect.CANCEL, "0305");

    @Nested
    class InProvince extends Cases {
        InProvince() {
            super("province", Flavour.IN_PROVINCE);
        }
    }

    @Nested
    class CrossProvince extends Cases {
        CrossProvince() {
            super("cross", Flavour.CROSS_PROVINCE);
        }
    }

    abstract static class Cases extends StayContract {

        private final String setting;
        private final Flavour flavour;

        Cases(String setting, Flavour flavour) {
            this.setting = setting;
            this.flavour = flavour;
        }

        @Override
        protected RegionAdapterFactory factory() {
            return new GuangdongFactory();
        }

        @Override
        protected AdapterSpec spec(int port) {
            return Bench.spec(port, setting);
        }

        @Override
        protected NationalStay stay() {
            return Bench.stay();
        }

        @Override
        protected boolean findsWithoutMemory() {
            return true;
        }

        @Override
        protected Legacy legacy(Clock clock) {
            GuangdongPlatform platform = Bench.platform(flavour, clock);
            return new Legacy() {
                @Override
                public Future<Integer> start(Vertx vertx) {
                    return platform.start(vertx);
                }

                @Override
                public Future<Void> stop() {
                    return platform.stop();
                }

                @Override
                public void spoil(Effect effect, String fault) {
                    platform.misbehave(TRANSACTIONS.get(effect), Fault.valueOf(fault));
                }

                @Override
                public int settledStays() {
                    return platform.pool().settledStays();
                }

                @Override
                public int openStays() {
                    return platform.pool().openStays();
                }

                @Override
                public Object books() {
                    return List.of(
                            platform.pool().year(Bench.PERSON), platform.pool().fundsFen());
                }
            };
        }
    }
}
