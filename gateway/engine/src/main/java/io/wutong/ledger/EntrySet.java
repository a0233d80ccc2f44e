package io.wutong.ledger;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;
import java.util.List;

/**
 * Entries of a node's books that balance: one row for all of them, since they come together and never change.
 *
 * @param node whose books
 * @param set a {@code setl_id}, an order or a refund number
 * @param setlId the settlement that they are about
 */
public record EntrySet(String node, String set, String setlId, Instant at, List<Entry> entries) implements Row {

    public EntrySet {
        entries = List.copyOf(entries);
    }

    public static Key<EntrySet> key(String node, String set) {
        return Key.of(EntrySet.class, node, set);
    }

    @Override
    public Key<EntrySet> key() {
        return key(node, set);
    }

    /** What all of them sum to; zero in books that balance. */
    public long sumFen() {
        long sum = 0;
        for (Entry entry : entries) {
            sum += entry.amountFen();
        }
        return sum;
    }
}
