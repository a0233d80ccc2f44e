package io.wutong.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.CallContext;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundOrder;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A payment channel on the host's real services, its simulated counterpart, and between them a small host: it has the
 * plugin verify each callback, keeps what came, and acknowledges what held.
 *
 * @param <S> the counterpart's simulator
 */
public abstract class ChannelBench<S> implements AutoCloseable {

    private static final long ORDER_SECONDS = 1_800;
    private static final long CALL_MILLIS = 20_000;

    public final Vertx vertx = Vertx.vertx();
    public final AtomicReference<Duration> pluginClockShift = new AtomicReference<>(Duration.ZERO);
    public final AtomicReference<Duration> simulatorClockShift = new AtomicReference<>(Duration.ZERO);
    public final S simulator;
    public final int simulatorPort;
    public final HostServices services;
    public final PaymentChannel channel;
    /** All that was told, and what the plugin said of it, in the order in which it came. */
    public final List<RawNotification> raws = new CopyOnWriteArrayList<>();

    public final List<Outcome<PaymentEvent>> events = new CopyOnWriteArrayList<>();
    private final Map<String, List<RawNotification>> rawsOf = new ConcurrentHashMap<>();
    private final Map<String, List<Outcome<PaymentEvent>>> eventsOf = new ConcurrentHashMap<>();
    private final Map<String, Instant> createdAt = new ConcurrentHashMap<>();
    private final Supplier<Future<Void>> stop;
    private final HttpServer callbacks;

    /**
     * A counterpart that has been started.
     *
     * @param spec how the plugin is configured to reach it
     */
    public record Counterpart<S>(S simulator, int port, AdapterSpec spec, Supplier<Future<Void>> stop) {}

    /** Starts the counterpart. */
    @FunctionalInterface
    public interface Starter<S> {
        Counterpart<S> start(Vertx vertx, Clock clock);
    }

    protected ChannelBench(PaymentChannelFactory factory, Starter<S> starter) {
        Counterpart<S> counterpart = starter.start(vertx, new ShiftedClock(simulatorClockShift, ZoneOffset.UTC));
        simulator = counterpart.simulator();
        simulatorPort = counterpart.port();
        stop = counterpart.stop();
        AdapterSpec spec = counterpart.spec();
        services = new HostServices(
                vertx, spec, factory.getClass().getClassLoader(), new ShiftedClock(pluginClockShift, ZoneOffset.UTC));
        channel = await(factory.create(new AdapterConfig(spec.name(), spec.area(), spec.settings()), services));
        callbacks = await(vertx.createHttpServer().requestHandler(this::told).listen(0, "127.0.0.1"));
    }

    /** The patient pays an order that is open. */
    protected abstract Future<?> patientPays(String orderNo);

    private void told(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        String of = request.path().substring(request.path().lastIndexOf('/') + 1);
        request.body()
                .map(body -> new RawNotification(headers, body))
                .compose(raw -> {
                    raws.add(raw);
                    raws(of).add(raw);
                    return channel.verifyNotification(raw);
                })
                .onSuccess(outcome -> {
                    events.add(outcome);
                    events(of).add(outcome);
                    Acknowledgement answer = channel.acknowledge(outcome instanceof Outcome.Succeeded<PaymentEvent>);
                    request.response().setStatusCode(answer.status()).end(answer.body());
                });
    }

    /** What was told of an order, by its number. */
    public List<RawNotification> raws(String orderNo) {
        return rawsOf.computeIfAbsent(orderNo, no -> new CopyOnWriteArrayList<>());
    }

    /** What the plugin said of it. */
    public List<Outcome<PaymentEvent>> events(String orderNo) {
        return eventsOf.computeIfAbsent(orderNo, no -> new CopyOnWriteArrayList<>());
    }

    public String notifyUrl(String last) {
        return "http://127.0.0.1:" + callbacks.actualPort() + "/callbacks/" + last;
    }

    public PayOrder order(String orderNo, long fen) {
        return order(orderNo, fen, PayOrder.Method.OUR_CODE, null);
    }

    /** By the code that the patient shows. */
    public PayOrder scanned(String orderNo, long fen, String code) {
        return order(orderNo, fen, PayOrder.Method.PATIENT_CODE, code);
    }

    private PayOrder order(String orderNo, long fen, PayOrder.Method method, @Nullable String payer) {
        Instant created = createdAt.computeIfAbsent(orderNo, no -> Instant.now().plus(pluginClockShift.get()));
        return new PayOrder(
                orderNo, fen, "住院个人自付", method, created, created.plusSeconds(ORDER_SECONDS), notifyUrl(orderNo), payer);
    }

    public RefundOrder refund(String refundNo, String orderNo, long refundFen, long totalFen) {
        return new RefundOrder(
                refundNo,
                order(orderNo, totalFen),
                refundFen,
                "出院结算撤销",
                notifyUrl(orderNo),
                order(refundNo, totalFen).createdAt());
    }

    /** Opens an order and has the patient pay it. */
    public PayOrder paid(String orderNo, long fen) {
        PayOrder order = order(orderNo, fen);
        await(channel.pay(order, context()));
        await(patientPays(orderNo));
        return order;
    }

    public static CallContext context() {
        return context(1, CALL_MILLIS);
    }

    public static CallContext context(int attempt, long millis) {
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

    public static <T> T await(Future<T> future) {
        return Calls.await(future);
    }

    @Override
    public void close() {
        await(channel.close());
        await(services.close());
        await(callbacks.close());
        await(stop.get());
        await(vertx.close());
    }

    /** The machine's clock, moved. */
    private static final class ShiftedClock extends Clock {
        private final AtomicReference<Duration> shift;
        private final ZoneId zone;

        ShiftedClock(AtomicReference<Duration> shift, ZoneId zone) {
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
