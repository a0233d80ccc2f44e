package io.wutong.payment;

import io.vertx.core.Future;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.spi.Body;

/**
 * AUTH-TTL-001: what a patient authorises lives for minutes and is good for once. An order whose channel said that it is
 * over waits for another, and goes out with that under its own number.
 */
public final class Authorisations {

    private final Store store;

    public Authorisations(Store store) {
        this.store = store;
    }

    /** Takes what the patient has authorised anew, where that is waited for; else nothing changes. */
    public Future<Boolean> renew(String node, String orderNo, Body said) {
        return store.commit(InsuredCommands.authorised(InsuredOrder.key(node, orderNo), said));
    }

    /** Whether an order waits for another. */
    public Future<Boolean> isWanted(String node, String orderNo) {
        Key<InsuredOrder> key = InsuredOrder.key(node, orderNo);
        return store.read(
                Needs.rows(key),
                rows -> rows.one(key).filter(InsuredOrder::authorisationOver).isPresent());
    }
}
