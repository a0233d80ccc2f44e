package io.wutong.exchange;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.FieldTables;
import io.wutong.envelope.MessageHash;
import io.wutong.envelope.MessageId;
import io.wutong.envelope.Refusal;
import io.wutong.envelope.Transaction;
import io.wutong.port.Clock;
import io.wutong.routing.Router;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What can be checked of a message without the store. */
public final class Admission {

    private final Transaction.Table transactions;
    private final Supplier<FieldTables> fields;
    private final Clock clock;
    private final Function<Envelope, String> hash;

    public Admission(Transaction.Table transactions, Supplier<FieldTables> fields, Clock clock) {
        this(transactions, fields, clock, MessageHash::of);
    }

    /** @param hash what a message says, so that another message under the same id is noticed */
    Admission(
            Transaction.Table transactions,
            Supplier<FieldTables> fields,
            Clock clock,
            Function<Envelope, String> hash) {
        this.transactions = transactions;
        this.fields = fields;
        this.clock = clock;
        this.hash = hash;
    }

    String hash(Envelope envelope) {
        return hash.apply(envelope);
    }

    /** The transaction of a number; one without effect for a number that nobody knows, so that it can be journaled. */
    Transaction transaction(String infno) {
        return transactions
                .find(infno)
                .orElseGet(() -> new Transaction(infno, "", "", Transaction.Effect.NONE, false, false));
    }

    /** The first thing that is wrong; null when nothing is. */
    @Nullable
    Refusal check(Message message) {
        try {
            verify(message);
            return null;
        } catch (Refusal refusal) {
            return refusal;
        }
    }

    private void verify(Message message) {
        Envelope envelope = message.envelope();
        if (transactions.find(envelope.infno()).isEmpty()) {
            throw Fault.INFNO.refusal(envelope.infno());
        }
        if (envelope.signtype().equals("MOCK")) {
            throw Fault.FIELD.refusal("signtype", "不接受MOCK");
        }
        if (message.arrival().hopsBefore() > Router.HOPS_MAX) {
            throw Fault.HOPS.refusal(Router.HOPS_MAX);
        }
        Directory directory = message.directory();
        requireArea(directory, envelope.careArea());
        if (message.transaction().needsPerson() && envelope.homeArea().isEmpty()) {
            throw Fault.FIELD.refusal("insuplc_admdvs", "不能为空");
        }
        if (!envelope.homeArea().isEmpty()) {
            requireArea(directory, envelope.homeArea());
        }
        if (message.arrival().fromPeer()) {
            return;
        }
        MessageId.check(envelope.msgid(), envelope.fixmedinsCode(), clock.civil());
        if (message.arrival().fromAgency()) {
            return;
        }
        if (message.institution() == null || message.careNode() == null) {
            throw Fault.INSTITUTION.refusal(envelope.fixmedinsCode());
        }
        if (!directory
                .topology()
                .areas()
                .covers(envelope.careArea(), message.sender().area())) {
            throw Fault.CAREAREA.refusal(envelope.careArea());
        }
        fields.get().check(envelope);
    }

    private static void requireArea(Directory directory, String area) {
        if (!directory.topology().areas().has(area)) {
            throw Fault.AREA.refusal(area);
        }
    }
}
