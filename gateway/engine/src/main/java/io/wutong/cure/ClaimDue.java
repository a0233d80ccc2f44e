package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import java.util.List;
import java.util.Optional;

/**
 * OPT-CLOSED-001 at the place of care: sends the home the claim for what it did not settle, with the lines and what the
 * account has paid (WT03), under an id that is kept before. A settlement that was cancelled first leaves nothing to claim.
 */
public final class ClaimDue implements Cure {

    private static final String REASON = "outpatient_closed";

    private final Store store;
    private final OurMessages messages;

    public ClaimDue(Store store, OurMessages messages) {
        this.store = store;
        this.messages = messages;
    }

    @Override
    public String kind() {
        return Case.CLAIM;
    }

    /** What the claim says, and of which visit it is. */
    private record Content(Visit visit, Body data) {}

    @Override
    public Future<Turn> work(Case given) {
        Body facts = given.known();
        Key<Visit> visit = Visit.key(given.node(), facts.textOr("mdtrt_id", ""));
        Key<FeeLine> lines = FeeLine.of(given.node(), facts.textOr("mdtrt_id", ""));
        Key<Settlement> settlement = Settlement.key(given.node(), facts.textOr("setl_id", ""));
        return store.read(
                        Needs.rows(visit, settlement).and(Needs.groups(lines)),
                        rows -> rows.one(settlement)
                                .filter(row -> row.state() == SettlementState.STANDING)
                                .flatMap(row -> rows.one(visit)
                                        .map(found ->
                                                new Content(found, data(found, row, facts.textOr("batch", ""), rows)))))
                .compose(content -> content.isPresent()
                        ? send(given, content.get())
                        : Future.succeededFuture(Turn.of(given)
                                .step(CaseText.of("claim.cancelled"))
                                .withdrawn("2208")));
    }

    private static Body data(Visit visit, Settlement settlement, String batch, Rows rows) {
        List<FeeLine> lines = rows.all(FeeLine.of(visit.node(), visit.mdtrtId())).stream()
                .filter(line -> line.detail().batch().equals(batch))
                .toList();
        long sum = lines.stream()
                .filter(line -> !line.voided())
                .mapToLong(FeeLine::amountFen)
                .sum();
        return Claim.data(visit, lines, REASON)
                .with("chrg_bchno", Value.text(batch))
                .with("setl_id", Value.text(settlement.setlId()))
                .with("medfee_sumamt", Value.fen(sum))
                .with("acct_pay", Value.fen(settlement.acctFen()))
                .with("psn_cash_pay", Value.fen(settlement.cashFen()));
    }

    private Future<Turn> send(Case given, Content content) {
        Visit visit = content.visit();
        String msgid = given.known().textOr(Transaction.CLAIM, "");
        if (msgid.isEmpty()) {
            return Future.succeededFuture(Turn.of(given)
                    .know(Transaction.CLAIM, messages.msgid(visit.fixmedinsCode()))
                    .atOnce());
        }
        return messages.ofInstitution(
                        Transaction.CLAIM,
                        msgid,
                        visit.fixmedinsCode(),
                        visit.careArea(),
                        visit.homeArea(),
                        Body.of("data", content.data()))
                .map(answered -> {
                    Turn turn = Turn.of(given);
                    Optional<String> claim = answered.output()
                            .flatMap(said -> said.body("result").text("claim_no"));
                    if (claim.isPresent()) {
                        return turn.step(CaseText.of("claim.sent", claim.get())).claimed(claim.get());
                    }
                    return answered.refusal()
                            .map(no -> turn.learn(
                                            "refused",
                                            no.code(),
                                            CaseText.of("revoke.refused", Transaction.CLAIM, no.code(), no.message()))
                                    .know(Transaction.CLAIM, "")
                                    .askingLater())
                            .orElseGet(turn::askingAgain);
                });
    }
}
