package io.wutong.payment;

/** Told when an order's state has durably changed; terminals listen. */
@FunctionalInterface
public interface PaymentEvents {
    void changed(PaymentOrder order);
}
