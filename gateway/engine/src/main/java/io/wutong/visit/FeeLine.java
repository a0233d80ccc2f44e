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
 * @param detail what splitting it again needs, and what its answer says beside the amounts
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
        boolean voided,
        Detail detail)
        implements Row {

    private static final String NO_LIMIT = "999999";

    /**
     * The rest of a line.
     *
     * @param feeTime {@code fee_ocur_time}, whose day decides which item and ratio hold
     * @param localCode {@code medins_list_codg}
     * @param localName {@code medins_list_name} or the memo, as far as the institution said one
     * @param approval {@code hosp_appr_flag}
     * @param initSn of a line that gives back: the line that it gives back of
     * @param hilistCode the catalogue's code that was found; empty when none was
     * @param priceMax price limit in yuan; empty for none
     * @param limited {@code lmt_used_flag}
     * @param chargeType {@code med_chrgitm_type}
     * @param memo why all of it is own-pay, for a reader
     * @param unmapped put aside until somebody maps its code
     * @param batch {@code chrg_bchno} of an outpatient's; empty in a stay
     */
    public record Detail(
            String feeTime,
            String localCode,
            String localName,
            String approval,
            String initSn,
            String hilistCode,
            String priceMax,
            boolean limited,
            String chargeType,
            String memo,
            boolean unmapped,
            String batch) {

        public static final Detail NONE = new Detail("", "", "", "", "", "", "", false, "14", "", false, "");
    }

    public static Key<FeeLine> key(String node, String mdtrtId, String feedetlSn) {
        return Key.of(FeeLine.class, node, mdtrtId, feedetlSn);
    }

    /** All lines of a visit. */
    public static Key<FeeLine> of(String node, String mdtrtId) {
        return Key.of(FeeLine.class, node, mdtrtId);
    }

    /** Takes something of another line off the bill. */
    public boolean givesBack() {
        return amountFen < 0 && !detail.initSn().isEmpty();
    }

    @Override
    public Key<FeeLine> key() {
        return key(node, mdtrtId, feedetlSn);
    }

    /** Whether a line that comes again, not split yet, bills the same as this one. */
    public boolean saysTheSame(FeeLine again) {
        return medListCodg.equals(again.medListCodg)
                && cnt.equals(again.cnt)
                && pric.equals(again.pric)
                && amountFen == again.amountFen
                && detail.feeTime().equals(again.detail.feeTime())
                && detail.localCode().equals(again.detail.localCode())
                && detail.initSn().equals(again.detail.initSn())
                && detail.batch().equals(again.detail.batch());
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
                true,
                detail);
    }

    /** The {@code result} row of 2204 and 2301. */
    public Body toResult() {
        return Body.builder()
                .put("feedetl_sn", feedetlSn)
                .fen("det_item_fee_sumamt", amountFen)
                .put("cnt", new io.wutong.spi.Value.Num(cnt))
                .put("pric", new io.wutong.spi.Value.Num(pric))
                .put(
                        "pric_uplmt_amt",
                        new io.wutong.spi.Value.Num(detail.priceMax().isEmpty() ? NO_LIMIT : detail.priceMax()))
                .put("selfpay_prop", new io.wutong.spi.Value.Num(ratio))
                .fen("fulamt_ownpay_amt", ownPayFen)
                .fen("overlmt_amt", overLimitFen)
                .fen("preselfpay_amt", priorSelfPayFen)
                .fen("inscp_scp_amt", inScopeFen)
                .put("chrgitm_lv", level)
                .put("med_chrgitm_type", detail.chargeType())
                .put("bas_medn_flag", "0")
                .put("hi_nego_drug_flag", "0")
                .put("lmt_used_flag", detail.limited() ? "1" : "0")
                .put("drt_reim_flag", "0")
                .put("memo", detail.memo().isEmpty() ? null : detail.memo())
                .build();
    }
}
