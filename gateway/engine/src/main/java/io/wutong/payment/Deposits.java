package io.wutong.payment;

import io.vertx.core.Future;
import io.wutong.envelope.Fault;
import io.wutong.ledger.Books;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.Fen;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Deposits at the counter: taken during the stay, netted against the patient's share when that is paid there
 * ({@link Counter}), and handed back where nothing is due for them.
 *
 * <p>The stay's row is locked by each, so that a deposit that is being netted is not handed back at the same time. The
 * same receipt again is the same deposit.
 */
public final class Deposits {

    /** Begins the number of what a settlement leaves over; no counter's receipt does. */
    static final String REST = "REST:";

    private final Clock clock;
    private final Store store;

    public Deposits(Clock clock, Store store) {
        this.clock = clock;
        this.store = store;
    }

    /** Takes one; fails with a {@link io.wutong.envelope.Refusal} for a stay that is over or another institution's. */
    public Future<List<Deposit>> take(String node, String mdtrtId, String fixmedinsCode, CounterReceipt receipt) {
        Instant at = clock.now();
        return store.commit(new OfStay(node, mdtrtId) {
            @Override
            Decision<List<Deposit>> decide(List<Deposit> before, Rows rows) {
                Visit visit = visit(rows, fixmedinsCode);
                Deposit deposit = new Deposit(
                        node,
                        mdtrtId,
                        receipt.number(),
                        fixmedinsCode,
                        receipt.channel(),
                        receipt.fen(),
                        Deposit.State.HELD,
                        "",
                        at);
                for (Deposit one : before) {
                    if (one.receiptNo().equals(receipt.number())) {
                        return same(one, deposit, before);
                    }
                }
                if (visit.outpatient() || visit.state() != VisitState.OPEN && visit.state() != VisitState.DISCHARGED) {
                    throw Fault.VISITSTATE.refusal(mdtrtId, visit.state().zh(), "预缴金");
                }
                if (receipt.fen() <= 0) {
                    throw Fault.FIELD.refusal("amount", "必须大于0");
                }
                if (receipt.number().startsWith(REST)) {
                    throw Fault.FIELD.refusal("receipt_no", "不得以" + REST + "开头");
                }
                List<Row> writes = new ArrayList<>(books(deposit, "DEP", at)
                        .debit("channel:" + deposit.channel(), deposit.fen())
                        .credit(Deposit.account(mdtrtId), deposit.fen())
                        .close());
                writes.add(deposit);
                return Decision.of(with(before, deposit), writes);
            }
        });
    }

    private static Decision<List<Deposit>> same(Deposit one, Deposit told, List<Deposit> all) {
        if (one.fen() == told.fen() && one.channel().equals(told.channel())) {
            return Decision.nothing(all);
        }
        throw Fault.SUM.refusal("收据" + one.receiptNo() + "已登记 " + Fen.format(one.fen()));
    }

    /**
     * The counter has given one back: what a settlement has left over, or all of a stay that left nothing to pay.
     *
     * @param receiptNo of the deposit
     * @param handed the counter's own receipt of handing it back; the same again changes nothing
     */
    public Future<List<Deposit>> returned(
            String node, String mdtrtId, String fixmedinsCode, String receiptNo, String handed) {
        Instant at = clock.now();
        return store.commit(new OfStay(node, mdtrtId) {
            @Override
            Decision<List<Deposit>> decide(List<Deposit> before, Rows rows) {
                visit(rows, fixmedinsCode);
                Deposit deposit = before.stream()
                        .filter(one -> one.receiptNo().equals(receiptNo))
                        .findFirst()
                        .orElseThrow(() -> Fault.ORDER.refusal(receiptNo));
                if (deposit.state() == Deposit.State.RETURNED
                        && deposit.endedBy().equals(handed)) {
                    return Decision.nothing(before);
                }
                if (deposit.state() != Deposit.State.HELD) {
                    throw Fault.ORDERSTATE.refusal(receiptNo, deposit.state().zh());
                }
                Deposit back = deposit.ended(Deposit.State.RETURNED, handed);
                List<Row> writes = new ArrayList<>(books(deposit, "DEPBACK", at)
                        .debit(Deposit.account(mdtrtId), deposit.fen())
                        .credit("channel:" + deposit.channel(), deposit.fen())
                        .close());
                writes.add(back);
                return Decision.of(with(before, back), writes);
            }
        });
    }

    /** Those of a stay. */
    public Future<List<Deposit>> list(String node, String mdtrtId, String fixmedinsCode) {
        return store.read(new Needs(List.of(), List.of(Visit.key(node, mdtrtId), Deposit.of(node, mdtrtId))), rows -> {
            boolean theirs = rows.one(Visit.key(node, mdtrtId))
                    .filter(visit -> visit.fixmedinsCode().equals(fixmedinsCode))
                    .isPresent();
            if (!theirs) {
                throw Fault.VISIT.refusal(mdtrtId);
            }
            return rows.all(Deposit.of(node, mdtrtId));
        });
    }

    static long held(List<Deposit> deposits) {
        return deposits.stream()
                .filter(one -> one.state() == Deposit.State.HELD)
                .mapToLong(Deposit::fen)
                .sum();
    }

    /** All that are held are used up by a settlement; what is more than it is due is a deposit of its own. */
    static List<Row> netted(List<Deposit> deposits, String setlId, long due, String channel, Instant at) {
        List<Row> writes = new ArrayList<>();
        Deposit last = null;
        for (Deposit one : deposits) {
            if (one.state() == Deposit.State.HELD) {
                last = one;
                writes.add(one.ended(Deposit.State.NETTED, setlId));
            }
        }
        long rest = held(deposits) - due;
        if (last != null && rest > 0) {
            writes.add(new Deposit(
                    last.node(),
                    last.mdtrtId(),
                    REST + setlId,
                    last.fixmedinsCode(),
                    channel,
                    rest,
                    Deposit.State.HELD,
                    "",
                    at));
        }
        return writes;
    }

    private static Books books(Deposit deposit, String kind, Instant at) {
        String set = kind + ":" + deposit.mdtrtId() + ":" + deposit.receiptNo();
        return Books.of(deposit.node(), set, deposit.mdtrtId(), at);
    }

    private static List<Deposit> with(List<Deposit> before, Deposit changed) {
        List<Deposit> all = new ArrayList<>(before);
        all.removeIf(one -> one.key().equals(changed.key()));
        all.add(changed);
        return all;
    }

    /** A change of a stay's deposits. */
    private abstract static class OfStay implements Command<List<Deposit>> {
        private final Key<Visit> visit;
        private final Key<Deposit> deposits;

        OfStay(String node, String mdtrtId) {
            this.visit = Visit.key(node, mdtrtId);
            this.deposits = Deposit.of(node, mdtrtId);
        }

        @Override
        public Needs needs() {
            return Needs.rows(visit).and(Needs.groups(deposits));
        }

        @Override
        public Decision<List<Deposit>> decide(Rows rows) {
            return decide(rows.all(deposits), rows);
        }

        abstract Decision<List<Deposit>> decide(List<Deposit> before, Rows rows);

        Visit visit(Rows rows, String fixmedinsCode) {
            return rows.one(visit)
                    .filter(one -> one.fixmedinsCode().equals(fixmedinsCode))
                    .orElseThrow(() -> Fault.VISIT.refusal(visit.part(1)));
        }
    }
}
