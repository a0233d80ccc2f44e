package io.wutong.sandbox.chaos;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.wutong.app.AppConfig.Tls;
import io.wutong.app.client.Target;
import io.wutong.app.client.TerminalSender;
import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import io.wutong.simulator.wechat.AnswerFault;
import io.wutong.simulator.wechat.Merchant;
import io.wutong.simulator.wechat.NotificationFault;
import io.wutong.simulator.wechat.SimulatorKeys;
import io.wutong.simulator.wechat.WeChatPaySimulator;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Where patients pay what the funds do not: a terminal for each institution, WeChat Pay's simulator, and the wire on which
 * it calls back. A visit's number says what its patient does, and so how the order must end.
 */
final class PaymentWindow implements AutoCloseable {

    static final String CHANNEL = "wechatpay";

    private static final String PLUGIN = "channel-wechatpay";
    static final String ORDERS = "/terminal/v1/orders";

    private static final String KEY = "terminal-key-of-the-chaos";
    /** A channel repeats a notification that nobody acknowledges; with the last one it gives up. */
    private static final List<Long> REPEATED_AFTER_MILLIS = List.of(100L, 400L, 1_600L);

    private static final long ASKED_EVERY_MILLIS = 1_000;
    private static final long END_SECONDS_MAX = 120;
    private static final long REQUEST_MILLIS_MAX = 30_000;
    private static final int SECONDS_MAX = 20;

    /** What a patient does, and the state that the order must come to. */
    enum Patient {
        PAYS("PAID"),
        /** As soon as the channel has the order, whether or not we have its answer. */
        PAYS_BEFORE_OUR_ANSWER("PAID"),
        PAYS_AFTER_WE_CLOSED("REFUNDED"),
        IS_CANCELLED_AND_PAID_BACK("REFUNDED"),
        DOES_NOT_PAY("CLOSED");

        final String end;

        Patient(String end) {
            this.end = end;
        }

        static Patient of(Bill bill) {
            return values()[(int) (bill.number() % values().length)];
        }
    }

    final WeChatPaySimulator channel;
    private final Vertx vertx;
    private final int port;
    private final Relay callbacks;
    /** On which terminals send: it stays when the process comes back elsewhere. */
    private final Relay counter;

    private final SignedPlugins plugins = new SignedPlugins();
    private final List<TerminalSender> terminals = new ArrayList<>();
    private final Map<String, Patient> orders = new ConcurrentHashMap<>();
    private final Map<String, Integer> told = new ConcurrentHashMap<>();
    private final AtomicInteger served = new AtomicInteger();
    private int answersFailed;
    private final List<String> wrong = new ArrayList<>();

    private PaymentWindow(Vertx vertx, WeChatPaySimulator channel, int port, ToIntFunction<String> listeners) {
        this.vertx = vertx;
        this.channel = channel;
        this.port = port;
        this.callbacks = new Relay(vertx, () -> listeners.applyAsInt("callbacks"));
        this.counter = new Relay(vertx, () -> listeners.applyAsInt("hospital"));
    }

    /** @param listeners where the gateway listens; 0 while it does not run */
    static PaymentWindow open(Vertx vertx, ToIntFunction<String> listeners) {
        // it calls back over the run's own TLS, whose authority lives as long as the run
        WeChatPaySimulator channel = new WeChatPaySimulator(
                Merchant.SAMPLE,
                new SimulatorKeys(),
                Clock.systemUTC(),
                REPEATED_AFTER_MILLIS,
                new HttpClientOptions().setTrustAll(true).setVerifyHost(false));
        channel.billsEarly(true);
        return new PaymentWindow(
                vertx,
                channel,
                channel.start(vertx).toCompletionStage().toCompletableFuture().join(),
                listeners);
    }

    /** The wire on which the channel calls back. */
    Relay callbacks() {
        return callbacks;
    }

    // ---------------------------------------------------------- configuration

    /** What stands among the process's listeners. */
    String listener(Tls tls) {
        return "  callbacks: {host: 127.0.0.1, port: 0, tls: {certificate: " + tls.certificate() + ", key: " + tls.key()
                + "}}\n";
    }

