package io.wutong.sandbox.chaos;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.wutong.http.HospitalListener;
import io.wutong.http.auth.TifSignature;
import io.wutong.sandbox.stand.Patients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Hospitals in one thread. A HIS that is told no end sends the same message again, under the same id, with growing waits.
 * What it is told was never done it sends under a new one.
 * Some clerks press the button twice, give up and reverse, ask, or cancel and settle once more.
 */
final class Hospital implements AutoCloseable {

    private static final long ANSWER_SECONDS_MAX = 22;
    private static final long WAIT_MILLIS_MAX = 2_000;
    private static final int CONNECTIONS_MAX = 512;
    private static final int DESKS_ADMITTING = 24;
    /** Further messages of a visit are numbered so far apart. */
    private static final long FURTHER = 1_000_000;
    /** Of these, the settlements that are sent anew have this one and those after it. */
    private static final int ANEW = 10;

    private static final int ANEW_MAX = 5;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    private final HttpClient client;
    private volatile IntSupplier port;
    private final Random random;
    private final List<Bill> bills = new ArrayList<>();
    private final Map<String, Integer> heard = new java.util.concurrent.ConcurrentSkipListMap<>();
    /** Requests that have no connection yet, by the port that they are for. */
    private final Map<Integer, Integer> connecting = new java.util.concurrent.ConcurrentHashMap<>();

    private long nonces;
    private volatile int settled;
    private volatile int begun;
    private volatile int over;

