package io.wutong.exchange;

import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Refunds;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.settlement.Settlement;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The handlers of production, with those bugs that lie in a place of care's rules. */
final class PlantedHandlers {

    private PlantedHandlers() {}

    static Handlers of(Handlers sound, PlantedBug bug) {
        if (bug != PlantedBug.NO_BUSINESS_KEY && bug != PlantedBug.REFUND_BEFORE_CONFIRMATION) {
            return sound;
        }
        Map<String, CareSide> care = new TreeMap<>();
        sound.care().forEach((infno, side) -> care.put(infno, new Planted(side, bug, infno)));
        return new Handlers(care, sound.home(), sound.courtesy(), sound.certs());
    }

    private record Planted(CareSide sound, PlantedBug bug, String infno) implements CareSide {

        @Override
        public Optional<Key<BusinessKey>> businessKey(Message message) {
            return bug == PlantedBug.NO_BUSINESS_KEY ? Optional.empty() : sound.businessKey(message);
        }

        @Override
        public Step before(Message message, Rows rows) {
            Step step = sound.before(message, rows);
            if (bug != PlantedBug.REFUND_BEFORE_CONFIRMATION
                    || !infno.equals("2305")
                    || !(step instanceof Step.Forward forward)) {
                return step;
            }
            List<Row> writes = new ArrayList<>(forward.writes());
            String setlId = message.data("data").textOr("setl_id", "");
            rows.one(Settlement.key(message.care().id(), setlId))
                    .map(Settlement::orderNo)
                    .flatMap(no -> rows.one(PaymentOrder.key(message.care().id(), no)))
                    .ifPresent(order -> writes.addAll(Refunds.afterCancellation(order, message)));
            return Step.forward(forward.destination(), forward.care(), writes);
        }

        @Override
        public Needs needs(Message message) {
            return sound.needs(message);
        }

        @Override
        public Needs more(Message message, Rows rows) {
            return sound.more(message, rows);
        }

        @Override
        public String destination(Message message, Rows rows) {
            return sound.destination(message, rows);
        }

        @Override
        public Needs needsAfter(Message message, Care care) {
            return sound.needsAfter(message, care);
        }

        @Override
        public Reply after(Message message, Rows rows, Care care, Outcome<Body> home) {
            return sound.after(message, rows, care, home);
        }
    }
}
