package io.wutong.charge;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Exchange;
import io.wutong.payment.CounterReceipt;
import io.wutong.payment.InsuredOrder;
import io.wutong.payment.PaymentCommands;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Task;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.settlement.Settlement;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first commit of a charge: the pre-settlement that the patient was shown is found in the journal and must be of the
 * same visit, person and amount; then message, order and everything that drives them stand before a channel is called.
 * The same message again is the same charge.
 */
final class Placing implements Command<Charge> {

    private final Kind kind;
    private final Sequence sequence;
    private final Envelope envelope;
    private final PaymentCommands.Opening opening;
    private final Optional<Body> insurance;
    private final Optional<CounterReceipt> counter;
    private final Key<Exchange> shown;
    private final Key<Exchange> own;
    private final Key<Charge> key;
    private final Key<BusinessKey> held;
    private final ChargeCommands.Mark mark;

    /**
     * @param opening names the order, should there be one at once
     * @param insurance what the channel is told that takes the insurance's half too
     * @param counter what the patient has paid there already
     * @param shownMsgid the pre-settlement's message id
     */
    Placing(
            Kind kind,
            Sequence sequence,
            Envelope envelope,
            PaymentCommands.Opening opening,
            Optional<Body> insurance,
            Optional<CounterReceipt> counter,
            String shownMsgid,
            ChargeCommands.Mark mark) {
        String institution = envelope.fixmedinsCode();
        this.kind = kind;
        this.sequence = sequence;
        this.envelope = envelope;
        this.opening = opening;
        this.insurance = insurance;
        this.counter = counter;
        this.shown = Exchange.key(institution, institution, shownMsgid);
        this.own = Exchange.key(institution, institution, envelope.msgid());
        this.key = Charge.key(opening.node(), envelope.msgid());
        this.held = kind.held(opening.node(), envelope);
        this.mark = mark;
    }

    /** Of the order that a new charge has. */
    String orderNo() {
        return opening.orderNo();
    }

    private String visit() {
        return envelope.data(kind.node).textOr("mdtrt_id", "");
    }

    @Override
    public Needs needs() {
        return Needs.rows(key, held, shown, own);
    }

    @Override
    public Decision<Charge> decide(Rows rows) {
        Optional<Charge> before = rows.one(key);
        if (before.isPresent()) {
            if (!ChargeCommands.same(before.get(), envelope)) {
                throw Fault.MODIFIED.refusal(envelope.msgid());
            }
            return Decision.nothing(before.get());
        }
        if (rows.one(own)
                .filter(sent -> sent.state() != Exchange.State.NOT_SENT)
                .isPresent()) {
            throw Fault.UNDERWAY.refusal(envelope.msgid());
        }
        rows.one(held).filter(k -> k.state() == BusinessKey.State.UNDER_WAY).ifPresent(k -> {
            throw Fault.UNDERWAY.refusal(k.msgid());
        });
        Body shares = shares(rows);
        long fen = shownFen(shares);
        boolean payFirst = sequence == Sequence.PAY_FIRST && fen > 0;
        List<Row> writes = new ArrayList<>();
        Charge charge = charge(payFirst ? opening.orderNo() : null, fen);
        if (payFirst) {
            PaymentOrder order = PaymentCommands.order(opening, envelope.msgid(), visit(), fen, envelope.msgid());
            if (counter.isPresent()) {
                writes.addAll(PaymentCommands.taken(order, counter.get()));
            } else {
                writes.add(order);
                writes.add(PaymentCommands.watch(order));
            }
            insurance.ifPresent(said -> writes.add(insured(order, said, shares)));
        }
        writes.add(charge);
        writes.add(new BusinessKey(
                held.part(0), held.part(1), held.part(2), BusinessKey.State.UNDER_WAY, envelope.msgid(), ""));
        writes.add(Task.atOnce(charge.node(), Task.CHARGE, charge.msgid()).of(envelope.homeArea()));
        writes.add(ChargeCommands.first(charge, mark));
        return Decision.of(charge, writes);
    }

    private Charge charge(@Nullable String orderNo, long fen) {
        return new Charge(
                opening.node(),
                envelope.msgid(),
                envelope.fixmedinsCode(),
                envelope.infno(),
                visit(),
                sequence,
                orderNo == null ? ChargeState.SETTLING : ChargeState.PAYING,
                fen,
                null,
                opening.channel(),
                orderNo == null ? opening.payer() : null,
                orderNo,
                null,
                null,
                0,
                "",
                envelope.bytes(),
                mark.at(),
                opening.byCredit());
    }

    /** The insurance's half as the patient was shown it. */
    private InsuredOrder insured(PaymentOrder order, Body said, Body shares) {
        Settlement.Shares shown = Settlement.Shares.of(shares);
        return InsuredOrder.of(order, kind.insured(), said, shown.medfeeFen(), shown.fundFen(), shown.acctFen());
    }

    /** The output of the pre-settlement that the patient was shown. */
    private Body shares(Rows rows) {
        String msgid = shown.part(2);
        Exchange question = rows.one(shown)
                .filter(seen ->
                        seen.infno().equals(kind.tries) && seen.outcome().equals("succeeded"))
                .orElseThrow(() -> Fault.FIELD.refusal("presettled_msgid", "没有成功的预结算" + msgid));
        Body asked = Envelope.read(question.request()).data(kind.node);
        Body now = envelope.data(kind.node);
        for (String name : List.of("psn_no", "mdtrt_id", "chrg_bchno", "begntime")) {
            requireSame(name, asked.textOr(name, "").equals(now.textOr(name, "")));
        }
        requireSame("medfee_sumamt", Envelope.amount(asked, "medfee_sumamt") == Envelope.amount(now, "medfee_sumamt"));
        byte[] answer = question.answer();
        return answer == null ? Body.EMPTY : Json.read(answer).body("output");
    }

    private static long shownFen(Body shares) {
        Body info = shares.body("setlinfo");
        return info.fen("psn_cash_pay")
                .or(() -> info.fen("cash_payamt"))
                .orElseThrow(() -> Fault.FIELD.refusal("presettled_msgid", "预结算没有个人现金支付金额"));
    }

    private void requireSame(String name, boolean same) {
        if (!same) {
            throw Fault.FIELD.refusal(name, "与预结算" + shown.part(2) + "不一致");
        }
    }
}
