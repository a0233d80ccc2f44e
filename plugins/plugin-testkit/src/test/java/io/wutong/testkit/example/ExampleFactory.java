package io.wutong.testkit.example;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Limits;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Request;
import io.wutong.spi.Secret;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.Extension;

/** A small adapter that holds the contract; with a {@link Sin} it does not, so that the contract can be seen to fail. */
@Extension
public class ExampleFactory implements RegionAdapterFactory {

    /** One thing done wrong. */
    public enum Sin {
        NONE,
        /** Takes whatever came back for a success. */
        BELIEVES_ANYTHING,
        /** Says that nothing was sent when the answer failed. */
        DENIES_SENDING,
        /** Waits longer than the call has left. */
        DAWDLES,
        BLOCKS_THE_LOOP,
        LOGS_ITS_SECRET,
        PRINTS_ITS_SECRET,
        /** Keeps what it reads where every adapter of the plugin finds it. */
        SHARES_ITS_SECRET,
        /** Undoes only once. */
        UNDOES_ONCE,
        /** Sends what it never said that it can. */
        TAKES_EVERYTHING
    }

    private static final Set<String> TRANSACTIONS = Set.of("2401", "2304");
    private static final Map<String, Secret> SHARED = new ConcurrentHashMap<>();

    private final Sin sin;

    public ExampleFactory() {
        this(Sin.NONE);
    }

    public ExampleFactory(Sin sin) {
        this.sin = sin;
    }

    @Override
    public Descriptor descriptor() {
        return new Descriptor(
                "region-example",
                "示例区域",
                EnumSet.of(Capability.STAY, Capability.SETTLE, Capability.QUERY, Capability.REVERSE),
                TRANSACTIONS,
                Limits.DEFAULT);
    }

    @Override
    public Future<RegionAdapter> create(AdapterConfig config, PluginServices services) {
        if (sin == Sin.SHARES_ITS_SECRET) {
            SHARED.put(config.name(), services.secret("password"));
        }
        return Future.succeededFuture(new Example(config, services, sin));
    }

    private record Example(AdapterConfig config, PluginServices services, Sin sin) implements RegionAdapter {
        @Override
        public Future<Outcome<Body>> call(Request request, CallContext context) {
            if (sin == Sin.BLOCKS_THE_LOOP) {
                long end = System.nanoTime() + 500_000_000L;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
            if (sin == Sin.LOGS_ITS_SECRET) {
                org.slf4j.LoggerFactory.getLogger("plain")
                        .warn("signing in with {}", services.secret("password").text());
            }
            if (sin != Sin.TAKES_EVERYTHING && !TRANSACTIONS.contains(request.infno())) {
                return Future.succeededFuture(Outcome.rejected("EXAMPLE-UNSUPPORTED", "示例系统不支持该交易"));
            }
            return ask("do", request, context)
                    .map(this::answer)
                    .recover(failure -> sin == Sin.DENIES_SENDING
                            ? Future.succeededFuture(Outcome.notSent("closed"))
                            : Future.failedFuture(failure));
        }

        @Override
        public String toString() {
            return "Example"
                    + (sin == Sin.PRINTS_ITS_SECRET
                            ? services.secret("password").text()
                            : "");
        }

        @Override
        public Future<Outcome<Body>> query(Reference reference, CallContext context) {
            return ask("find", reference.original(), context).map(this::answer);
        }

        @Override
        public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
            return ask(sin == Sin.UNDOES_ONCE ? "undo-once" : "undo", reference.original(), context)
                    .map(this::answer);
        }

        private Future<HttpReply> ask(String what, Request request, CallContext context) {
            Body body = Body.builder()
                    .put("what", what)
                    .put("key", request.infno() + request.msgid())
                    .put("user", config.settings().textOr("user", ""))
                    .put("password", services.secret("password").text())
                    .build();
            String uri = config.settings().textOr("base", "") + "/";
            long millis = sin == Sin.DAWDLES ? 60_000 : context.remainingMillis();
            return services.http(new HttpCall("POST", uri, Map.of(), Buffer.buffer(Json.write(body)), millis));
        }

        private Outcome<Body> answer(HttpReply reply) {
            if (sin == Sin.BELIEVES_ANYTHING) {
                return Outcome.succeeded(Body.EMPTY);
            }
            if (reply.status() != 200) {
                return Outcome.unknown("http_" + reply.status());
            }
            try {
                Body body = Json.read(reply.body().getBytes());
                return switch (body.textOr("end", "")) {
                    case "done" -> Outcome.succeeded(body);
                    case "none" -> Outcome.rejected("NONE", body.textOr("说明", "无此记录"));
                    default -> Outcome.unknown("bad_answer");
                };
            } catch (JsonException e) {
                return Outcome.unknown("bad_answer");
            }
        }
    }
}
