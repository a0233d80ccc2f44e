package io.wutong.notify.sms;

import io.vertx.core.Future;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.Notifier;
import io.wutong.spi.NotifierFactory;
import io.wutong.spi.PluginServices;
import java.util.Set;
import org.pf4j.Extension;

/** Makes a notifier per account of messages; templates and the table of codes are read once, here, on the worker. */
@Extension
public final class AliyunSmsFactory implements NotifierFactory {

    @Override
    public Descriptor descriptor() {
        return new Descriptor(
                "notify-sms", "短信通知:阿里云 (SMS, Alibaba Cloud)", Set.of(Capability.QUERY), Set.of(), Limits.DEFAULT);
    }

    @Override
    public Future<Notifier> create(AdapterConfig config, PluginServices services) {
        return services.work(() -> Settings.read(config.settings(), services))
                .map(settings -> new AliyunSmsNotifier(
                        settings, services, new Dispatched(settings.absentAfterMillis(), System::nanoTime)));
    }
}
