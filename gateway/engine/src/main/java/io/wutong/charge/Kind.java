package io.wutong.charge;

import io.wutong.envelope.Envelope;
import io.wutong.exchange.BusinessKey;
import io.wutong.payment.PaymentCommands;
import io.wutong.port.Key;
import io.wutong.spi.Body;
import io.wutong.spi.InsuranceOrder;
import java.util.Arrays;
import java.util.Optional;

/** The settlements that can be charged in one: each with the question before it and with what takes it back. */
enum Kind {
    OUTPATIENT("2207", "2206", "2208", "data", Sequence.PAY_FIRST),
    PHARMACY("2102", "2101", "2103", "druginfo", Sequence.PAY_FIRST),
    INPATIENT("2304", "2303", "2305", "data", Sequence.SETTLE_AND_OWE);

    final String settles;
    final String tries;
    final String cancels;
    /** The node of the input that holds its main fields. */
    final String node;
    /** Where the region has said nothing. */
    final Sequence usual;

    Kind(String settles, String tries, String cancels, String node, Sequence usual) {
        this.settles = settles;
        this.tries = tries;
        this.cancels = cancels;
        this.node = node;
        this.usual = usual;
    }

    static Optional<Kind> of(String infno) {
        return Arrays.stream(values())
                .filter(kind -> kind.settles.equals(infno))
                .findFirst();
    }

    /** What a channel calls it that takes the insurance's half too. */
    InsuranceOrder.Kind insured() {
        return switch (this) {
            case OUTPATIENT -> InsuranceOrder.Kind.CONSULTING_ROOM;
            case PHARMACY -> InsuranceOrder.Kind.PHARMACY;
            case INPATIENT -> InsuranceOrder.Kind.DISCHARGE;
        };
    }

    /** What a charge of a message holds while it is under way. */
    Key<BusinessKey> held(String care, Envelope message) {
        Body data = message.data(node);
        return switch (this) {
            case OUTPATIENT ->
                PaymentCommands.charging(care, data.textOr("mdtrt_id", ""), "batch/" + data.textOr("chrg_bchno", ""));
            case PHARMACY ->
                PaymentCommands.charging(
                        care,
                        message.fixmedinsCode() + "/" + data.textOr("psn_no", ""),
                        "purchase/" + data.textOr("begntime", ""));
            case INPATIENT -> PaymentCommands.charging(care, data.textOr("mdtrt_id", ""), "");
        };
    }
}
