package io.wutong.simulator.unionpay;

/** How the patient's telephone behaves when its payment code is scanned. */
public enum Telephone {
    /** Pays at once. */
    PAYS,
    /** Asks for the password first; {@link UnionPaySimulator#enterPassword} or {@link UnionPaySimulator#refusePassword}. */
    ASKS_PASSWORD,
    /** Has no money. */
    HAS_NO_MONEY
}
