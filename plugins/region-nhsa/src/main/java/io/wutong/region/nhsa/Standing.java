package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.Request;
import io.wutong.support.ShortId;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import java.time.Clock;

/**
 * What stands of a visit at the region, asked by 5203: a settlement is known by the message id that made it; a
 * cancellation is known by the settlement that is not there any more.
 */
final class Standing {

    private final NhsaConfig config;
    private final SignedIn desk;
    private final Clock clock;

    Standing(NhsaConfig config, SignedIn desk, Clock clock) {
        this.config = config;
        this.desk = desk;
        this.clock = clock;
    }

    /** The settlement that this message made. */
    Future<Body> settlement(Request request, StayState state, CallContext context) {
        return standing("", request, state, context).compose(found -> {
            if (!found.body("setlinfo").textOr("medins_setl_id", "").equals(request.msgid())) {
                // one settlement is told; of several charge batches it may be another's
                throw found.fields().isEmpty() || !Remembered.anySettled(state)
                        ? absent(state)
                        : new CallFailure(true, "query_several");
            }
            return Remembered.settled(state, request, found)
                    .rememberAfter(context)
                    .map(Envelopes.inward(request, found, state.visitNo()));
        });
    }

    /** A settlement that still stands was not cancelled; one that does not was, and its amounts are known. */
    Future<Body> cancellation(Request request, StayState state, CallContext context) {
        String original = request.input().body("data").textOr("setl_id", "");
        return standing(original, request, state, context).map(found -> {
            if (found.body("setlinfo").textOr("setl_id", "").equals(original)) {
                throw absent(state);
            }
            if (!found.fields().isEmpty() && request.infno().equals("2208")) {
                throw new CallFailure(true, "answer_settlement"); // another charge batch's
            }
            Body amounts =
                    Remembered.amounts(state, original).orElseThrow(() -> new CallFailure(true, "memory_amounts"));
            String setlId = Remembered.cancellation(state, request.msgid())
                    .orElseGet(() -> "C" + ShortId.digest(request.msgid(), 19));
            return Cancelled.of(request, amounts, original, setlId);
        });
    }

    /** What stands of the visit; nothing when the region says that there is none, in one of the texts for it. */
    private Future<Body> standing(String setlId, Request request, StayState state, CallContext context) {
        if (state.visitNo().isEmpty()) {
            return Future.failedFuture(new CallFailure(true, "memory_lost"));
        }
        Body data = Body.builder()
                .put("psn_no", psnNo(request))
                .put("setl_id", setlId)
                .put("mdtrt_id", state.visitNo())
                .build();
        return desk.ask("5203", request, data, context).recover(failure -> {
            if (!(failure instanceof Refusal refusal)) {
                return Future.failedFuture(failure);
            }
            return refusal.text().matches(config.absentText())
                    ? Future.succeededFuture(Body.EMPTY)
                    : Future.failedFuture(new CallFailure(true, "query_refused"));
        });
    }

    /** A message that was sent and whose effect is not to be seen may still be on its way. */
    RuntimeException absent(StayState state) {
        return now() - Remembered.sentMillis(state) < config.absenceMillis()
                ? new CallFailure(true, "absence_unproven")
                : new Refusal("NHSA-ABSENT", "参保地系统没有该笔交易");
    }

    static String psnNo(Request request) {
        Care care = request.care();
        return care != null ? care.psnNo() : request.input().body("data").textOr("psn_no", "");
    }

    long now() {
        return clock.millis();
    }
}
