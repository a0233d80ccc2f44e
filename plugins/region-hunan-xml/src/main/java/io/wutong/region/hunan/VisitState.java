package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.Optional;

/**
 * What this dialect remembers of a visit, as a small JSON object in the host's {@link io.wutong.spi.VisitMemory}; no
 * personal data. It is written before a call with an effect ({@code pending}, {@code sent}) and after its answer.
 */
record VisitState(Body body) {

    /** The legacy visit number. */
    static final String VISIT_NO = "aaz217";
    /** The transaction whose end is not known, and its message id. */
    static final String PENDING = "pending";
    /** Epoch milliseconds when it was sent. */
    static final String SENT = "sent";
    /** The settlement's national number; it stands while {@link #SETTLED} is {@code 1}. */
    static final String SETL_ID = "setl_id";

    static final String SETL_TIME = "setl_time";
    static final String SETTLED = "settled";
    static final String PARTS = "parts";
    /** What was uploaded instead of lines that never came: the split sums, or {@code dirty}. */
    static final String SUMMARY = "summary";

    static final String LINES = "lines";
    static final String DSCG_WAY = "dscg_way";
    static final String LINES_SENT = "lines_sent";
    static final String CANCEL_ID = "cancel_id";
    static final String CANCEL_TIME = "cancel_time";

    static final VisitState EMPTY = new VisitState(Body.EMPTY);

    /** A failure to recall means that nothing has been sent. */
    static Future<VisitState> recall(CallContext context) {
        return context.visit()
                .recall()
                .map(text -> new VisitState(text.map(Json::read).orElse(Body.EMPTY)))
                .recover(failure -> Future.failedFuture(new CallFailure(false, "memory_recall")));
    }

    /** To be used before something is sent: a failure means that it was not. */
    Future<VisitState> rememberBefore(CallContext context) {
        return context.visit()
                .remember(Json.writeText(body))
                .map(this)
                .recover(failure -> Future.failedFuture(new CallFailure(false, "memory_remember")));
    }

    /** To be used after an effect: a failure leaves the call unknown. */
    Future<VisitState> rememberAfter(CallContext context) {
        return context.visit()
                .remember(Json.writeText(body))
                .map(this)
                .recover(failure -> Future.failedFuture(new CallFailure(true, "memory_remember")));
    }

    VisitState with(String name, String value) {
        return new VisitState(body.with(name, Value.text(value)));
    }

    VisitState with(String name, Value value) {
        return new VisitState(body.with(name, value));
    }

    /** About to send a transaction with an effect. */
    VisitState sending(String infno, String msgid, long nowMillis) {
        return with(PENDING, pending(infno, msgid)).with(SENT, Long.toString(nowMillis));
    }

    boolean isPending(String infno, String msgid) {
        return text(PENDING).equals(Optional.of(pending(infno, msgid)));
    }

    /** Another transaction's end is not known yet. */
    boolean isOtherPending(String infno, String msgid) {
        return text(PENDING).isPresent() && !isPending(infno, msgid);
    }

    VisitState nothingPending() {
        return with(PENDING, "");
    }

    private static String pending(String infno, String msgid) {
        return infno + " " + msgid;
    }

    long millis(String name) {
        return text(name).map(Long::parseLong).orElse(0L);
    }

    boolean settled() {
        return text(SETTLED).equals(Optional.of("1"));
    }

    Optional<String> text(String name) {
        return body.text(name);
    }

    /** The legacy visit number; without one nothing can be asked of the legacy system. */
    String visitNo() {
        return text(VISIT_NO).orElseThrow(() -> new Refusal("HUNAN-NOVISIT", "参保地系统没有该次就诊的入院登记"));
    }
}
