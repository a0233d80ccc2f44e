package io.wutong.ledger;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/**
 * One line of a node's books; never altered, a correction is a reversing entry.
 *
 * @param node whose books
 * @param set the set of entries that balances: a {@code setl_id}, an order or a refund number
 * @param seq two digits, the line's place in the set
 * @param setlId the settlement that it is about
 * @param account for instance {@code receivable:home:320115:390100}
 * @param amountFen debit positive, credit negative
 */
public record Entry(String node, String set, String seq, String setlId, String account, long amountFen, Instant at)
        implements Row {
    @Override
    public Key<Entry> key() {
        return Key.of(Entry.class, node, set, seq);
    }
}
