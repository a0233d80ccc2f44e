package io.wutong.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One order at a channel that takes both halves: what the insurance pays, which the insurer has been told of and the
 * patient has authorised, and the patient's cash. Kept by the host before the channel is called.
 *
 * @param orderNo ours, 6 to 32 letters and digits; the cash part's order has the same
 * @param kind what is paid for
 * @param serialNo the institution's number of the upload at the insurer (6201 {@code medOrgOrd}), at most 20 characters
 * @param authorised what the insurer has given; null where there is cash alone
 * @param payer who is treated and pays
 * @param institution the institution's code
 * @param institutionName as the patient knows it
 * @param createdAt when it was made
 * @param expiresAt after which the cash part is refused
 * @param amounts the shares
 * @param description what the patient reads
 * @param notifyUrl where the channel calls back
 * @param details what the insurer wants to know of the bill beyond this, in the insurer's own words as the institution
 *     wrote them (6201); empty where it knows already
 * @param opened what {@link InsuranceOrders#open} gave the page; null while that is not known
 */
public record InsuranceOrder(
        String orderNo,
        Kind kind,
        String serialNo,
        @Nullable Authorised authorised,
        Payer payer,
        String institution,
        String institutionName,
        Instant createdAt,
        Instant expiresAt,
        Amounts amounts,
        String description,
        String notifyUrl,
        Body details,
        @Nullable String opened) {

    public enum Kind {
        REGISTRATION,
        CONSULTING_ROOM,
        DISCHARGE,
        PHARMACY
    }

    /**
     * What the insurer has given for this payment.
     *
     * @param payOrderId its number of the order; empty where opening the order is what gets one
     * @param payAuthNo the patient's authorisation; lives for minutes, good for once
     * @param location {@code longitude,latitude} of the patient
     */
    public record Authorised(String payOrderId, String payAuthNo, String location) {
        /** Without the authorisation: it is worth money. */
        @Override
        public String toString() {
            return "Authorised[" + payOrderId + "]";
        }
    }

    /**
     * The patient.
     *
     * @param id in the channel's app
     * @param certno identity card, 15 or 18 characters
     */
    public record Payer(String id, String name, String certno) {
        /** Nothing of the person. */
        @Override
        public String toString() {
            return "Payer[]";
        }
    }

    /**
     * Who pays what, in fen: {@code fund + account + other + cash + added} is the total.
     *
     * @param fundFen the funds
     * @param accountFen the personal account
     * @param otherFen others
     * @param cashFen what the settlement leaves to the patient
     * @param addedFen what comes on top, not of the insurance's business
     * @param reducedFen what the institution takes off the cash
     */
    public record Amounts(long fundFen, long accountFen, long otherFen, long cashFen, long addedFen, long reducedFen) {
        public Amounts {
            if (fundFen < 0 || accountFen < 0 || otherFen < 0 || cashFen < 0 || addedFen < 0 || reducedFen < 0) {
                throw new IllegalArgumentException("a share is less than nothing");
            }
            if (cashFen + addedFen < reducedFen) {
                throw new IllegalArgumentException("more is taken off than there is to pay");
            }
        }

        public long totalFen() {
            return fundFen + accountFen + otherFen + cashFen + addedFen;
        }

        /** What the patient pays in cash. */
        public long payFen() {
            return cashFen + addedFen - reducedFen;
        }

        public long insuranceFen() {
            return fundFen + accountFen + otherFen;
        }
    }
}
