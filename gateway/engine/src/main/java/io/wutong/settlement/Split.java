package io.wutong.settlement;

import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.visit.Bill;
import io.wutong.visit.Visit;
import java.util.List;

/** Who has split a stay's fee lines, and so which sums a settlement is made on and who books it at the place of care. */
interface Split {

    /** We have: the visit's running sums, with which the request must agree. */
    Split OURS = new Split() {
        @Override
        public Billed billed(Message message, Billed billed, Body data) {
            return billed;
        }

        @Override
        public List<? extends Row> books(Settlement settlement, Body output) {
            return SettlementBooks.atCare(settlement, output);
        }
    };

    /**
     * The place of care behind a platform: the lines that it has sent with their split, or else what the settlement's own
     * message says. It keeps the books of patient and institution itself.
     */
    Split THEIRS = new Split() {
        @Override
        public Billed billed(Message message, Billed billed, Body data) {
            Visit visit = billed.visit();
            if (billed.part().kind() == Part.Kind.BATCH) { // the lines of a charge batch are told by nobody
                throw Fault.UNSUPPORTED.refusal(message.envelope().homeArea(), message.infno());
            }
            return visit.bill().lines() > 0
                    ? billed
                    : new Billed(visit.withBill(Bill.told(data)), billed.part(), billed.charge());
        }

        @Override
        public List<? extends Row> books(Settlement settlement, Body output) {
            return List.of();
        }
    };

    /** With the sums that are settled. */
    Billed billed(Message message, Billed billed, Body data);

    List<? extends Row> books(Settlement settlement, Body output);
}
