package io.wutong.coverage;

import io.wutong.exchange.CareSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import java.util.List;

/** What the place of care only passes on, because the home alone knows the answer: 2001, 5206, filings. */
public final class AskHome implements CareSide {

    @Override
    public Needs needs(Message message) {
        return Needs.NONE;
    }

    @Override
    public Step before(Message message, Rows rows) {
        return Step.forward(message.arrival().destination(), null, List.of());
    }
}
