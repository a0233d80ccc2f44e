package io.wutong.testkit;

import io.vertx.core.Future;
import io.wutong.spi.RawNotification;

/** A payment channel's system, with a patient who pays. */
public interface PaymentSimulator extends Simulator {

    /** The patient scans our code and looks: some channels know an order only from then on. */
    default Future<Void> scan(String orderNo) {
        return Future.succeededFuture();
    }

    /** The patient pays an open order; the callback that the channel sends for it, as it goes over the wire. */
    Future<RawNotification> pay(String orderNo);
}
