package io.wutong.payment;

import io.wutong.spi.Body;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.Json;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundStatus;

/** A verified event as the store keeps it. */
final class PaymentEventText {

    private PaymentEventText() {}

    static String write(PaymentEvent event) {
        Body.Builder out = Body.builder().put("event_id", event.eventId()).put("order_no", event.orderNo());
        if (event instanceof PaymentEvent.Payment payment) {
            PaymentStatus status = payment.status();
            out.put("kind", "payment")
                    .put("state", status.state().name())
                    .put("transaction_id", status.channelTransactionId())
                    .put("amount_fen", status.amountFen())
                    .put("currency", status.currency())
                    .put("paid_at", status.paidAt());
        } else if (event instanceof PaymentEvent.Refund refund) {
            RefundStatus status = refund.status();
            out.put("kind", "refund")
                    .put("refund_no", status.refundNo())
                    .put("state", status.state().name())
                    .put("refund_id", status.channelRefundId())
                    .put("refund_fen", status.refundFen())
                    .put("total_fen", status.totalFen());
        }
        if (event instanceof PaymentEvent.Insurance insurance) {
            InsuranceStatus status = insurance.status();
            InsuranceStatus.Amounts amounts = status.amounts();
            out.put("kind", "insurance")
                    .put("channel_order_id", status.channelOrderId())
                    .put("whole", status.whole().name())
                    .put("cash", status.cash().name())
                    .put("insurance", status.insurance().name())
                    .put("total_fen", amounts.totalFen())
                    .put("fund_fen", amounts.fundFen())
                    .put("account_fen", amounts.accountFen())
                    .put("other_fen", amounts.otherFen())
                    .put("pay_fen", amounts.payFen());
        }
        return Json.writeText(out.build());
    }

    static PaymentEvent read(String text) {
        Body body = Json.read(text);
        String eventId = body.textOr("event_id", "");
        String orderNo = body.textOr("order_no", "");
        if (body.textOr("kind", "").equals("insurance")) {
            return new PaymentEvent.Insurance(
                    eventId,
                    new InsuranceStatus(
                            orderNo,
                            body.textOr("channel_order_id", ""),
                            part(body, "whole"),
                            part(body, "cash"),
                            part(body, "insurance"),
                            new InsuranceStatus.Amounts(
                                    fen(body, "total_fen"),
                                    fen(body, "fund_fen"),
                                    fen(body, "account_fen"),
                                    fen(body, "other_fen"),
                                    fen(body, "pay_fen"))));
        }
        if (body.textOr("kind", "").equals("refund")) {
            return new PaymentEvent.Refund(
                    eventId,
                    new RefundStatus(
                            body.textOr("refund_no", ""),
                            orderNo,
                            RefundStatus.State.valueOf(body.textOr("state", "")),
                            body.text("refund_id").orElse(null),
                            Long.parseLong(body.textOr("refund_fen", "0")),
                            Long.parseLong(body.textOr("total_fen", "0"))));
        }
        return new PaymentEvent.Payment(
                eventId,
                new PaymentStatus(
                        orderNo,
                        PaymentStatus.State.valueOf(body.textOr("state", "")),
                        body.text("transaction_id").orElse(null),
                        Long.parseLong(body.textOr("amount_fen", "0")),
                        body.textOr("currency", ""),
                        body.text("paid_at").orElse(null)));
    }

    private static InsuranceStatus.Part part(Body body, String name) {
        return InsuranceStatus.Part.valueOf(body.textOr(name, ""));
    }

    private static long fen(Body body, String name) {
        return Long.parseLong(body.textOr(name, "0"));
    }
}
