package io.wutong.plugin;

import io.wutong.host.PluginHost;
import io.wutong.host.Served;
import io.wutong.payment.Channels;
import io.wutong.port.HomeAdapter;
import io.wutong.port.HomeAdapters;
import io.wutong.spi.RegionAdapter;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import java.util.Optional;

/** What the engine sees of the plugin host: home adapters by area, channels by name, always as they are now. */
public final class HostedPlugins implements HomeAdapters {

    private final PluginHost host;
    private final Areas areas;

    public HostedPlugins(PluginHost host, Areas areas) {
        this.host = host;
        this.areas = areas;
    }

    @Override
    public Optional<HomeAdapter> find(String area, String nodeArea) {
        for (Area above : areas.upwards(area)) {
            Optional<Served<RegionAdapter>> served = host.regionAdapter(above.code());
            if (served.isPresent()) {
                return served.map(s -> new HomeAdapter(s.name(), s.descriptor(), s.adapter()));
            }
            if (above.code().equals(nodeArea)) {
                break;
            }
        }
        return Optional.empty();
    }

    /** The payment channels, by configured name. */
    public Channels channels() {
        return name -> host.paymentChannel(name).map(Served::adapter);
    }
}
