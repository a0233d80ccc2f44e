package io.wutong.http;

import io.vertx.core.Future;
import io.wutong.envelope.Envelope;
import io.wutong.payment.CounterReceipt;
import io.wutong.payment.Deposit;
import io.wutong.payment.Deposits;
import io.wutong.spi.Body;
import io.wutong.topology.Node;
import java.util.List;

/** {@code /terminal/v1/deposits}: what a patient leaves at the counter for a stay, and gets back there. */
public final class TerminalDeposits {

    private final Deposits deposits;

    public TerminalDeposits(Deposits deposits) {
        this.deposits = deposits;
    }

    Future<Body> take(Terminal terminal, Node node, Body asked, CounterReceipt receipt) {
        return deposits.take(node.id(), Envelope.required(asked, "mdtrt_id"), terminal.fixmedinsCode(), receipt)
                .map(TerminalDeposits::body);
    }

    Future<Body> list(Terminal terminal, Node node, String mdtrtId) {
        return deposits.list(node.id(), mdtrtId, terminal.fixmedinsCode()).map(TerminalDeposits::body);
    }

    Future<Body> returned(Terminal terminal, Node node, String mdtrtId, Body told) {
        return deposits.returned(
                        node.id(),
                        mdtrtId,
                        terminal.fixmedinsCode(),
                        Envelope.required(told, "receipt_no"),
                        Envelope.required(told, "returned_no"))
                .map(TerminalDeposits::body);
    }

    private static Body body(List<Deposit> all) {
        long held = all.stream()
                .filter(one -> one.state() == Deposit.State.HELD)
                .mapToLong(Deposit::fen)
                .sum();
        return Body.builder()
                .fen("held", held)
                .put("deposits", all.stream().map(TerminalDeposits::row).toList())
                .build();
    }

    private static Body row(Deposit one) {
        return Body.builder()
                .put("receipt_no", one.receiptNo())
                .fen("amount", one.fen())
                .put("channel", one.channel())
                .put("state", one.state().name())
                .put("state_zh", one.state().zh())
                .put("ended_by", one.endedBy())
                .put("at", one.at().toString())
                .build();
    }
}
