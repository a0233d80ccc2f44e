package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Care;
import io.wutong.spi.Request;
import io.wutong.support.stay.Effects;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import java.util.List;

/**
 * A region that settles discharged stays only is told of the discharge (2402) ahead of a settlement whose hospital never
 * told it: that the settlement is the last one says that the patient has left. It has no effect on money and may be
 * repeated: "discharged already" is as good.
 */
final class DischargeAhead {

    private final NhsaConfig config;
    private final SignedIn desk;

    DischargeAhead(NhsaConfig config, SignedIn desk) {
        this.config = config;
        this.desk = desk;
    }

    /** The state with the discharge in it; however it fails, the settlement has not been asked for. */
    Future<StayState> ahead(Request request, StayState state, CallContext context) {
        Care care = request.care();
        boolean last = request.infno().equals("2304")
                && !request.input().body("data").textOr("mid_setl_flag", "0").equals("1");
        if (!config.dischargeAhead()
                || !last
                || care == null
                || care.dischargedAt() == null
                || Remembered.isDischarged(state)) {
            return Future.succeededFuture(state);
        }
        return Effects.before(desk.askWhole("2402", request, discharge(request, care, state.visitNo()), context)
                        .recover(failure -> failure instanceof Refusal refusal
                                        && refusal.text().matches(config.dischargedText())
                                ? Future.succeededFuture(Body.EMPTY)
                                : Future.failedFuture(failure)))
                .compose(told -> Remembered.discharged(state, true).rememberBefore(context));
    }

    private static Body discharge(Request request, Care care, String visitNo) {
        Body info = Body.builder()
                .put("mdtrt_id", visitNo)
                .put("psn_no", care.psnNo())
                .put("insutype", care.insutype())
                .put("endtime", care.dischargedAt())
                .put("dscg_way", "1")
                .build();
        Body diagnosis = Body.builder()
                .put("mdtrt_id", visitNo)
                .put("psn_no", care.psnNo())
                .put("diag_type", "1")
                .put("maindiag_flag", "1")
                .put("diag_srt_no", 1)
                .put("diag_code", care.diagnosisCode())
                .put("diag_name", care.diagnosisName())
                .put("dise_dor_no", request.opter())
                .put("dise_dor_name", request.opter())
                .put("diag_time", care.dischargedAt())
                .build();
        return Body.builder()
                .put("dscginfo", info)
                .put("diseinfo", List.of(diagnosis))
                .build();
    }
}
