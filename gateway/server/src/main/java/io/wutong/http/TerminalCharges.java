package io.wutong.http;

import io.vertx.core.Future;
import io.wutong.charge.Charge;
import io.wutong.charge.Charges;
import io.wutong.charge.Receipt;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.spi.Body;
import io.wutong.topology.Node;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** {@code /terminal/v1/charges}: insurance and the patient's cash in one tap. */
public final class TerminalCharges {

    private final Charges charges;
    private final Function<Envelope, Future<Boolean>> signed;

    /** @param signed whether a message bears the signature that its institution has to give */
    public TerminalCharges(Charges charges, Function<Envelope, Future<Boolean>> signed) {
        this.charges = charges;
        this.signed = signed;
    }

    Future<Body> place(Terminal terminal, Node care, Body asked) {
        byte[] message = Envelope.required(asked, "message").getBytes(StandardCharsets.UTF_8);
        String shown = Envelope.required(asked, "presettled_msgid");
        Envelope envelope = Envelope.read(message);
        if (!envelope.fixmedinsCode().equals(terminal.fixmedinsCode())) {
            return Future.failedFuture(Fault.BINDING.refusal(envelope.fixmedinsCode()));
        }
        return signed.apply(envelope)
                .compose(right -> right
                        ? charges.place(new Charges.Ask(
                                care,
                                message,
                                shown,
                                asked.text("channel"),
                                asked.text("payment_code"),
                                asked.has("insurance") ? Optional.of(asked.body("insurance")) : Optional.empty(),
                                TerminalListener.atCounter(asked),
                                asked.text("credit")))
                        : Future.failedFuture(Fault.ACCOUNT.refusal()))
                .map(TerminalCharges::body);
    }

    Future<Body> find(Terminal terminal, Node care, String msgid) {
        return charges.find(care.id(), msgid, terminal.fixmedinsCode()).map(TerminalCharges::body);
    }

    private static Body body(Charges.View view) {
        Body charge = body(view.charge());
        return view.order()
                .map(order -> charge.with("order", TerminalEvents.body(order)))
                .orElse(charge);
    }

    /** As the terminals are told. */
    static Body body(Charge charge) {
        Long settled = charge.settledFen();
        Body.Builder out = Body.builder()
                .put("msgid", charge.msgid())
                .put("infno", charge.infno())
                .put("mdtrt_id", charge.mdtrtId())
                .put("sequence", charge.sequence().name())
                .put("state", charge.state().name())
                .put("state_zh", charge.state().zh())
                .fen("expected", charge.expectedFen());
        if (settled != null) {
            out.fen("due", settled);
        }
        return out.put("ask_again", Receipt.differs(charge) ? "1" : "0")
                .put("order_no", charge.orderNo())
                .put("setl_id", charge.setlId())
                .put("cause", charge.cause())
                .put("receipt", Receipt.of(charge))
                .build();
    }
}
