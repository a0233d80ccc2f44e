package __package__;

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

/** Makes adapters of this dialect. */
@Extension
public final class __Name__Factory implements RegionAdapterFactory {

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "__id__",
            "__title__",
            Set.of(
                    Capability.PERSON,
                    Capability.ENTITLEMENT,
                    Capability.STAY,
                    Capability.TRIAL,
                    Capability.SETTLE,
                    Capability.CANCEL,
                    Capability.REVERSE,
                    Capability.QUERY),
            StayAdapter.TRANSACTIONS,
            Limits.DEFAULT);

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Future<RegionAdapter> create(AdapterConfig config, PluginServices services) {
        __Name__Config settings = __Name__Config.of(config.settings());
        // tables are read from the jar now, on a worker, not under the first patient's call
        return services.work(() -> {
            Funds funds = Funds.load(__Name__Factory.class, "maps/funds.csv");
            Profile profile =
                    new Profile("__PREFIX__", settings.pool(), settings.absenceMillis(), funds, services.clock());
            __Name__System system =
                    new __Name__System(settings, new __Name__Client(settings, services), funds, services.clock());
            return new StayAdapter(system, profile, services.log());
        });
    }
}
