package io.wutong.region.guangdong;

import io.vertx.core.Future;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.PluginServices;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.support.Xml;
import io.wutong.support.stay.Profile;
import io.wutong.support.stay.StayAdapter;
import java.util.Set;
import org.pf4j.Extension;

/** Makes adapters of Guangdong's previous generation, in either flavour. */
@Extension
public final class GuangdongFactory implements RegionAdapterFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "region-guangdong-lb101",
            "广东人社版异地就医方言（LB101 交易编号）· Guangdong LB101 dialect",
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
        // the parser's classes and the tables are read from the jar now, not under the first patient's call
        return services.work(() -> {
            Xml.read(Xml.leaf("input", "").write("GBK"));
            GuangdongConfig settings = GuangdongConfig.of(config.settings());
            Profile profile = new Profile(
                    "GUANGDONG",
                    settings.pool(),
                    settings.absenceMillis(),
                    settings.flavour().funds(),
                    services.clock());
            GuangdongSystem system = new GuangdongSystem(settings, new Platform(settings, services));
            return new StayAdapter(system, profile, services.log());
        });
    }
}
