package io.wutong.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the patient is asked to pay. Kept by the host before the channel is called; a repetition is equal to it.
 *
 * @param orderNo ours, 6 to 32 letters and digits, unique at the merchant
 * @param amountFen more than 0, in {@code CNY}
 * @param description what the patient reads on the channel's page, at most 42 characters
 * @param method how it is paid
 * @param createdAt when it was made; a channel may know an order only by its number together with this time
 * @param expiresAt after which the channel refuses it
 * @param notifyUrl where the channel calls back
 * @param payer the payer's id in the channel's app, the scanned code, or the number of the credit; null where the method needs
 *     none, and where a host only asks after an order whose code it no longer keeps
 */
public record PayOrder(
        String orderNo,
        long amountFen,
        String description,
        Method method,
        Instant createdAt,
        Instant expiresAt,
        String notifyUrl,
        @Nullable String payer) {

    public enum Method {
        /** The patient scans a code that we show. */
        OUR_CODE,
        /** We scan the code that the patient shows. */
        PATIENT_CODE,
        /** Inside the channel's app. */
        IN_APP,
        /** By a credit that the patient has signed with the channel: he is charged without being there. */
        BY_CREDIT
    }

    /** Without the payer: a payment code is worth money for a minute. */
    @Override
    public String toString() {
        return "PayOrder[" + orderNo + " " + method + " " + Fen.format(amountFen) + "]";
    }
}
