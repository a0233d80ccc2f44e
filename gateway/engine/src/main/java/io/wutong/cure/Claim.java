package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.state.StateChange;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A manual claim (零星报销) at home, with all that it needs: what could not be settled directly goes on here.
 *
 * @param ref what it is of, once for each: the settlement that paid only a part, the visit that came by WT03, or
 *     institution and its number of the stay
 * @param claimNo issued by the home
 * @param content visit, sums and lines as JSON text: personal data, written through the store's one codec
 * @param withdrawnAt when it was given up, or the settlement that it was of was taken back; null while it stands
 * @param paidAt when the home's clerks had paid it; null before
 * @param paidFen what they paid
 */
public record Claim(
        String node,
        String psnNo,
        String ref,
        String claimNo,
        String content,
        Instant at,
        @Nullable Instant withdrawnAt,
        @Nullable Instant paidAt,
        long paidFen)
        implements Row {

    static final String SETTLEMENT = "setl_id";

    /** Of WT02 and WT03: who it is of, at a home that is not the one of the visit. */
    static final String CERT_HASH = "cert_hash";

    /** His number there, as a home with a legacy system has said it. */
    static final String PERSON_THERE = "psn_no_there";

    /** All of a person. */
    public static Key<Claim> of(String node, String psnNo) {
        return Key.of(Claim.class, node, psnNo);
    }

    public static Key<Claim> key(String node, String psnNo, String ref) {
        return Key.of(Claim.class, node, psnNo, ref);
    }

    @Override
    public Key<Claim> key() {
        return key(node, psnNo, ref);
    }

    /** A new one, with the row that says how it came. */
    static List<Row> entered(Claim claim, String cause) {
        return List.of(claim, claim.change(ClaimState.STANDING, "ENTER", cause, claim.at()));
    }

    static Claim of(String node, String psnNo, String ref, String claimNo, Body content, Instant at) {
        return new Claim(node, psnNo, ref, claimNo, Json.writeText(content), at, null, null, 0);
    }

    public ClaimState state() {
        // paid first: a process of the version before knows no payment, and may write a withdrawal onto it
        return paidAt != null ? ClaimState.PAID : withdrawnAt != null ? ClaimState.WITHDRAWN : ClaimState.STANDING;
    }

    /** Its stay is, or was, paid for by it and by nothing else. */
    public boolean standing() {
        return state() != ClaimState.WITHDRAWN;
    }

    Claim withdrawn(Instant when) {
        return new Claim(node, psnNo, ref, claimNo, content, at, when, paidAt, paidFen);
    }

    Claim paid(long fen, Instant when) {
        return new Claim(node, psnNo, ref, claimNo, content, at, withdrawnAt, when, fen);
    }

    /** What may be paid of it: of a stay all that it cost, of a settlement's rest what that left to the patient. */
    long payableFen() {
        Body said = Json.read(content);
        long sum = said.fen("medfee_sumamt").orElse(0L);
        return said.textOr(SETTLEMENT, "").isEmpty()
                ? sum
                : said.fen("psn_cash_pay")
                        .orElseGet(() -> sum - said.fen("acct_pay").orElse(0L));
    }

    /** The settlement that it was of is taken back: there is nothing left to claim, and what was paid must come back. */
    public List<Row> withoutSettlement(String cause, Instant when) {
        if (state() == ClaimState.PAID) {
            return List.of(Case.open(node, Case.CLAIM_PAID, claimNo, cause, when));
        }
        return ClaimState.TABLE
                .next(state(), ClaimState.Event.CANCEL)
                .map(next -> List.<Row>of(withdrawn(when), change(next, ClaimState.Event.CANCEL.name(), cause, when)))
                .orElse(List.of());
    }

    /** The row that says how it came to another state. */
    StateChange change(ClaimState to, String event, String cause, Instant when) {
        return new StateChange(
                node, "claim", claimNo, when + "." + event, state().name(), event, to.name(), cause, when);
    }

    /** The standing ones of what a settlement has left; after one that was withdrawn there may be another. */
    public static List<Claim> ofSettlement(List<Claim> all, String setlId) {
        return all.stream()
                .filter(Claim::standing)
                .filter(claim -> Json.read(claim.content).textOr(SETTLEMENT, "").equals(setlId))
                .toList();
    }

    /** Stands, and is of all that a visit cost. */
    boolean isOfVisit(String mdtrtId) {
        return standing()
                && ofStay()
                && Json.read(content).textOr("mdtrt_id", "").equals(mdtrtId);
    }

    /** A reference that no claim has: one that was withdrawn keeps its own when the same is claimed again. */
    static String unused(List<Claim> all, String wanted) {
        List<String> taken = all.stream().map(Claim::ref).toList();
        String ref = wanted;
        for (int again = 2; taken.contains(ref); again++) {
            ref = wanted + "/" + again;
        }
        return ref;
    }

    /** The standing ones of a stay, whichever way they came; one that says no number of the stay has none. */
    static List<Claim> standing(List<Claim> all, String fixmedinsCode, String iptOtpNo) {
        return all.isEmpty() || iptOtpNo.isEmpty()
                ? List.of()
                : all.stream()
                        .filter(Claim::standing)
                        .filter(claim -> claim.isOf(fixmedinsCode, iptOtpNo))
                        .toList();
    }

    private boolean isOf(String fixmedinsCode, String iptOtpNo) {
        Body said = Json.read(content);
        return said.textOr("fixmedins_code", "").equals(fixmedinsCode)
                && said.textOr("ipt_otp_no", "").equals(iptOtpNo);
    }

    /** Of the stay as a whole, so that none of it may be settled beside it; others are of what a settlement has left. */
    boolean ofStay() {
        return Json.read(content).textOr(SETTLEMENT, "").isEmpty();
    }

    /** The claim that takes the place of any settlement of a stay. */
    public static Optional<Claim> instead(List<Claim> all, String fixmedinsCode, String iptOtpNo) {
        for (Claim claim : standing(all, fixmedinsCode, iptOtpNo)) {
            if (claim.ofStay()) {
                return Optional.of(claim);
            }
        }
        return Optional.empty();
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
