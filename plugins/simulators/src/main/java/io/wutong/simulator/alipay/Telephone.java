package io.wutong.simulator.alipay;

/** How the patient's telephone behaves when its payment code is scanned. */
public enum Telephone {
    /** Pays at once. */
    PAYS,
    /** Asks for the password first; {@link AlipaySimulator#enterPassword} or {@link AlipaySimulator#refusePassword}. */
    ASKS_PASSWORD,
    /** Has no money. */
    HAS_NO_MONEY
}
