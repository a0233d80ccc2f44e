package io.wutong.reference;

import io.wutong.exchange.CareSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.port.Needs;
import io.wutong.port.Rows;

/** Answers from the snapshot that the message reads, without a row of the store. */
@FunctionalInterface
interface Answering extends CareSide {

    Step answer(Message message);

    @Override
    default Needs needs(Message message) {
        return Needs.NONE;
    }

    @Override
    default Step before(Message message, Rows rows) {
        return answer(message);
    }
}
