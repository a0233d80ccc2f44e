package io.wutong.charge;

/** Told when a charge's state has durably changed; terminals listen. */
@FunctionalInterface
public interface ChargeEvents {
    void changed(Charge charge);
}
