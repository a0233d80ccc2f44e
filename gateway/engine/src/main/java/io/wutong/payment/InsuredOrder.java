package io.wutong.payment;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The insurance's half of an order that its channel takes together with the cash; stored with the order before the
 * channel is called, so that a repetition sends the same.
 *
 * @param channelOrderId the channel's number of both; null until it was paid
 * @param asked what the terminal said of the patient and of the insurer's authorisation, a raw body
 */
@SuppressWarnings("ArrayRecordComponent") // as it was given, never changed
public record InsuredOrder(
        String node,
        String orderNo,
        InsuredState state,
        long fundFen,
        long accountFen,
        long otherFen,
        long cashFen,
        @Nullable String channelOrderId,
        byte[] asked,
        Instant createdAt)
        implements Row {

    private static final String AUTH_NO = "pay_auth_no";
    /** What comes anew with another authorisation. */
    private static final List<String> AUTHORISATION = List.of(AUTH_NO, "pay_order_id", "location");
    /** Note that the authorisation is over. */
    private static final String OVER = "authorisation_over";

    private static final List<String> REQUIRED =
            List.of("serial_no", "pay_auth_no", "payer_id", "name", "certno", "institution_name");

    public static Key<InsuredOrder> key(String node, String orderNo) {
        return Key.of(InsuredOrder.class, node, orderNo);
    }

    static Key<InsuredOrder> key(PaymentOrder order) {
        return key(order.node(), order.orderNo());
    }

    @Override
    public Key<InsuredOrder> key() {
        return key(node, orderNo);
    }

    /**
     * Of a new order.
     *
     * @param asked with the institution's name
     * @throws io.wutong.envelope.Refusal when something is missing, or when the shares are less than nothing
     */
    public static InsuredOrder of(
            PaymentOrder order, InsuranceOrder.Kind kind, Body asked, long totalFen, long fundFen, long accountFen) {
        REQUIRED.forEach(name -> Envelope.required(asked, name));
        long other = totalFen - fundFen - accountFen - order.amountFen();
        if (fundFen < 0 || accountFen < 0 || other < 0) {
            throw Fault.SUM.refusal("预结算的基金、个人账户与现金之和大于医疗费总额 " + Fen.format(totalFen));
        }
        return new InsuredOrder(
                order.node(),
                order.orderNo(),
                InsuredState.OPEN,
                fundFen,
                accountFen,
                other,
                order.amountFen(),
                null,
                Json.write(asked.with("kind", Value.text(kind.name()))),
                order.createdAt());
    }

    /** What the channel is asked; equal at every repetition but for what it has said itself. */
    InsuranceOrder toInsuranceOrder(PaymentOrder order) {
        Body said = Json.read(asked);
        InsuranceOrder.Amounts amounts = new InsuranceOrder.Amounts(fundFen, accountFen, otherFen, cashFen, 0, 0);
        return new InsuranceOrder(
                orderNo,
                InsuranceOrder.Kind.valueOf(said.textOr("kind", "")),
                said.textOr("serial_no", ""),
                amounts.insuranceFen() == 0
                        ? null
                        : new InsuranceOrder.Authorised(
                                said.textOr("pay_order_id", ""),
                                said.textOr("pay_auth_no", ""),
                                said.textOr("location", "")),
                new InsuranceOrder.Payer(
                        said.textOr("payer_id", ""), said.textOr("name", ""), said.textOr("certno", "")),
                order.fixmedinsCode(),
                said.textOr("institution_name", ""),
                createdAt,
                order.expiresAt(),
                amounts,
                order.description(),
                order.notifyUrl(),
                said.body("details"),
                order.prompt());
    }

    /** Refused unless the channel speaks of our order and of our amounts. */
    void requireSame(InsuranceStatus status) {
        InsuranceStatus.Amounts ours =
                InsuranceStatus.Amounts.of(new InsuranceOrder.Amounts(fundFen, accountFen, otherFen, cashFen, 0, 0));
        if (!status.orderNo().equals(orderNo) || !status.amounts().equals(ours)) {
            throw Fault.SUM.refusal("渠道的医保订单" + status.orderNo() + "金额与本订单" + orderNo + "不一致");
        }
    }

    /** Whether a settlement pays what the channel was told. */
    public boolean sameShares(long settledFundFen, long settledAccountFen) {
        return fundFen == settledFundFen && accountFen == settledAccountFen;
    }

    /** Whether the channel has said that the authorisation is over. */
    boolean authorisationOver() {
        return !Json.read(asked).textOr(OVER, "").isEmpty();
    }

    /** As the channel has refused it. */
    InsuredOrder withAuthorisationOver() {
        return asking(Json.read(asked).with(OVER, Value.text("1")));
    }

    /** With another authorisation of the patient's, and otherwise the same. */
    InsuredOrder authorisedAnew(Body said) {
        Body now = Json.read(asked).with(OVER, Value.text(""));
        for (String name : AUTHORISATION) {
            now = now.with(name, Value.text(said.textOr(name, "")));
        }
        return asking(now);
    }

    /** Whether this is another authorisation than the one that was tried. */
    boolean isAnother(Body said) {
        return !said.textOr(AUTH_NO, "").isEmpty()
                && !said.textOr(AUTH_NO, "").equals(Json.read(asked).textOr(AUTH_NO, ""));
    }

    private InsuredOrder asking(Body other) {
        return new InsuredOrder(
                node,
                orderNo,
                state,
                fundFen,
                accountFen,
                otherFen,
                cashFen,
                channelOrderId,
                Json.write(other),
                createdAt);
    }

    boolean paysInsurance() {
        return fundFen + accountFen + otherFen > 0;
    }

    InsuredOrder in(InsuredState next, @Nullable String channelNumber) {
        return new InsuredOrder(
                node,
                orderNo,
                next,
                fundFen,
                accountFen,
                otherFen,
                cashFen,
                channelNumber == null ? channelOrderId : channelNumber,
                asked,
                createdAt);
    }

    /** Nothing of the person. */
    @Override
    public String toString() {
        return "InsuredOrder[" + orderNo + " " + state + "]";
    }
}
