package io.wutong.testkit;

import io.vertx.core.Future;
import io.wutong.spi.RawNotification;

/** A payment channel's system, with a patient who pays. */
public interface PaymentSimulator extends Simulator {

    /** The patient pays an open order; the callback that the channel sends for it, as it goes over the wire. */
    Future<RawNotification> pay(String orderNo);
}
