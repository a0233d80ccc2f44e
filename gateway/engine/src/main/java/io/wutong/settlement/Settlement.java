package io.wutong.settlement;

import io.wutong.envelope.SumRule;
import io.wutong.exchange.BusinessKey;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
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
 * @param output the answer's {@code output}: what is adopted and asked for again
 * @param answeredAt the node at which the message came, in whose answer of that {@code msgid} the output stands, so that
 *     the store keeps it once; null where it stands nowhere else
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
        Body output,
        @Nullable String answeredAt,
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
    public Key<BusinessKey> businessKey() {
        return settles().key(node, mdtrtId, fixmedinsCode, psnNo);
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
                answeredAt,
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
                answeredAt,
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
            @Nullable String answeredAt,
            Instant at) {
        Body info = output.body("setlinfo");
        Shares shares = Shares.of(output);
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
                shares.medfeeFen(),
                shares.fundFen(),
                shares.acctFen(),
                fen(info, "psn_cash_pay", "cash_payamt"),
                fen(info, "hosp_part_amt", "ownpay_hosp_part"),
                null,
                part.text(),
                output,
                answeredAt,
                at);
    }

    /** The first of two names that is given. */
    private static long fen(Body info, String name, String otherwise) {
        return info.textOr(name, "").isEmpty() ? info.fenOr(otherwise, 0) : info.fenOr(name, 0);
    }

    /**
     * What the insurance pays of a bill, however the region sums.
     *
     * @param fundFen without the personal account
     * @param acctFen personal account and mutual aid
     */
    public record Shares(long medfeeFen, long fundFen, long acctFen) {

        /** Of an answer to a settlement or to the question before it. */
        public static Shares of(Body output) {
            Body info = output.body("setlinfo");
            SumRule.Switches sums = SumRule.reading(output).orElse(SumRule.Switches.NATIONAL);
            long account = info.fenOr("acct_pay", 0);
            long aid = sums.mutualAidInsideAccount() ? 0 : info.fenOr("acct_mulaid_pay", 0);
            return new Shares(
                    info.fenOr("medfee_sumamt", 0),
                    info.fenOr("fund_pay_sumamt", 0) - (sums.accountInsideFundSum() ? account : 0),
                    account + aid);
        }
    }
}
