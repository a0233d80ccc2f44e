package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is remembered of a visit, as a small JSON object in the host's {@link io.wutong.spi.VisitMemory}; no personal
 * data. It is written before a call with an effect ({@code pending}, {@code sent}) and after its answer. A dialect adds
 * names of its own: a trial number, a transaction id.
 */
public record StayState(Body body) {

    /** The legacy visit number. */
    public static final String VISIT_NO = "visit_no";
    /** How the patient left, {@code dscg_way}; there once a discharge was told. */
    public static final String DSCG_WAY = "dscg_way";
    /** What was uploaded instead of lines that never came: the split sums, or {@code dirty}. */
    public static final String SUMMARY = "summary";
    /** Lines were uploaded: {@code 1}. */
    public static final String LINES = "lines";

    /** The settlement's national number; it stands while {@link #SETTLED} is {@code 1}. */
    static final String SETL_ID = "setl_id";

    static final String SETL_TIME = "setl_time";
    static final String SETTLED = "settled";
    static final String PARTS = "parts";
    static final String CANCEL_ID = "cancel_id";
    static final String CANCEL_TIME = "cancel_time";
    /** The transaction whose end is not known, and its message id. */
    private static final String PENDING = "pending";
    /** Epoch milliseconds when it was sent. */
    private static final String SENT = "sent";

    static final StayState EMPTY = new StayState(Body.EMPTY);

    /** Of a visit that is not the call's: what was remembered of it, as text. */
    public static StayState of(String remembered) {
        return remembered.isEmpty() ? EMPTY : new StayState(Json.read(remembered));
    }

    /** The parts of the last settlement. */
    public Parts parts() {
        return Parts.kept(body.body(PARTS));
    }

    /** A failure to recall means that nothing has been sent. */
    public static Future<StayState> recall(CallContext context) {
        return context.visit()
                .recall()
                .map(text -> new StayState(text.map(Json::read).orElse(Body.EMPTY)))
                .recover(failure -> Future.failedFuture(new CallFailure(false, "memory_recall")));
    }

    /** To be used before something is sent: a failure means that it was not. */
    public Future<StayState> rememberBefore(CallContext context) {
        return remember(context, failure -> false);
    }

    /**
     * To be used right before an effect, with what is under way. A failure leaves the call unknown where that may be kept
     * all the same: whoever asks finds that it is not there, and forgets it. To say that nothing was sent would leave the
     * visit busy.
     */
    Future<StayState> rememberIntent(CallContext context) {
        return remember(context, failure -> failure instanceof CallFailure kept && kept.sent());
    }

    /** To be used after an effect: a failure leaves the call unknown. */
    public Future<StayState> rememberAfter(CallContext context) {
        return remember(context, failure -> true);
    }

    private Future<StayState> remember(CallContext context, Predicate<Throwable> unknown) {
        return context.visit()
                .remember(Json.writeText(body))
                .map(this)
                .recover(failure -> Future.failedFuture(new CallFailure(unknown.test(failure), "memory_remember")));
    }

    public StayState with(String name, String value) {
        return new StayState(body.with(name, Value.text(value)));
    }

    public StayState with(String name, Value value) {
        return new StayState(body.with(name, value));
    }

    /** About to send a transaction with an effect. */
    StayState sending(String infno, String msgid, long nowMillis) {
        return with(PENDING, infno + " " + msgid).with(SENT, Long.toString(nowMillis));
    }

    boolean isPending(String infno, String msgid) {
        return text(PENDING).equals(Optional.of(infno + " " + msgid));
    }

    /** Another transaction's end is not known yet. */
    boolean isOtherPending(String infno, String msgid) {
        return isAnythingPending() && !isPending(infno, msgid);
    }

    boolean isAnythingPending() {
        return text(PENDING).isPresent();
    }

    StayState nothingPending() {
        return with(PENDING, "");
    }

    /** The registration does not stand any more, and nothing that hung on it. */
    static StayState closed() {
        return EMPTY.nothingPending();
    }

    /** With the time of a settlement that was forgotten here, as the legacy system tells it. */
    public StayState settledAt(String time) {
        return with(SETL_TIME, time);
    }

    long sentMillis() {
        return millis(SENT);
    }

    public long millis(String name) {
        return text(name).map(Long::parseLong).orElse(0L);
    }

    /** Nothing was ever remembered: either nothing was sent, or the memory was lost; the legacy system must say. */
    public boolean isBlank() {
        return body.fields().isEmpty();
    }

    boolean settled() {
        return text(SETTLED).equals(Optional.of("1"));
    }

    public Optional<String> text(String name) {
        return body.text(name);
    }

    /** The legacy visit number; {@code ""} before the legacy system has given one. */
    public String visitNo() {
        return body.textOr(VISIT_NO, "");
    }
}