    /** Puts the signed plugin into the process's folder, and says how the process is configured for it. */
    String configure(Path folder, Path pluginFolder) throws IOException {
        plugins.copy(PLUGIN, pluginFolder.resolve(PLUGIN + ".jar"));
        Merchant merchant = channel.merchant();
        Path privateKey = Files.writeString(folder.resolve("wechat-private.pem"), channel.merchantPrivateKeyPem());
        Path platform = Files.writeString(folder.resolve("wechat-platform.pem"), channel.platformPublicKeyPem());
        Path v3 = Files.writeString(folder.resolve("wechat-v3"), merchant.apiV3Key());
        StringBuilder yaml = new StringBuilder("""
                plugin_keys: [%s]
                callback_base: https://localhost:%d/callbacks
                adapters:
                  - name: %s
                    plugin: %s
                    settings: {baseUrl: "http://127.0.0.1:%d", mchid: "%s", appid: %s, serial: "%s",
                      privateKeySecret: private-key, apiV3KeySecret: api-v3-key, platformPublicKeyId: %s,
                      platformPublicKeySecret: platform-public-key}
                    secrets:
                      private-key: {file: %s}
                      api-v3-key: {file: %s}
                      platform-public-key: {file: %s}
                    allowed_hosts: ["127.0.0.1:%d"]
                charges:
                  - {area: "%s", infno: "2304", sequence: pay_first, orders: separate}
                terminals:
                """.formatted(
                        plugins.publicKey(),
                        callbacks.port(),
                        CHANNEL,
                        PLUGIN,
                        port,
                        merchant.mchid(),
                        merchant.appid(),
                        merchant.serial(),
                        merchant.platformKeyId(),
                        privateKey,
                        v3,
                        platform,
                        port,
                        Patients.CARE));
        for (int i = 0; i < Patients.INSTITUTIONS; i++) {
            yaml.append("  - {id: T")
                    .append(i)
                    .append(", key: ")
                    .append(KEY)
                    .append(", institution: ")
                    .append(Patients.institution(i))
                    .append("}\n");
        }
        return yaml.toString();
    }

    /** Terminals may send from now on. */
    void connect() {
        Target target = new Target("127.0.0.1", counter.port(), false, null);
        for (int i = 0; i < Patients.INSTITUTIONS; i++) {
            terminals.add(new TerminalSender(vertx, target, "T" + i, KEY.getBytes(), REQUEST_MILLIS_MAX));
        }
    }

    // ------------------------------------------------------------------ orders

    /** Settles a visit and does with its order what the visit's patient does, while something goes wrong. */
    Future<?> serve(Hospital hospital, Member care, Bill bill) {
        misbehave();
        Sent settlement = hospital.message(bill, 0, "2304", Hospital.settlement(bill));
        return hospital.deliver(settlement)
                .compose(settled -> settled.succeeded()
                        ? ordered(hospital, care, bill, settlement)
                        : Future.failedFuture("not settled: " + settled));
    }

    /**
     * With each second visit a notification goes wrong, with each eighth an answer of the channel, unless one is still to:
     * where many begin at once their faults would come one after the other, and a channel that answers none is cut off.
     */
    private void misbehave() {
        int n = served.incrementAndGet();
        if (n % 2 == 0) {
            NotificationFault fault = next(NotificationFault.values(), n / 2);
            channel.failNextNotification(fault);
            told.merge(fault.name(), 1, Integer::sum);
        }
        if (n % 8 == 0 && !channel.failsNextAnswer()) {
            AnswerFault fault = next(AnswerFault.values(), answersFailed++);
            channel.failNextAnswer(fault);
            told.merge("answer " + fault.name(), 1, Integer::sum);
        }
    }

    private static <T> T next(T[] values, int n) {
        return values[n % values.length];
    }

    /** How often what has been made to go wrong. */
    Map<String, Integer> told() {
        return new TreeMap<>(told);
    }

    private Future<?> ordered(Hospital hospital, Member care, Bill bill, Sent settlement) {
        Patient patient = Patient.of(bill);
        Body asked = Body.builder()
                .put("setl_id", settlement.setlId())
                .put("channel", CHANNEL)
                .build();
        Future<Body> answered = until(
                () -> send(bill, HttpMethod.POST, ORDERS, asked),
                order -> !order.textOr("order_no", "").isEmpty());
        if (patient == Patient.PAYS_BEFORE_OUR_ANSWER) {
            return number(care, settlement.setlId())
                    .compose(this::payAsSoonAsItIsThere)
                    .compose(paid -> answered)
                    .compose(order -> ends(bill, order.textOr("order_no", ""), patient));
        }
        return answered.compose(order -> {
            String orderNo = order.textOr("order_no", "");
            return state(bill, orderNo, "OPEN")
                    .compose(open -> does(hospital, bill, settlement, orderNo))
                    .compose(done -> ends(bill, orderNo, patient));
        });
    }

