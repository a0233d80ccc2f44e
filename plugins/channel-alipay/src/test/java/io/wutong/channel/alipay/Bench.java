package io.wutong.channel.alipay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.simulator.alipay.AlipayKeys;
import io.wutong.simulator.alipay.AlipaySimulator;
import io.wutong.simulator.alipay.Shop;
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
import io.wutong.spi.Value;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The plugin on the host's real services, the simulator, and between them a small host: it has the plugin verify each
 * callback, keeps what came, and acknowledges what held.
 */
final class Bench implements AutoCloseable {

    /** How the application proves itself and hides. */
    enum Mode {
        KEY,
        CERTIFICATES,
        KEY_ENCRYPTED,
        CERTIFICATES_ENCRYPTED
    }

    static final AlipayKeys KEYS = new AlipayKeys(Clock.systemUTC());

    final Vertx vertx = Vertx.vertx();
    final AtomicReference<Duration> pluginClockShift = new AtomicReference<>(Duration.ZERO);
    final AtomicReference<Duration> simulatorClockShift = new AtomicReference<>(Duration.ZERO);
    final AlipaySimulator simulator;
    private final Map<String, List<RawNotification>> raws = new ConcurrentHashMap<>();
    private final Map<String, List<Outcome<PaymentEvent>>> events = new ConcurrentHashMap<>();
    final int simulatorPort;
    final HostServices services;
    final PaymentChannel channel;
    private final HttpServer callbacks;

    Bench(Mode mode) {
        simulator = new AlipaySimulator(
                Shop.SAMPLE,
                KEYS,
                mode.name().startsWith("CERTIFICATES"),
                new ShiftedClock(simulatorClockShift),
                List.of(20L, 40L),
                new HttpClientOptions());
        int port = await(simulator.start(vertx));
        simulatorPort = port;
        AdapterSpec spec = AdapterSpec.of("alipay", "channel-alipay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(settings(port, mode))
                .withSecrets(secrets())
                .withAllowedHosts("127.0.0.1:" + port);
        services = new HostServices(vertx, spec, Bench.class.getClassLoader(), new ShiftedClock(pluginClockShift));
        channel = await(
                new AlipayFactory().create(new AdapterConfig(spec.name(), spec.area(), spec.settings()), services));
        callbacks = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    Map<String, String> headers = new TreeMap<>();
                    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
                    request.body()
                            .map(body -> new RawNotification(headers, body))
                            .compose(raw -> {
                                raws(request.path()).add(raw);
                                return channel.verifyNotification(raw);
                            })
                            .onSuccess(outcome -> {
                                events(request.path()).add(outcome);
                                Acknowledgement answer =
                                        channel.acknowledge(outcome instanceof Outcome.Succeeded<PaymentEvent>);
                                request.response()
                                        .setStatusCode(answer.status())
                                        .end(answer.body());
                            });
                })
                .listen(0, "127.0.0.1"));
    }

    static Body settings(int port, Mode mode) {
        Body.Builder settings = Body.builder()
                .put("gatewayUrl", "http://127.0.0.1:" + port + AlipaySimulator.PATH)
                .put("billBaseUrl", "http://127.0.0.1:" + port)
                .put("appId", Shop.SAMPLE.appId())
                .put("sellerId", Shop.SAMPLE.sellerId())
                .put("privateKeySecret", "app-key");
        if (mode.name().startsWith("CERTIFICATES")) {
            settings.put(
                    "certificates",
                    Body.builder()
                            .put("appSecret", "app-certificate")
                            .put("rootSecret", "roots")
                            .put("alipaySecrets", List.of(Value.text("alipay-certificate")))
                            .build());
        } else {
            settings.put("alipayPublicKeySecret", "alipay-key");
        }
        return mode.name().endsWith("ENCRYPTED")
                ? settings.put("contentKeySecret", "content-key").build()
                : settings.build();
    }

    static Map<String, Secret> secrets() {
        return Map.of(
                "app-key", Secret.of(KEYS.applicationPrivatePem()),
                "alipay-key", Secret.of(KEYS.alipayPublicPem()),
                "app-certificate", Secret.of(KEYS.applicationCertificatePem()),
                "alipay-certificate", Secret.of(KEYS.alipayCertificatePem()),
                "roots", Secret.of(KEYS.rootCertificatesPem()),
                "content-key", Secret.of(Shop.SAMPLE.contentKey()));
    }

    /** What was told of an order, by its number. */
    List<RawNotification> raws(String orderNo) {
        return raws.computeIfAbsent(
                orderNo.substring(orderNo.lastIndexOf('/') + 1), no -> new CopyOnWriteArrayList<>());
    }

    /** What the plugin said of it. */
    List<Outcome<PaymentEvent>> events(String orderNo) {
        return events.computeIfAbsent(
                orderNo.substring(orderNo.lastIndexOf('/') + 1), no -> new CopyOnWriteArrayList<>());
    }

    private String notifyUrl(String orderNo) {
        return "http://127.0.0.1:" + callbacks.actualPort() + "/callbacks/" + orderNo;
    }

    PayOrder order(String orderNo, long fen) {
        return order(orderNo, fen, PayOrder.Method.OUR_CODE, null);
    }

    PayOrder scanned(String orderNo, long fen, String code) {
        return order(orderNo, fen, PayOrder.Method.PATIENT_CODE, code);
    }

    private PayOrder order(String orderNo, long fen, PayOrder.Method method, String payer) {
        Instant now = Instant.now().plus(pluginClockShift.get());
        return new PayOrder(orderNo, fen, "住院个人自付", method, now, now.plusSeconds(1_800), notifyUrl(orderNo), payer);
    }

    RefundOrder refund(String refundNo, String orderNo, long refundFen, long totalFen) {
        return new RefundOrder(
                refundNo, order(orderNo, totalFen), refundFen, "出院结算撤销", notifyUrl(orderNo), Instant.now());
    }

    /** Opens an order and has the patient pay it. */
    PayOrder paid(String orderNo, long fen) {
        PayOrder order = order(orderNo, fen);
        await(channel.pay(order, context()));
        await(simulator.payByOrder(orderNo));
        return order;
    }

    static CallContext context() {
        return context(1, 20_000);
    }

    static CallContext context(int attempt, long millis) {
        CallContext first = Calls.context(millis, new MemoryVisitMemory());
        return new CallContext(
                first.traceId(),
                first.msgid(),
                first.from(),
                first.to(),
                attempt,
                first.deadlineNanos(),
                first.visit());
    }

    static <T> T await(Future<T> future) {
        return Calls.await(future);
    }

    @Override
    public void close() {
        await(channel.close());
        await(services.close());
        await(callbacks.close());
        await(simulator.stop());
        await(vertx.close());
    }

    /** The machine's clock, moved. */
    private static final class ShiftedClock extends Clock {
        private final AtomicReference<Duration> shift;

        ShiftedClock(AtomicReference<Duration> shift) {
            this.shift = shift;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(shift.get());
        }
    }
}
