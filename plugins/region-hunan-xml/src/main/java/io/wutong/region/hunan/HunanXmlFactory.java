package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.PluginServices;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.support.Xml;
import io.wutong.support.stay.Funds;
import io.wutong.support.stay.Profile;
import io.wutong.support.stay.StayAdapter;
import java.util.Set;
import org.pf4j.Extension;

/** Makes adapters of the Hunan XML dialect, one for each configured pool. */
@Extension
public final class HunanXmlFactory implements RegionAdapterFactory {

    static final Funds FUNDS = Funds.load(HunanXmlFactory.class, "maps/funds.csv");

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "region-hunan-xml",
            "湖南XML方言（异地函数集）· Hunan XML dialect",
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
            Set.of(
                    "1101", "2001", "2301", "2302", "2303", "2304", "2305", "2401", "2402", "2403", "2404", "2405",
                    "5203"),
            Limits.DEFAULT);

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Future<RegionAdapter> create(AdapterConfig config, PluginServices services) {
        HunanConfig settings = HunanConfig.of(config.settings());
        services.secret(settings.passwordSecret()); // a missing one is a start-up error
        // the parser's classes and the tables are read from the jar now, not under the first patient's call
        Profile profile = profile(settings, services);
        return services.work(() -> warm(settings, services))
                .map(legacy -> new StayAdapter(new HunanSystem(legacy, profile), profile, services.log()));
    }

    private static Profile profile(HunanConfig settings, PluginServices services) {
        return new Profile("HUNAN", settings.pool(), settings.absenceMillis(), FUNDS, services.clock());
    }

    private static Legacy warm(HunanConfig settings, PluginServices services) {
        Xml.read(Xml.leaf("program", "").write("UTF-8"));
        return new Legacy(settings, services);
    }
}
