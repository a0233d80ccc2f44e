package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.PluginServices;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.support.stay.FeeLines;
import io.wutong.support.stay.Funds;
import io.wutong.support.stay.Profile;
import io.wutong.support.stay.StayAdapter;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Makes adapters of rural schemes behind a front database. */
@Extension
public final class NcmsFactory implements RegionAdapterFactory {

    static final Funds FUNDS = Funds.load(NcmsFactory.class, "maps/funds.csv");

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "region-ncms-tables",
            "新农合前置机中间库 · rural scheme through the tables of a front database",
            Set.of(
                    Capability.PERSON,
                    Capability.ENTITLEMENT,
                    Capability.STAY,
                    Capability.FEE_LINES,
                    Capability.TRIAL,
                    Capability.SETTLE,
                    Capability.CANCEL,
                    Capability.REVERSE,
                    Capability.QUERY,
                    Capability.DAY_ROWS),
            Stream.concat(StayAdapter.TRANSACTIONS.stream(), FeeLines.TRANSACTIONS.stream())
                    .collect(Collectors.toSet()),
            Limits.DEFAULT);

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Future<RegionAdapter> create(AdapterConfig config, PluginServices services) {
        NcmsConfig settings = NcmsConfig.of(config.settings());
        Profile profile = new Profile("NCMS", settings.pool(), settings.absenceMillis(), FUNDS, services.clock());
        // the tables are read from the jar now, not under the first patient's call
        return services.work(() -> new NcmsSystem(
                        config.area(),
                        settings,
                        new Tables(
                                Layout.load(settings.layout(), settings.names(), settings.codes()), settings, services),
                        profile))
                .map(system -> new StayAdapter(system, profile, services.log()));
    }
}
