package io.wutong.channel.unionpay;

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

/** Makes a UnionPay channel per merchant; keys and certificates are read once, here, on the worker. */
@Extension
public final class UnionPayFactory implements PaymentChannelFactory {

    @Override
    public Descriptor descriptor() {
        return new Descriptor(
                "channel-unionpay",
                "银联 (UnionPay, 5.1.0)",
                Set.of(
                        Capability.PAY_BY_OUR_CODE,
                        Capability.PAY_BY_PATIENT_CODE,
                        Capability.QUERY,
                        Capability.REVERSE,
                        Capability.REFUND,
                        Capability.BILL),
                Set.of(),
                Limits.DEFAULT);
    }

    @Override
    public Future<PaymentChannel> create(AdapterConfig config, PluginServices services) {
        return services.work(() -> Settings.read(config.settings(), services))
                .map(settings -> new UnionPayChannel(settings, services));
    }
}
