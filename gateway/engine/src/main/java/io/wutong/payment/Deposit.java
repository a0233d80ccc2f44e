package io.wutong.payment;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/**
 * Money that a patient has left at the counter for a stay (预缴金), or what of it a settlement has left over.
 *
 * @param receiptNo of the counter; for a rest that of the settlement it is left of
 * @param channel the means by which it was taken, under which it stands in the books
 * @param endedBy the settlement that it was netted against, or the receipt of who got it back; empty while it is held
 */
public record Deposit(
        String node,
        String mdtrtId,
        String receiptNo,
        String fixmedinsCode,
        String channel,
        long fen,
        State state,
        String endedBy,
        Instant at)
        implements Row {

    /** Where the money is. */
    public enum State {
        HELD("已缴"),
        NETTED("已冲抵"),
        RETURNED("已退");

        private final String zh;

        State(String zh) {
            this.zh = zh;
        }

        public String zh() {
            return zh;
        }
    }

    /** All of a stay. */
    public static Key<Deposit> of(String node, String mdtrtId) {
        return Key.of(Deposit.class, node, mdtrtId);
    }

    @Override
    public Key<Deposit> key() {
        return Key.of(Deposit.class, node, mdtrtId, receiptNo);
    }

    /** The account on which it stands. */
    static String account(String mdtrtId) {
        return "deposit:" + mdtrtId;
    }

    Deposit ended(State to, String by) {
        return new Deposit(node, mdtrtId, receiptNo, fixmedinsCode, channel, fen, to, by, at);
    }
}
