package io.wutong.channel.unionpay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.simulator.unionpay.UnionPayKeys;
import io.wutong.simulator.unionpay.UnionPaySimulator;
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

    static final UnionPayKeys KEYS = new UnionPayKeys(Clock.systemUTC());

    final Vertx vertx = Vertx.vertx();
    final AtomicReference<Duration> pluginClockShift = new AtomicReference<>(Duration.ZERO);
    final AtomicReference<Duration> simulatorClockShift = new AtomicReference<>(Duration.ZERO);
    final UnionPaySimulator simulator;
    private final Map<String, List<RawNotification>> raws = new ConcurrentHashMap<>();
    private final Map<String, List<Outcome<PaymentEvent>>> events = new ConcurrentHashMap<>();
    private final Map<String, Instant> createdAt = new ConcurrentHashMap<>();
    final int simulatorPort;
    final HostServices services;
    final PaymentChannel channel;
    private final HttpServer callbacks;

    Bench() {
        simulator = new UnionPaySimulator(
                KEYS, new ShiftedClock(simulatorClockShift), List.of(20L, 40L), new HttpClientOptions());
        int port = await(simulator.start(vertx));
        simulatorPort = port;
        AdapterSpec spec = AdapterSpec.of("unionpay", "channel-unionpay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(settings(port))
                .withSecrets(secrets())
                .withAllowedHosts("127.0.0.1:" + port);
        services = new HostServices(vertx, spec, Bench.class.getClassLoader(), new ShiftedClock(pluginClockShift));
        channel = await(
                new UnionPayFactory().create(new AdapterConfig(spec.name(), spec.area(), spec.settings()), services));
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

    static Body settings(int port) {
        return Body.builder()
                .put("baseUrl", "http://127.0.0.1:" + port)
                .put("fileUrl", "http://127.0.0.1:" + port + "/")
                .put("merId", UnionPaySimulator.MER_ID)
                .put("signKeySecret", "key")
                .put("signCertificateSecret", "certificate")
                .put("rootCertificateSecret", "root")
                .put("middleCertificateSecret", "middle")
                .build();
    }

    static Map<String, Secret> secrets() {
        return Map.of(
                "key", Secret.of(KEYS.merchantKeyPem()),
                "certificate", Secret.of(KEYS.merchantCertificatePem()),
                "root", Secret.of(KEYS.rootPem()),
                "middle", Secret.of(KEYS.middlePem()));
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
        Instant now = createdAt.computeIfAbsent(orderNo, no -> Instant.now().plus(pluginClockShift.get()));
        return new PayOrder(orderNo, fen, "住院个人自付", method, now, now.plusSeconds(1_800), notifyUrl(orderNo), payer);
    }

    RefundOrder refund(String refundNo, String orderNo, long refundFen, long totalFen) {
        return new RefundOrder(
                refundNo,
                order(orderNo, totalFen),
                refundFen,
                "出院结算撤销",
                notifyUrl(orderNo),
                order(refundNo, totalFen).createdAt());
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
