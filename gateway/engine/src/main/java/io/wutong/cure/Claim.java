package io.wutong.cure;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A manual claim (零星报销) at home, with all that it needs: what could not be settled directly goes on here.
 *
 * @param mdtrtId the visit, whose claim is one
 * @param claimNo issued by the home
 * @param content visit, sums and lines as JSON text: personal data, written through the store's one codec
 */
public record Claim(String node, String mdtrtId, String claimNo, String psnNo, String content, Instant at)
        implements Row {

    public static Key<Claim> key(String node, String mdtrtId) {
        return Key.of(Claim.class, node, mdtrtId);
    }

    @Override
    public Key<Claim> key() {
        return key(node, mdtrtId);
    }

    /** What WT03 says of a visit. */
    static Body data(Visit visit, List<FeeLine> lines, String reason) {
        List<Value> standing = new ArrayList<>();
        lines.stream()
                .filter(line -> !line.voided())
                .forEach(line -> standing.add(Body.builder()
                        .put("feedetl_sn", line.feedetlSn())
                        .put("med_list_codg", line.medListCodg())
                        .put("medins_list_codg", line.detail().localCode())
                        .put("fee_ocur_time", line.detail().feeTime())
                        .put("cnt", line.cnt())
                        .put("pric", line.pric())
                        .fen("det_item_fee_sumamt", line.amountFen())
                        .fen("fulamt_ownpay_amt", line.ownPayFen())
                        .fen("overlmt_selfpay", line.overLimitFen())
                        .fen("preselfpay_amt", line.priorSelfPayFen())
                        .fen("inscp_amt", line.inScopeFen())
                        .build()));
        return Body.builder()
                .put("psn_no", visit.psnNo())
                .put("mdtrt_id", visit.mdtrtId())
                .put("reason", reason)
                .put("insutype", visit.insutype())
                .put("med_type", visit.medType())
                .put("fixmedins_code", visit.fixmedinsCode())
                .put("fixmedins_name", visit.fixmedinsName())
                .put("medins_lv", visit.settlementLevel())
                .put("ipt_otp_no", visit.iptOtpNo())
                .put("begntime", visit.admittedAt())
                .put("endtime", visit.dischargedAt())
                .put("diag_code", visit.diagnosisCode())
                .put("diag_name", visit.diagnosisName())
                .fen("medfee_sumamt", visit.bill().medfeeSumFen())
                .put("feedetail", standing)
                .build();
    }

    @Override
    public String toString() {
        return "Claim[" + node + " " + claimNo + "]";
    }
}
