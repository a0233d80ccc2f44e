package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.national.NationalPlatform;
import io.wutong.simulator.pool.Fault;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.StayContract;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** A stay at the region over each transport, and what can go wrong with it. */
class StayContractTest {

    private static final Map<StayContract.Effect, String> TRANSACTIONS = Map.of(
            StayContract.Effect.ADMIT, "2401", StayContract.Effect.SETTLE, "2304", StayContract.Effect.CANCEL, "2305");

    @Nested
    class SingleUrl extends Cases {
        SingleUrl() {
            super(Bench.Way.SINGLE);
        }
    }

    @Nested
    class PathForEach extends Cases {
        PathForEach() {
            super(Bench.Way.PATHS);
        }
    }

    @Nested
    class Token extends Cases {
        Token() {
            super(Bench.Way.OAUTH_PLAIN);
        }
    }

    @Nested
    class TokenAndSealed extends Cases {
        TokenAndSealed() {
            super(Bench.Way.OAUTH_SEALED);
        }
    }

    abstract static class Cases extends StayContract {

        private final Bench.Way way;

        Cases(Bench.Way way) {
            this.way = way;
        }

        @Override
        protected RegionAdapterFactory factory() {
            return new NhsaFactory();
        }

        @Override
        protected AdapterSpec spec(int port) {
            return Bench.spec(way, port);
        }

        @Override
        protected NationalStay stay() {
            return Bench.stay();
        }

        @Override
        protected Legacy legacy(Clock clock) {
            NationalPlatform platform = Bench.platform(way, clock);
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
