package io.wutong.plugin;

import io.wutong.host.PluginHost;
import io.wutong.host.Served;
import io.wutong.payment.Channels;
import io.wutong.payment.PaymentCode;
import io.wutong.port.Begun;
import io.wutong.port.HomeAdapter;
import io.wutong.port.HomeAdapters;
import io.wutong.spi.Capability;
import io.wutong.spi.Notifier;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.RegionAdapter;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the engine sees of the plugin host: home adapters by area, channels by name, always as they are now. */
public final class HostedPlugins implements HomeAdapters {

    /** Which plugin speaks to a wallet. */
    private static final Map<PaymentCode, String> PLUGINS = Map.of(
            PaymentCode.WECHAT, "channel-wechatpay",
            PaymentCode.ALIPAY, "channel-alipay",
            PaymentCode.UNION_PAY, "channel-unionpay");

    private final PluginHost host;
    private final Areas areas;

    public HostedPlugins(PluginHost host, Areas areas) {
        this.host = host;
        this.areas = areas;
    }

    @Override
    public Optional<HomeAdapter> find(String area, String nodeArea) {
        return find(area, nodeArea, new Begun("", LocalDate.MAX));
    }

    @Override
    public Optional<HomeAdapter> find(String area, String nodeArea, Begun visit) {
        for (Area above : areas.upwards(area)) {
            List<Served<RegionAdapter>> served = host.regionAdapters(above.code());
            if (!served.isEmpty()) {
                return Optional.of(chosen(above.code(), served, visit, this::now));
            }
            if (above.code().equals(nodeArea)) {
                break;
            }
        }
        return Optional.empty();
    }

    /** An area with adapters none of which serves the visit is no area without a legacy system: it refuses. */
    static HomeAdapter chosen(
            String area, List<Served<RegionAdapter>> served, Begun visit, UnaryOperator<Served<RegionAdapter>> now) {
        List<HomeAdapter> serving = served.stream()
                .filter(each -> each.serving().covers(visit.insutype(), visit.day()))
                .map(each -> home(each, now))
                .toList();
        return switch (serving.size()) {
            case 0 -> NobodyServes.of(area);
            case 1 -> serving.get(0);
            default -> AskInTurn.of(serving);
        };
    }

    /** What serves in the place of one by now: itself, or what its plugin was replaced by. */
    private Served<RegionAdapter> now(Served<RegionAdapter> served) {
        return host.regionAdapters(served.area()).stream()
                .filter(other -> other.name().equals(served.name()))
                .findFirst()
                .orElse(served);
    }

    private static HomeAdapter home(Served<RegionAdapter> served, UnaryOperator<Served<RegionAdapter>> now) {
        return new HomeAdapter(
                served.name(),
                served.descriptor(),
                new AsNow(() -> now.apply(served).adapter()),
                () -> Optional.ofNullable(now.apply(served).guard().refusal()));
    }

    @Override
    public List<HomeAdapter> comparing() {
        return host.regionAdapters().stream()
                .filter(served -> served.descriptor().can(Capability.DAY_ROWS))
                .map(served -> home(served, this::now))
                .sorted(Comparator.comparing(HomeAdapter::name))
                .toList();
    }

    /** Whoever tells patients; the first that is configured. */
    public Optional<Notifier> notifier() {
        return host.notifiers().stream().findFirst().map(Served::adapter);
    }

    /** The payment channels, by configured name. */
    public Channels channels() {
        return new Channels() {
            @Override
            public Optional<PaymentChannel> find(String name) {
                return host.paymentChannel(name).map(Served::adapter);
            }

            @Override
            public List<String> collecting(PaymentCode wallet) {
                return host.paymentChannels().stream()
                        .filter(served -> served.descriptor().can(Capability.PAY_BY_PATIENT_CODE))
                        .filter(served -> served.descriptor().id().equals(PLUGINS.get(wallet)))
                        .map(Served::name)
                        .sorted()
                        .toList();
            }

            @Override
            public List<String> billing() {
                return host.paymentChannels().stream()
                        .filter(served -> served.descriptor().can(Capability.BILL))
                        .map(Served::name)
                        .sorted()
                        .toList();
            }
        };
    }
}
