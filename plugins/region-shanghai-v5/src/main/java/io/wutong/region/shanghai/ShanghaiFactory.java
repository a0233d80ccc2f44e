package io.wutong.region.shanghai;

import io.vertx.core.Future;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.PluginServices;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.support.stay.Funds;
import io.wutong.support.stay.Profile;
import io.wutong.support.stay.StayAdapter;
import java.util.Set;
import org.pf4j.Extension;

/** Makes adapters of Shanghai's fifth-phase dialect. */
@Extension
public final class ShanghaiFactory implements RegionAdapterFactory {

    static final Funds FUNDS = Funds.load(ShanghaiFactory.class, "maps/funds.csv");

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "region-shanghai-v5",
            "上海五期JSON方言（两阶段结算）· Shanghai fifth-phase JSON dialect",
            Set.of(
                    Capability.PERSON,
                    Capability.ENTITLEMENT,
                    Capability.STAY,
                    Capability.TRIAL,
                    Capability.SETTLE,
                    Capability.CANCEL,
                    Capability.REVERSE,
                    Capability.QUERY,
                    Capability.DAY_ROWS),
            StayAdapter.TRANSACTIONS,
            Limits.DEFAULT);

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Future<RegionAdapter> create(AdapterConfig config, PluginServices services) {
        ShanghaiConfig settings = ShanghaiConfig.of(config.settings());
        Profile profile = new Profile("SHANGHAI", settings.pool(), settings.absenceMillis(), FUNDS, services.clock());
        // the tables are read from the jar now, not under the first patient's call
        return services.work(() -> new ShanghaiSystem(settings, new FrontMachine(settings, services)))
                .map(system -> new StayAdapter(system, profile, services.log()));
    }
}
