package io.wutong.support.stay;

import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.List;

/** What 2001 answers for a stay. */
public final class Entitlement {

    private Entitlement() {}

    /**
     * @param reason why benefits may not be had, in Chinese; {@code ""} when they may
     * @param today yyyy-MM-dd
     */
    public static Body answer(String psnNo, String insutype, String reason, String today) {
        Body trtinfo = Body.builder()
                .put("psn_no", psnNo)
                .put("trt_chk_type", "01")
                .put("fund_pay_type", insutype.equals("390") ? "390100" : "310100")
                .put("trt_enjymnt_flag", reason.isEmpty() ? "1" : "0")
                .put("begndate", today)
                .put("enddate", Value.Null.NULL)
                .put("trt_chk_rslt", reason)
                .build();
        return Body.builder().put("trtinfo", List.of(trtinfo)).build();
    }
}
