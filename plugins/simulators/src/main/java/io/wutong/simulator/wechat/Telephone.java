package io.wutong.simulator.wechat;

/** How the patient's telephone behaves when its payment code is scanned. */
public enum Telephone {
    /** Pays at once. */
    PAYS,
    /** Asks for the password first; {@link WeChatPaySimulator#enterPassword} or {@link WeChatPaySimulator#refusePassword}. */
    ASKS_PASSWORD,
    /** Has no money. */
    HAS_NO_MONEY
}
