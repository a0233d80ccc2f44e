package io.wutong.channel.wechatpay;

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

/** Makes a WeChat Pay channel per merchant account; keys are read once, here, on the worker. */
@Extension
public final class WeChatPayFactory implements PaymentChannelFactory {

    @Override
    public Descriptor descriptor() {
        return new Descriptor(
                "channel-wechatpay",
                "微信支付 (WeChat Pay, API v3)",
                Set.of(
                        Capability.PAY_BY_OUR_CODE,
                        Capability.PAY_BY_PATIENT_CODE,
                        Capability.PAY_IN_APP,
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
                .map(settings -> new WeChatPayChannel(settings, services));
    }
}
