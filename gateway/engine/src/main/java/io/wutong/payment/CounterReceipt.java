package io.wutong.payment;

/**
 * What a clerk took at the counter.
 *
 * @param fen what was taken
 * @param number of the receipt, or of the card terminal's slip; the same again is the same payment
 */
public record CounterReceipt(Means means, long fen, String number) {

    /** How it was paid. */
    public enum Means {
        CASH,
        CARD
    }

    /** Under which the counter's orders and books stand. */
    public String channel() {
        return Counter.channel(means);
    }
}
