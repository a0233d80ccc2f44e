package io.wutong.testkit.example;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Descriptor;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Limits;
import io.wutong.spi.Notifier;
import io.wutong.spi.NotifierFactory;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A small notifier that holds the contract; a careless one does not, so that the contract can be seen to fail. */
public class ExampleNotifier implements NotifierFactory {

    private final boolean careless;

    public ExampleNotifier(boolean careless) {
        this.careless = careless;
    }

    @Override
    public Descriptor descriptor() {
        return new Descriptor("notify-example", "示例短信", Set.of(), Set.of(), Limits.DEFAULT);
    }

    @Override
    public Future<Notifier> create(AdapterConfig config, PluginServices services) {
        return Future.succeededFuture(new Example(config, services));
    }

    private final class Example implements Notifier {
        private final AdapterConfig config;
        private final PluginServices services;

        Example(AdapterConfig config, PluginServices services) {
            this.config = config;
            this.services = services;
        }

        @Override
        public Future<Outcome<Void>> send(String noticeId, String recipient, String text, CallContext context) {
            Body body = Body.builder()
                    .put("number", careless ? UUID.randomUUID().toString() : noticeId)
                    .put("to", recipient)
                    .put("text", text)
                    .build();
            return services.http(new HttpCall(
                            "POST",
                            config.settings().textOr("base", "") + "/",
                            Map.of(),
                            Buffer.buffer(Json.write(body)),
                            context.remainingMillis()))
                    .map(this::outcome);
        }

        private Outcome<Void> outcome(HttpReply reply) {
            if (careless) {
                return Outcome.succeeded(null);
            }
            try {
                boolean done = reply.status() == 200
                        && Json.read(reply.body().getBytes()).textOr("end", "").equals("done");
                return done ? Outcome.succeeded(null) : Outcome.unknown("bad_answer");
            } catch (JsonException e) {
                return Outcome.unknown("bad_answer");
            }
        }
    }
}
