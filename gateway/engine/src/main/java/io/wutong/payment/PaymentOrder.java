package io.wutong.payment;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Fen;
import io.wutong.spi.PayOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The patient's share of one settlement at one channel; stored before the channel is called, so that a repetition sends
 * the same.
 *
 * @param orderNo ours, unique at the merchant
 * @param node the place of care
 * @param channel the configured channel's name
 * @param prompt what the patient scans; null until the channel has answered
 * @param channelId the channel's number of the payment; null while unpaid
 * @param fixmedinsCode the institution whose terminals may see it
 * @param givingBackFen what refunds were promised, whatever became of them; never more than the amount
 * @param givenBackFen what of it has gone back
 * @param payer the scanned code or the signed credit's number, kept until the channel has taken it: a repetition must be the same; null otherwise
 * @param charge the charge that it belongs to, whose message's id stands for {@code setlId} until there is a settlement;
 *     null for an order of a settlement that stood before
 * @param insured whether the channel takes the insurance's half with it; then there is an {@link InsuredOrder} of the
 *     same number, and the amount is the cash alone
 */
public record PaymentOrder(
        String node,
        String orderNo,
        String setlId,
        String mdtrtId,
        String fixmedinsCode,
        String channel,
        OrderState state,
        long amountFen,
        String description,
        String notifyUrl,
        Instant createdAt,
        Instant expiresAt,
        @Nullable String prompt,
        @Nullable String channelId,
        @Nullable Instant paidAt,
        PayOrder.Method method,
        @Nullable String payer,
        long givingBackFen,
        long givenBackFen,
        @Nullable String charge,
        boolean insured)
        implements Row {

    public PaymentOrder {
        if (givenBackFen < 0 || givenBackFen > givingBackFen || givingBackFen > amountFen) {
            throw new IllegalArgumentException(orderNo + ": of " + amountFen + " fen " + givingBackFen + " and "
                    + givenBackFen + " cannot go back");
        }
    }

    /** Of a settlement that stands already. */
    public PaymentOrder(
            String node,
            String orderNo,
            String setlId,
            String mdtrtId,
            String fixmedinsCode,
            String channel,
            OrderState state,
            long amountFen,
            String description,
            String notifyUrl,
            Instant createdAt,
            Instant expiresAt,
            @Nullable String prompt,
            @Nullable String channelId,
            @Nullable Instant paidAt,
            PayOrder.Method method,
            @Nullable String payer,
            long givingBackFen,
            long givenBackFen) {
        this(
                node,
                orderNo,
                setlId,
                mdtrtId,
                fixmedinsCode,
                channel,
                state,
                amountFen,
                description,
                notifyUrl,
                createdAt,
                expiresAt,
                prompt,
                channelId,
                paidAt,
                method,
                payer,
                givingBackFen,
                givenBackFen,
                null,
                false);
    }

    public static Key<PaymentOrder> key(String node, String orderNo) {
        return Key.of(PaymentOrder.class, node, orderNo);
    }

    @Override
    public Key<PaymentOrder> key() {
        return key(node, orderNo);
    }

    /** What the channel is asked; equal at every repetition. */
    public PayOrder toPayOrder() {
        return new PayOrder(orderNo, amountFen, description, method, createdAt, expiresAt, notifyUrl, payer);
    }

    public PaymentOrder withState(OrderState next) {
        return with(next, prompt, channelId, paidAt, next == OrderState.CREATED ? payer : null);
    }

    public PaymentOrder prompted(OrderState next, String content) {
        return with(next, content.isEmpty() ? null : content, channelId, paidAt, null);
    }

    public PaymentOrder paid(OrderState next, String channelTransaction, Instant at) {
        return with(next, prompt, channelTransaction, at, null);
    }

    /** The same, of the settlement that its charge has brought about. */
    public PaymentOrder settled(String byId, String visit) {
        return new PaymentOrder(
                node,
                orderNo,
                byId,
                visit,
                fixmedinsCode,
                channel,
                state,
                amountFen,
                description,
                notifyUrl,
                createdAt,
                expiresAt,
                prompt,
                channelId,
                paidAt,
                method,
                payer,
                givingBackFen,
                givenBackFen,
                charge,
                insured);
    }

    /** Whether we charge the patient, by the code that he shows or the credit that he has signed. */
    boolean charged() {
        return method == PayOrder.Method.PATIENT_CODE || method == PayOrder.Method.BY_CREDIT;
    }

    /** What may still be promised to the patient. */
    public long leftFen() {
        return amountFen - givingBackFen;
    }

    PaymentOrder givingBack(long fen) {
        return with(givingBackFen + fen, givenBackFen);
    }

    PaymentOrder givenBack(long fen) {
        // a refund of the release before was not counted when it was promised
        return with(Math.max(givingBackFen, givenBackFen + fen), givenBackFen + fen);
    }

    private PaymentOrder with(long giving, long given) {
        return new PaymentOrder(
                node,
                orderNo,
                setlId,
                mdtrtId,
                fixmedinsCode,
                channel,
                state,
                amountFen,
                description,
                notifyUrl,
                createdAt,
                expiresAt,
                prompt,
                channelId,
                paidAt,
                method,
                payer,
                giving,
                given,
                charge,
                insured);
    }

    private PaymentOrder with(
            OrderState next,
            @Nullable String content,
            @Nullable String channelTransaction,
            @Nullable Instant at,
            @Nullable String code) {
        return new PaymentOrder(
                node,
                orderNo,
                setlId,
                mdtrtId,
                fixmedinsCode,
                channel,
                next,
                amountFen,
                description,
                notifyUrl,
                createdAt,
                expiresAt,
                content,
                channelTransaction,
                at,
                method,
                code,
                givingBackFen,
                givenBackFen,
                charge,
                insured);
    }

    @Override
    public String toString() {
        return "PaymentOrder[" + orderNo + " " + state + " " + Fen.format(amountFen) + "]";
    }
}
