package io.wutong.settlement;

import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.visit.Bill;
import java.util.List;

/** Who has split a stay's fee lines, and so which sums a settlement is made on and who books it at the place of care. */
interface Split {

    /** We have: the visit's running sums, with which the request must agree. */
    Split OURS = new Split() {
        @Override
        public Bill bill(Bill kept, Body data) {
            return kept;
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
        public Bill bill(Bill kept, Body data) {
            return kept.lines() > 0 ? kept : Bill.told(data);
        }

        @Override
        public List<? extends Row> books(Settlement settlement, Body output) {
            return List.of();
        }
    };

    /** @param kept the running sums of what is settled */
    Bill bill(Bill kept, Body data);

    List<? extends Row> books(Settlement settlement, Body output);
}
