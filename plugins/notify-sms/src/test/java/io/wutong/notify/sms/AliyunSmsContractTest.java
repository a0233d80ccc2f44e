package io.wutong.notify.sms;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.sms.AliyunSms;
import io.wutong.spi.NotifierFactory;
import io.wutong.spi.Value;
import io.wutong.testkit.NotifierContract;
import java.time.Clock;

/** The plugin as the gateway has it, from its classes and from its jar. */
class AliyunSmsContractTest extends NotifierContract {

    @Override
    protected NotifierFactory factory() {
        return new AliyunSmsFactory();
    }

    /** The simulated provider's records show a message at once. */
    @Override
    protected AdapterSpec spec(int port) {
        AdapterSpec spec = SmsBench.spec(port);
        return spec.withSettings(spec.settings().with("absentAfterSeconds", Value.number(0)));
    }

    @Override
    protected Future<Messages> simulator(Vertx vertx) {
        AliyunSms provider = SmsBench.provider(Clock.systemUTC());
        return provider.start(vertx).map(port -> new Running(provider, port));
    }

    private record Running(AliyunSms provider, int port) implements Messages {
        @Override
        public int sent(String recipient) {
            return (int) provider.messages().stream()
                    .filter(message -> message.telephone().equals(recipient))
                    .count();
        }

        @Override
        public Future<Void> close() {
            return provider.stop();
        }
    }
}
