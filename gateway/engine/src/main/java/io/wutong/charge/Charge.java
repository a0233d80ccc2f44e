package io.wutong.charge;

import io.wutong.envelope.Envelope;
import io.wutong.exchange.BusinessKey;
import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One tap of a patient: the settlement as the hospital signed it, kept before a channel is called, and the order for what
 * it leaves to the patient. Everything that it waits for is in rows, so that any process goes on with it.
 *
 * @param node the place of care
 * @param msgid the settlement's message id, under which it is sent and known
 * @param mdtrtId the visit; empty where the settlement opens it
 * @param expectedFen what the pre-settlement leaves to the patient
 * @param settledFen what the settlement leaves to the patient; null until it is known
 * @param channel the configured channel's name; empty where nothing is left to pay
 * @param payer the scanned code or the signed credit's number, kept until there is an order; null otherwise
 * @param byCredit whether the patient has signed with the channel that he pays later
 * @param orderNo the patient's order; null while there is none
 * @param setlId null until settled
 * @param cancelMsgid under which the settlement is cancelled; null until it is to be
 * @param notSent how often the settlement could not be sent
 * @param cause why it did not end with both, in Chinese; empty otherwise
 * @param message the whole settlement message, as it was given
 */
@SuppressWarnings("ArrayRecordComponent") // the message as given, never changed
public record Charge(
        String node,
        String msgid,
        String fixmedinsCode,
        String infno,
        String mdtrtId,
        Sequence sequence,
        ChargeState state,
        long expectedFen,
        @Nullable Long settledFen,
        String channel,
        @Nullable String payer,
        @Nullable String orderNo,
        @Nullable String setlId,
        @Nullable String cancelMsgid,
        int notSent,
        String cause,
        byte[] message,
        Instant at,
        boolean byCredit)
        implements Row {

    public static Key<Charge> key(String node, String msgid) {
        return Key.of(Charge.class, node, msgid);
    }

    @Override
    public Key<Charge> key() {
        return key(node, msgid);
    }

    Kind kind() {
        return Kind.of(infno).orElseThrow();
    }

    Envelope envelope() {
        return Envelope.read(message);
    }

    /** What it holds while it is under way. */
    Key<BusinessKey> held() {
        return kind().held(node, envelope());
    }

    Charge in(ChargeState next, String why) {
        return with(mdtrtId, next, settledFen, orderNo, setlId, cancelMsgid, notSent, why.isEmpty() ? cause : why);
    }

    Charge settled(String byId, String visit, long leavesFen) {
        return with(visit, state, leavesFen, orderNo, byId, cancelMsgid, notSent, cause);
    }

    Charge collecting(String order) {
        return with(mdtrtId, state, settledFen, order, setlId, cancelMsgid, notSent, cause);
    }

    Charge cancelling(String by) {
        return with(mdtrtId, state, settledFen, orderNo, setlId, by, notSent, cause);
    }

    Charge notSentOnceMore() {
        return with(mdtrtId, state, settledFen, orderNo, setlId, cancelMsgid, notSent + 1, cause);
    }

    private Charge with(
            String visit,
            ChargeState next,
            @Nullable Long leavesFen,
            @Nullable String order,
            @Nullable String settlement,
            @Nullable String cancelledBy,
            int tries,
            String why) {
        return new Charge(
                node,
                msgid,
                fixmedinsCode,
                infno,
                visit,
                sequence,
                next,
                expectedFen,
                leavesFen,
                channel,
                order == null && !next.ended() ? payer : null,
                order,
                settlement,
                cancelledBy,
                tries,
                why,
                message,
                at,
                byCredit);
    }

    @Override
    public String toString() {
        return "Charge[" + infno + " " + msgid + " " + state + "]";
    }
}