    private Future<?> does(Hospital hospital, Bill bill, Sent settlement, String orderNo) {
        return switch (Patient.of(bill)) {
            case PAYS, PAYS_BEFORE_OUR_ANSWER -> payAsSoonAsItIsThere(orderNo);
            case PAYS_AFTER_WE_CLOSED ->
                closed(bill, orderNo).compose(closed -> vertx.executeBlocking(() -> channel.payLate(orderNo)));
            case IS_CANCELLED_AND_PAID_BACK ->
                payAsSoonAsItIsThere(orderNo)
                        .compose(paid -> state(bill, orderNo, "PAID"))
                        .compose(paid -> hospital.cancel(bill, settlement));
            case DOES_NOT_PAY -> closed(bill, orderNo);
        };
    }

    Future<Body> closed(Bill bill, String orderNo) {
        return until(() -> send(bill, HttpMethod.POST, ORDERS + "/" + orderNo + "/close", Body.EMPTY), said -> true)
                .compose(asked -> state(bill, orderNo, "CLOSED"));
    }

    private Future<Body> ends(Bill bill, String orderNo, Patient patient) {
        expect(orderNo, patient);
        return state(bill, orderNo, patient.end);
    }

    /** How an order is to end. */
    void expect(String orderNo, Patient patient) {
        orders.put(orderNo, patient);
    }

    Future<Body> state(Bill bill, String orderNo, String state) {
        return until(
                () -> send(bill, HttpMethod.GET, ORDERS + "/" + orderNo, null),
                order -> order.textOr("state", "").equals(state));
    }

    Future<Body> send(Bill bill, HttpMethod method, String path, Body body) {
        TerminalSender terminal = terminals.get((int) (bill.number() % Patients.INSTITUTIONS));
        return terminal.send(method, path, body == null ? new byte[0] : Json.write(body))
                .map(reply -> Json.read(reply.bytes()));
    }

    /** The code stands on the patient's telephone before the terminal has heard of it. */
    private Future<String> number(Member care, String setlId) {
        return until(
                        () -> vertx.executeBlocking(() -> {
                            try (Database database = care.open()) {
                                List<List<String>> found =
                                        database.rows("select order_no from payment_order where setl_id = ?", setlId);
                                return Body.builder()
                                        .put(
                                                "order_no",
                                                found.isEmpty()
                                                        ? ""
                                                        : found.get(0).get(0))
                                        .build();
                            }
                        }),
                        found -> !found.textOr("order_no", "").isEmpty())
                .map(found -> found.textOr("order_no", ""));
    }

    Future<Body> payAsSoonAsItIsThere(String orderNo) {
        return until(
                () -> vertx.executeBlocking(() -> {
                    channel.payByOrder(orderNo); // its notification may be long in coming, or lost
                    return Body.EMPTY;
                }),
                paid -> true);
    }

    Future<Body> until(Supplier<Future<Body>> ask, Predicate<Body> enough) {
        Promise<Body> promise = Promise.promise();
        ask(ask, enough, System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS_MAX), promise);
        return promise.future();
    }

    private void ask(Supplier<Future<Body>> ask, Predicate<Body> enough, long until, Promise<Body> promise) {
        ask.get().onComplete(answered -> {
            if (answered.succeeded() && enough.test(answered.result())) {
                promise.complete(answered.result());
            } else if (System.nanoTime() > until) {
                String what = answered.succeeded() ? Json.writeText(answered.result()) : answered.cause() + "";
                synchronized (wrong) {
                    wrong.add("not in time: " + what);
                }
                promise.fail("not in time: " + what);
            } else {
                vertx.timer(ASKED_EVERY_MILLIS, TimeUnit.MILLISECONDS)
                        .onSuccess(fired -> ask(ask, enough, until, promise));
            }
        });
    }

    // ----------------------------------------------------------------- compare

    /** What does not hold: an order that ended otherwise than its patient did, or is not in the store alone. */
    List<String> compare(Database care) throws SQLException {
        List<String> found = new ArrayList<>();
        synchronized (wrong) {
            found.addAll(wrong);
        }
        Map<String, String> left = new TreeMap<>();
        orders.forEach((orderNo, patient) -> left.put(orderNo, patient.name()));
        for (List<String> row : care.rows("select order_no, state from payment_order")) {
            Patient patient = orders.get(row.get(0));
            left.remove(row.get(0));
            if (patient == null || !patient.end.equals(row.get(1))) {
                found.add("order " + row.get(0) + " of a patient who " + patient + " is " + row.get(1));
            }
        }
        left.forEach((orderNo, patient) -> found.add("order " + orderNo + " is not stored"));
        return found;
    }

    int orders() {
        return orders.size();
    }

    @Override
    public void close() throws TimeoutException {
        for (TerminalSender terminal : terminals) {
            terminal.close().await(SECONDS_MAX, TimeUnit.SECONDS);
        }
        callbacks.close();
        counter.close();
        channel.stop().await(SECONDS_MAX, TimeUnit.SECONDS);
    }
}
