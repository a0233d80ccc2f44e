package io.wutong.channel.wechatpay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.host.TlsSpec;
import io.wutong.simulator.wechat.Merchant;
import io.wutong.simulator.wechat.SecureFront;
import io.wutong.simulator.wechat.SimulatorKeys;
import io.wutong.simulator.wechat.WeChatPaySimulator;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.Secret;
import io.wutong.spi.VisitMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The plugin on the host's real services, the simulator, and between them a small host: it has the plugin verify each
 * callback, keeps what came, and acknowledges what held.
 */
final class Bench implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final AtomicReference<Duration> pluginClockShift = new AtomicReference<>(Duration.ZERO);
    final AtomicReference<Duration> simulatorClockShift = new AtomicReference<>(Duration.ZERO);
    final WeChatPaySimulator simulator;
    final List<RawNotification> raws = new CopyOnWriteArrayList<>();
    final List<Outcome<PaymentEvent>> events = new CopyOnWriteArrayList<>();
    /** Keys take long. */
    private static final SecureFront FRONT = new SecureFront(Clock.systemUTC());

    final int simulatorPort;
    final HostServices services;
    final PaymentChannel channel;
    private final HttpServer callbacks;

    Bench() {
        this(Body.builder());
    }

    /** @param extra settings beyond those of the account */
    Bench(Body.Builder extra) {
        this(extra, new SimulatorKeys());
    }

    Bench(Body.Builder extra, SimulatorKeys keys) {
        simulator = new WeChatPaySimulator(
                Merchant.SAMPLE,
                keys,
                new ShiftedClock(simulatorClockShift),
                List.of(20L, 40L),
                new HttpClientOptions());
        simulatorPort = await(simulator.start(vertx));
        int securePort = await(simulator.startSecure(vertx, FRONT));
        extra.put("timeoutMillis", 15_000); // a busy machine takes seconds for its first TLS
        extra.put("secureBaseUrl", "https://127.0.0.1:" + securePort);
        AdapterSpec spec = AdapterSpec.of("wechat", "channel-wechatpay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(without(settings(simulatorPort, extra)))
                .withSecrets(secrets(simulator))
                .withTls(new TlsSpec(
                        Buffer.buffer(FRONT.authorityPem()),
                        Buffer.buffer(FRONT.merchantCertificatePem()),
                        Buffer.buffer(FRONT.merchantKeyPem())))
                .withAllowedHosts("127.0.0.1:" + simulatorPort, "127.0.0.1:" + securePort);
        services = new HostServices(vertx, spec, Bench.class.getClassLoader(), new ShiftedClock(pluginClockShift));
        channel = await(
                new WeChatPayFactory().create(new AdapterConfig(spec.name(), spec.area(), spec.settings()), services));
        callbacks = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    Map<String, String> headers = new TreeMap<>();
                    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
                    request.body()
                            .map(body -> new RawNotification(headers, body))
                            .compose(raw -> {
                                raws.add(raw);
                                return channel.verifyNotification(raw);
                            })
                            .onSuccess(outcome -> {
                                events.add(outcome);
                                Acknowledgement answer =
                                        channel.acknowledge(outcome instanceof Outcome.Succeeded<PaymentEvent>);
                                request.response()
                                        .setStatusCode(answer.status())
                                        .end(answer.body());
                            });
                })
                .listen(0, "127.0.0.1"));
    }

    static Body settings(int port, Body.Builder extra) {
        Merchant merchant = Merchant.SAMPLE;
        return Body.builder()
                .put("baseUrl", "http://127.0.0.1:" + port)
                .put("mchid", merchant.mchid())
                .put("appid", merchant.appid())
                .put("serial", merchant.serial())
                .put("privateKeySecret", "private-key")
                .put("apiV3KeySecret", "api-v3-key")
                .put("platformPublicKeyId", merchant.platformKeyId())
                .put("platformPublicKeySecret", "platform-key")
                .put("apiV2KeySecret", "api-v2-key")
                .putAll(extra.build())
                .build();
    }

    /** Where certificates are downloaded, there is no public key. */
    private static Body without(Body settings) {
        if (!settings.has("platformCertificates")) {
            return settings;
        }
        Body.Builder left = Body.builder();
        settings.fields().forEach((name, value) -> {
            if (!name.startsWith("platformPublicKey")) {
                left.put(name, value);
            }
        });
        return left.build();
    }

    static Map<String, Secret> secrets(WeChatPaySimulator simulator) {
        return Map.of(
                "private-key", Secret.of(simulator.merchantPrivateKeyPem()),
                "api-v3-key", Secret.of(simulator.merchant().apiV3Key()),
                "api-v2-key", Secret.of(simulator.merchant().apiV2Key()),
                "platform-key", Secret.of(simulator.platformPublicKeyPem()));
    }

    String notifyUrl() {
        return "http://127.0.0.1:" + callbacks.actualPort() + "/callbacks/wechat/1900000001";
    }

    PayOrder order(String orderNo, long fen) {
        return new PayOrder(
                orderNo,
                fen,
                "住院个人自付",
                PayOrder.Method.OUR_CODE,
                Instant.now(),
                Instant.now().plusSeconds(1_800),
                notifyUrl(),
                null);
    }

    RefundOrder refund(String refundNo, String orderNo, long refundFen, long totalFen) {
        return new RefundOrder(refundNo, order(orderNo, totalFen), refundFen, "出院结算撤销", notifyUrl(), Instant.now());
    }

    /** Opens an order and has the patient pay it. */
    void paid(String orderNo, long fen) {
        await(channel.pay(order(orderNo, fen), context()));
        await(simulator.payByOrder(orderNo));
    }

    static CallContext context() {
        return context(1, 20_000);
    }

    static CallContext context(int attempt, long millis) {
        return new CallContext(
                "0".repeat(32),
                "H32110200001202611220000000001",
                "321102",
                "100000",
                attempt,
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis),
                NO_VISIT);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("did not complete", e);
        }
    }

    @Override
    public void close() {
        await(channel.close());
        await(services.close());
        await(callbacks.close());
        await(simulator.stop());
        await(vertx.close());
    }

    private static final VisitMemory NO_VISIT = new VisitMemory() {
        @Override
        public Future<Optional<String>> recall() {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Void> remember(String text) {
            return Future.failedFuture("a payment belongs to no visit");
        }
    };

    /** The machine's clock, moved. */
    private static final class ShiftedClock extends Clock {
        private final AtomicReference<Duration> shift;
        private final ZoneId zone;

        ShiftedClock(AtomicReference<Duration> shift) {
            this(shift, ZoneOffset.UTC);
        }

        private ShiftedClock(AtomicReference<Duration> shift, ZoneId zone) {
            this.shift = shift;
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new ShiftedClock(shift, other);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(shift.get());
        }
    }
}
