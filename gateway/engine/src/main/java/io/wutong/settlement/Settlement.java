package io.wutong.settlement;

import io.wutong.envelope.SumRule;
import io.wutong.exchange.BusinessKey;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A settlement, or the negative row that cancels one, as one node has it.
 *
 * @param setlId issued by the home
 * @param initSetlId on a cancellation the settlement that it cancels
 * @param cancelledBy on a cancelled settlement the row that cancels it
 * @param fundSumFen what the funds pay, without the personal account, however the region sums
 * @param acctFen what personal account and mutual aid pay together
 * @param orderNo the patient's order that is open or paid; null without one
 * @param part what of the visit it settles: empty for a whole stay, else {@code batch/…} or {@code purchase/…}
 * @param output the answer's {@code output} as JSON text: what is adopted, replayed and explained
 */
public record Settlement(
        String node,
        String setlId,
        String mdtrtId,
        String psnNo,
        String fixmedinsCode,
        String msgid,
        String homeArea,
        SettlementState state,
        @Nullable String initSetlId,
        @Nullable String cancelledBy,
        long medfeeSumFen,
        long fundSumFen,
        long acctFen,
        long cashFen,
        long hospitalFen,
        @Nullable String orderNo,
        String part,
        String output,
        Instant at)
        implements Row {

    public static Key<Settlement> key(String node, String setlId) {
        return Key.of(Settlement.class, node, setlId);
    }

    @Override
    public Key<Settlement> key() {
        return key(node, setlId);
    }

    /**
     * The {@code setl_id} of the row that cancels it, the same at both sides whichever message does it there: a
     * cancellation may reach the home while a reversal takes back the place of care. A legacy system issues its own.
     */
    String negativeId() {
        return setlId + "R";
    }

    /** What of the visit it settles, read. */
    Part settles() {
        return Part.parse(part);
    }

    /** What of the visit may be settled only once. */
    Key<BusinessKey> businessKey() {
        return settles().key(node, mdtrtId, fixmedinsCode, psnNo);
    }

    public Body outputBody() {
        return Json.read(output);
    }

    public Settlement cancelled(String by) {
        return new Settlement(
                node,
                setlId,
                mdtrtId,
                psnNo,
                fixmedinsCode,
                msgid,
                homeArea,
                SettlementState.CANCELLED,
                initSetlId,
                by,
                medfeeSumFen,
                fundSumFen,
                acctFen,
                cashFen,
                hospitalFen,
                orderNo,
                part,
                output,
                at);
    }

    public Settlement withOrder(@Nullable String order) {
        return new Settlement(
                node,
                setlId,
                mdtrtId,
                psnNo,
                fixmedinsCode,
                msgid,
                homeArea,
                state,
                initSetlId,
                cancelledBy,
                medfeeSumFen,
                fundSumFen,
                acctFen,
                cashFen,
                hospitalFen,
                order,
                part,
                output,
                at);
    }

    /** Reads the amounts of an answer that has passed the sum rules. */
    static Settlement fromOutput(
            String node,
            String setlId,
            String mdtrtId,
            String psnNo,
            String fixmedinsCode,
            String msgid,
            String homeArea,
            SettlementState state,
            @Nullable String initSetlId,
            Part part,
            Body output,
            Instant at) {
        Body info = output.body("setlinfo");
        SumRule.Switches sums = SumRule.reading(output).orElse(SumRule.Switches.NATIONAL);
        long account = info.fen("acct_pay").orElse(0L);
        return new Settlement(
                node,
                setlId,
                mdtrtId,
                psnNo,
                fixmedinsCode,
                msgid,
                homeArea,
                state,
                initSetlId,
                null,
                info.fen("medfee_sumamt").orElse(0L),
                info.fen("fund_pay_sumamt").orElse(0L) - (sums.accountInsideFundSum() ? account : 0),
                account
                        + (sums.mutualAidInsideAccount()
                                ? 0
                                : info.fen("acct_mulaid_pay").orElse(0L)),
                info.fen("psn_cash_pay").or(() -> info.fen("cash_payamt")).orElse(0L),
                info.fen("hosp_part_amt").or(() -> info.fen("ownpay_hosp_part")).orElse(0L),
                null,
                part.text(),
                Json.writeText(output),
                at);
    }
}
