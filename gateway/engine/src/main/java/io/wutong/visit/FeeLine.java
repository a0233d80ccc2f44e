package io.wutong.visit;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;

/**
 * A fee line with its split; own-pay + over-limit + prior self-pay + in scope = amount (I6).
 *
 * @param feedetlSn {@code feedetl_sn}, unique in the visit
 * @param medListCodg national catalogue code
 * @param level {@code chrgitm_lv}
 * @param ratio {@code selfpay_prop}, as a decimal text
 * @param voided taken back by 2302; its serial may be used again
 */
public record FeeLine(
        String node,
        String mdtrtId,
        String feedetlSn,
        String medListCodg,
        String cnt,
        String pric,
        long amountFen,
        String level,
        String ratio,
        long ownPayFen,
        long overLimitFen,
        long priorSelfPayFen,
        long inScopeFen,
        boolean voided)
        implements Row {

    public static Key<FeeLine> key(String node, String mdtrtId, String feedetlSn) {
        return Key.of(FeeLine.class, node, mdtrtId, feedetlSn);
    }

    /** All lines of a visit. */
    public static Key<FeeLine> of(String node, String mdtrtId) {
        return Key.of(FeeLine.class, node, mdtrtId);
    }

    @Override
    public Key<FeeLine> key() {
        return key(node, mdtrtId, feedetlSn);
    }

    public FeeLine takenBack() {
        return new FeeLine(
                node,
                mdtrtId,
                feedetlSn,
                medListCodg,
                cnt,
                pric,
                amountFen,
                level,
                ratio,
                ownPayFen,
                overLimitFen,
                priorSelfPayFen,
                inScopeFen,
                true);
    }

    /** The {@code result} row of 2204 and 2301. */
    public Body toResult() {
        return Body.builder()
                .put("feedetl_sn", feedetlSn)
                .fen("det_item_fee_sumamt", amountFen)
                .put("cnt", new io.wutong.spi.Value.Num(cnt))
                .put("pric", new io.wutong.spi.Value.Num(pric))
                .put("pric_uplmt_amt", new io.wutong.spi.Value.Num("999999"))
                .put("selfpay_prop", new io.wutong.spi.Value.Num(ratio))
                .fen("fulamt_ownpay_amt", ownPayFen)
                .fen("overlmt_amt", overLimitFen)
                .fen("preselfpay_amt", priorSelfPayFen)
                .fen("inscp_scp_amt", inScopeFen)
                .put("chrgitm_lv", level)
                .put("med_chrgitm_type", "14")
                .put("bas_medn_flag", "0")
                .put("hi_nego_drug_flag", "0")
                .put("lmt_used_flag", "0")
                .put("drt_reim_flag", "0")
                .put("memo", (String) null)
                .build();
    }
}
