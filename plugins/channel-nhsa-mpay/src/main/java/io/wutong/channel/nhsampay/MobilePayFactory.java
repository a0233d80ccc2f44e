package io.wutong.channel.nhsampay;

import io.vertx.core.Future;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.spi.PluginServices;
import java.util.Set;
import org.pf4j.Extension;

/** Makes a channel per application at a centre; keys are read once, here, on the worker. */
@Extension
public final class MobilePayFactory implements PaymentChannelFactory {

    @Override
    public Descriptor descriptor() {
        return new Descriptor(
                "channel-nhsa-mpay",
                "医保移动支付中心 (mobile-payment centre, 6201–6401)",
                Set.of(Capability.PAY_WITH_INSURANCE, Capability.QUERY, Capability.CLOSE_ORDER, Capability.REFUND),
                Set.of(),
                Limits.DEFAULT);
    }

    @Override
    public Future<PaymentChannel> create(AdapterConfig config, PluginServices services) {
        return services.work(() -> Settings.read(config.settings(), services))
                .map(settings -> new MobilePayChannel(settings, services));
    }
}
