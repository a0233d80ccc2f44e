package io.wutong.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one set of entries of one node; refuses to close a set that does not balance.
 *
 * <p>Accounts (design §7): the place of care has {@code receivable:home:AREA:FUND}, {@code receivable:patient:MDTRT},
 * {@code payable:institution:CODE} and {@code channel:NAME}; the home has {@code fund:TYPE}, {@code account:PSN},
 * {@code payable:care:AREA} and, for adjustments, {@code payable:person:PSN}.
 */
public final class Books {

    private final String node;
    private final String set;
    private final String setlId;
    private final Instant at;
    private final List<Entry> entries = new ArrayList<>();
    private long sum;

    private Books(String node, String set, String setlId, Instant at) {
        this.node = node;
        this.set = set;
        this.setlId = setlId;
        this.at = at;
    }

    public static Books of(String node, String set, String setlId, Instant at) {
        return new Books(node, set, setlId, at);
    }

    /** A debit; a negative amount is the reversing entry; zero writes nothing. */
    public Books debit(String account, long fen) {
        if (fen != 0) {
            entries.add(new Entry(account, fen));
            sum += fen;
        }
        return this;
    }

    public Books credit(String account, long fen) {
        return debit(account, -fen);
    }

    /**
     * The entries as a row; none when there is no entry.
     *
     * @throws IllegalStateException when they do not balance: a mistake of ours, nothing is written
     */
    public List<EntrySet> close() {
        if (sum != 0) {
            throw new IllegalStateException("entries of " + set + " at " + node + " are off by " + sum + " fen");
        }
        return entries.isEmpty() ? List.of() : List.of(new EntrySet(node, set, setlId, at, entries));
    }
}
