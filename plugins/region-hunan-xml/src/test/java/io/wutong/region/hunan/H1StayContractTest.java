package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.hunan.HunanLegacySystem;
import io.wutong.simulator.pool.Fault;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Secret;
import io.wutong.spi.Value;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.StayContract;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A stay in profile H1, and what can go wrong with it. */
class H1StayContractTest extends StayContract {

    private static final Map<Effect, String> FUNCTIONS = Map.of(
            Effect.ADMIT, "Remote_BIZC131204",
            Effect.SETTLE, "Remote_BIZC131256",
            Effect.CANCEL, "Remote_BIZC131259");

    @Override
    protected RegionAdapterFactory factory() {
        return new HunanXmlFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return AdapterSpec.of("hunan", "region-hunan-xml", "430300")
                .withSettings(Bench.settings("http://127.0.0.1:" + port + "/hygeia_esb/api/call.action", "UTF-8")
                        .with("profile", Value.text("h1")))
                .withSecrets(Map.of("hunan-password", Secret.of("invented")))
                .withAllowedHosts("127.0.0.1:" + port);
    }

    @Override
    protected NationalStay stay() {
        return Bench.resident();
    }

    @Override
    protected boolean findsWithoutMemory() {
        return true;
    }

    @Override
    protected Legacy legacy(Clock clock) {
        HunanLegacySystem system = Bench.province(clock);
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
                return system.settledVisits();
            }

            @Override
            public int openStays() {
                return system.openVisits();
            }

            @Override
            public Object books() {
                return List.of(system.accumulators(Bench.PERSON), system.fundPaidFen("001"), system.fundPaidFen("999"));
            }
        };
    }
}
