package io.wutong.channel.unionpay;

import io.wutong.spi.Outcome;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundStatus;
import io.wutong.support.BadAnswer;
import io.wutong.support.Forms;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Opens a notification: a form, each name once; the signature over all fields, the empty ones too; then whose merchant
 * it is and what it says. UnionPay tells only what succeeded. It signs no moment of sending: a repetition is known by
 * its event id, and what it says is compared with the order. For the worker.
 */
final class Notifications {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Settings settings;

    Notifications(Settings settings) {
        this.settings = settings;
    }

    Outcome<PaymentEvent> open(RawNotification raw) {
        try {
            if (!raw.header("content-type").orElse("").startsWith(FORM)) {
                return refuse("answer.content_type");
            }
            Map<String, String> fields = Forms.read(raw.body().getBytes(), StandardCharsets.UTF_8);
            Optional<String> fault = settings.trust().fault(fields);
            if (fault.isPresent()) {
                return refuse(fault.get());
            }
            Messages.same(fields, "merId", settings.merId());
            if (ResponseCode.of(Messages.given(fields, "respCode")) != ResponseCode.DONE) {
                return refuse("answer.respCode");
            }
            return Outcome.succeeded(event(fields));
        } catch (BadAnswer e) {
            return refuse(e.shortCause());
        }
    }

    private static PaymentEvent event(Map<String, String> fields) {
        String type = Messages.given(fields, "txnType");
        String id = Messages.given(fields, "queryId") + "." + type + "." + Messages.given(fields, "respCode");
        return switch (type) {
            case Messages.PAYMENT -> new PaymentEvent.Payment(id, Messages.payment(fields, PaymentStatus.State.PAID));
            case Messages.REFUND, Messages.CANCELLATION -> {
                Messages.Reserved ours = Messages.Reserved.read(Messages.given(fields, "reqReserved"));
                yield new PaymentEvent.Refund(
                        id,
                        new RefundStatus(
                                Messages.given(fields, "orderId"),
                                ours.orderNo(),
                                RefundStatus.State.REFUNDED,
                                Messages.given(fields, "queryId"),
                                Messages.fen(fields),
                                ours.totalFen()));
            }
            default -> throw new BadAnswer("answer.txnType");
        };
    }

    private static Outcome<PaymentEvent> refuse(String cause) {
        return Outcome.rejected(cause, "银联通知未通过核验");
    }
}