    Hospital(IntSupplier port, long seed) {
        this.port = port;
        this.random = new Random(seed);
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(2_000).setKeepAlive(true),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(20_000));
    }

    /** What hospitals do with a bill. */
    interface Course {
        Future<?> run(Bill bill);
    }

    /** From now on. */
    void sendTo(IntSupplier there) {
        port = there;
    }

    // ------------------------------------------------------------------- desks

    /**
     * Keeps desks busy: each takes the next visit, brings it to its end, rests a moment and takes the next one.
     *
     * @param enough asked before each visit; when it says so, no desk begins another
     * @return completes when all that was begun has come to its end
     */
    Future<Void> work(
            int desks, LongSupplier restMillis, LongFunction<Bill> visits, Course course, BooleanSupplier enough) {
        return onContext(() -> {
            List<Future<?>> all = new ArrayList<>();
            long[] next = new long[1];
            for (int i = 0; i < desks; i++) {
                all.add(desk(restMillis, visits, course, enough, next));
            }
            return Future.all(all).mapEmpty();
        });
    }

    private Future<Void> desk(
            LongSupplier restMillis, LongFunction<Bill> visits, Course course, BooleanSupplier enough, long[] next) {
        Promise<Void> promise = Promise.promise();
        serve(restMillis, visits, course, enough, next, promise);
        return promise.future();
    }

    private void serve(
            LongSupplier restMillis,
            LongFunction<Bill> visits,
            Course course,
            BooleanSupplier enough,
            long[] next,
            Promise<Void> promise) {
        if (enough.getAsBoolean()) {
            promise.complete();
            return;
        }
        Bill bill = visits.apply(next[0]++);
        if (bill == null) {
            promise.complete();
            return;
        }
        bills.add(bill);
        begun++;
        course.run(bill).onComplete(done -> {
            over++;
            if (done.failed()) {
                heard.merge("given up", 1, Integer::sum);
                Report.note("given up: " + done.cause());
            }
            after(restMillis.getAsLong(), () -> serve(restMillis, visits, course, enough, next, promise));
        });
    }

    /** Admits whoever a legacy system is to settle. */
    Future<List<Bill>> admit(Legacy legacy, int count) {
        List<Bill> admitted = new ArrayList<>();
        return work(
                        DESKS_ADMITTING,
                        () -> 0,
                        n -> n < count ? legacy.bill(n) : null,
                        bill -> legacy.admitted(this, bill).onSuccess(admitted::add),
                        () -> false)
                .map(done -> {
                    bills.clear();
                    heard.clear(); // what was heard while nothing was broken yet
                    begun = 0;
                    over = 0;
                    return admitted;
                });
    }

    /** A visit's 2304, and what a clerk may do beside it, by the visit's number. */
    Future<?> settle(Bill bill) {
        return pressed(bill).compose(done -> settleAnew(bill, 0));
    }

    private Future<?> pressed(Bill bill) {
        Sent first = message(bill, 0, "2304", settlement(bill));
        return switch ((int) (bill.number() % 10)) {
            case 3 ->
                Future.join(
                        deliver(first), later(pause(50), () -> deliver(message(bill, 1, "2304", settlement(bill)))));
            case 5 -> Future.join(deliver(first), later(pause(300), () -> reverse(bill, first)));
            case 7 -> deliver(first).compose(done -> deliver(message(bill, 2, "5203", named(bill, first.setlId()))));
            case 9 -> deliver(first).compose(done -> cancelAndSettleAgain(bill, first));
            default -> deliver(first);
        };
    }

    /** Under a new id, as NET-ABSENT-001 says, unless the clerk has given up. */
    private Future<?> settleAnew(Bill bill, int times) {
        boolean wanted = bill.sent().stream().anyMatch(Sent::absent)
                && bill.sent().stream().noneMatch(sent -> sent.infno.equals("2601"))
                && bill.standing().isEmpty();
        return wanted && times < ANEW_MAX
                ? deliver(message(bill, ANEW + times, "2304", settlement(bill)))
                        .compose(done -> settleAnew(bill, times + 1))
                : Future.succeededFuture();
    }

    /** A visit's 2304 and nothing else. */
    Future<?> once(Bill bill) {
        return deliver(message(bill, 0, "2304", settlement(bill)));
    }

    /** The same admission on two connections at once. */
    Future<?> admitTwice(Bill bill) {
        Sent message = Legacy.admission(this, bill);
        return Future.join(deliver(message), deliver(message));
    }

    private Future<?> reverse(Bill bill, Sent first) {
        return deliver(message(
                        bill,
                        3,
                        "2601",
                        "{\"data\":{\"psn_no\":\"" + bill.psnNo() + "\",\"omsgid\":\"" + first.msgid
                                + "\",\"oinfno\":\"2304\"}}"))
                .compose(done -> deliver(first));
    }

    private Future<?> cancelAndSettleAgain(Bill bill, Sent first) {
        if (!first.succeeded()) {
            return Future.succeededFuture();
        }
        return cancel(bill, first)
                .compose(cancellation -> cancellation.succeeded()
                        ? deliver(message(bill, 5, "2304", settlement(bill)))
                        : Future.succeededFuture());
    }

    /** Takes a settlement back. */
    Future<Sent> cancel(Bill bill, Sent settlement) {
        return deliver(message(bill, 4, "2305", named(bill, settlement.setlId())));
    }

    private static String named(Bill bill, String setlId) {
        return "{\"data\":{\"mdtrt_id\":\"" + bill.mdtrtId() + "\",\"setl_id\":\"" + setlId + "\",\"psn_no\":\""
                + bill.psnNo() + "\"}}";
    }

    /** The input of its 2304. */
    static String settlement(Bill bill) {
        return Patients.settlement(bill.totalFen(), bill.priorFen(), bill.psnNo(), bill.certno(), bill.mdtrtId());
    }

    /** A visit's 2303: what the patient is shown before both halves are paid in one. */
    Future<Sent> show(Bill bill) {
        return deliver(made(bill, 6, "2303", settlement(bill)));
    }

    /** A new message about a bill. */
    Sent message(Bill bill, int further, String infno, String input) {
        Sent sent = made(bill, further, infno, input);
        bill.sent().add(sent);
        return sent;
    }

    /** One that somebody else may send: of what is sent about the bill only when it is. */
    static Sent made(Bill bill, int further, String infno, String input) {
        String msgid = Patients.msgid(bill.number() + further * FURTHER);
        int institution = (int) (bill.number() % Patients.INSTITUTIONS);
        return new Sent(
                infno,
                msgid,
                bill.homeArea(),
                institution,
                Patients.envelope(infno, msgid, bill.homeArea(), Patients.institution(institution), input));
    }

    private long pause(int millis) {
        return random.nextInt(millis);
    }

    // ---------------------------------------------------------------- sending

    /** Sends until an end is told. */
    Future<Sent> deliver(Sent sent) {
        sent.tries++;
        Promise<Sent> promise = Promise.promise();
        send(sent).onComplete(answered -> {
            String what = answered.succeeded() ? answered.result() : "no answer";
            heard.merge(sent.infno + " " + what, 1, Integer::sum);
            if (what.equals("end")) {
                if (sent.infno.equals("2304") && sent.succeeded() && !sent.counted) {
                    sent.counted = true;
                    settled++;
                }
                promise.complete(sent);
            } else {
                long wait = Math.min(WAIT_MILLIS_MAX, 100L << Math.min(6, sent.tries));
                after(wait / 2 + pause((int) wait), () -> deliver(sent).onComplete(promise));
            }
        });
        return promise.future();
    }

    private Future<String> send(Sent sent) {
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        String once = "chaos-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + "-" + ++nonces;
        int at = port.getAsInt();
        if (at == 0) {
            return Future.failedFuture("nobody listens");
        }
        connecting.merge(at, 1, Integer::sum);
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost("127.0.0.1")
                        .setPort(at)
                        .setURI(HospitalListener.PATH + "/" + sent.infno))
                .onComplete(connected -> connecting.merge(at, -1, Integer::sum))
                .compose(request -> {
                    request.putHeader(TifSignature.PAASID, "his-" + sent.institution)
                            .putHeader(TifSignature.TIMESTAMP, timestamp)
                            .putHeader(TifSignature.NONCE, once)
                            .putHeader(TifSignature.SIGNATURE, TifSignature.sign(timestamp, Patients.TOKEN, once))
                            .putHeader("content-type", "application/json;charset=utf-8")
                            .idleTimeout(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS_MAX));
                    return request.send(Buffer.buffer(sent.body))
                            .compose(response ->
                                    response.body().map(body -> told(sent, response.statusCode(), body.getBytes())));
                });
    }

    /** Whether a request for a port has no connection yet. */
    boolean connectsTo(int at) {
        return connecting.getOrDefault(at, 0) > 0;
    }

    private static String told(Sent sent, int status, byte[] body) {
        return sent.told(status, body) ? "end" : status == 200 ? "unknown" : "status " + status;
    }

    /** Each message that was told an end is sent once more: what was told must be told again. */
    Future<Void> askAgain(int max) {
        return onContext(() -> {
            List<Future<?>> all = new ArrayList<>();
            bills.stream()
                    .flatMap(bill -> bill.sent().stream())
                    .filter(sent -> !sent.infno.equals("5203"))
                    .limit(max)
                    .toList()
                    .forEach(sent -> all.add(deliver(sent)));
            return Future.all(all).mapEmpty();
        });
    }

    // ------------------------------------------------------------------ state

    /** All bills; to be called when nothing is on its way. */
    List<Bill> bills() {
        return List.copyOf(bills);
    }

    int settled() {
        return settled;
    }

    int begun() {
        return begun;
    }

    /** Bills that have come to their end. */
    int over() {
        return over;
    }

    /** Requests so far that told an end. */
    int ends() {
        return heard.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(" end"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Requests so far that told no end. */
    int failures() {
        return heard.entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith(" end"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** How often what was heard. */
    Map<String, Integer> heard() {
        return new TreeMap<>(heard);
    }

    private <T> Future<T> later(long millis, java.util.function.Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        after(millis, () -> work.get().onComplete(promise));
        return promise.future();
    }

    private void after(long millis, Runnable task) {
        if (millis <= 0) {
            context.runOnContext(go -> task.run());
        } else {
            context.setTimer(millis, fired -> task.run());
        }
    }

    private <T> Future<T> onContext(java.util.function.Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(go -> work.get().onComplete(promise));
        return promise.future();
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
