package io.wutong.channel.alipay;

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

/** Makes an Alipay channel per merchant application; keys and certificates are read once, here, on the worker. */
@Extension
public final class AlipayFactory implements PaymentChannelFactory {

    @Override
    public Descriptor descriptor() {
        return new Descriptor(
                "channel-alipay",
                "支付宝 (Alipay)",
                Set.of(
                        Capability.PAY_BY_OUR_CODE,
                        Capability.PAY_BY_PATIENT_CODE,
                        Capability.PAY_BY_CREDIT,
                        Capability.PAY_WITH_INSURANCE,
                        Capability.QUERY,
                        Capability.CLOSE_ORDER,
                        Capability.REVERSE,
                        Capability.REFUND,
                        Capability.BILL),
                Set.of(),
                Limits.DEFAULT);
    }

    @Override
    public Future<PaymentChannel> create(AdapterConfig config, PluginServices services) {
        return services.work(() -> Settings.read(config.settings(), services))
                .map(settings -> new AlipayChannel(settings, services));
    }
}
