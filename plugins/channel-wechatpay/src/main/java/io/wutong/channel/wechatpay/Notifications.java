package io.wutong.channel.wechatpay;

import io.wutong.spi.Body;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Outcome;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundStatus;
import io.wutong.support.BadAnswer;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;

/**
 * Opens a notification: signature and age on the raw bytes first, then the envelope, then AES-256-GCM with the APIv3
 * key, then whose money it is and whether the kind of event and the state inside agree. Nothing inside is looked at
 * before the signature holds. Pure but for the clock of the verifier; for the worker.
 */
final class Notifications {

    private static final Map<String, RefundStatus.State> REFUND_EVENTS = Map.of(
            "REFUND.SUCCESS", RefundStatus.State.REFUNDED,
            "REFUND.ABNORMAL", RefundStatus.State.ABNORMAL,
            "REFUND.CLOSED", RefundStatus.State.CLOSED);

    private final SignatureVerifier verifier;
    private final Sealed sealed;
    private final Messages messages;
    private final MedicalMessages medical;

    Notifications(SignatureVerifier verifier, Sealed sealed, Messages messages, MedicalMessages medical) {
        this.medical = medical;
        this.verifier = verifier;
        this.sealed = sealed;
        this.messages = messages;
    }

    Outcome<PaymentEvent> open(RawNotification raw) {
        Optional<String> fault = verifier.fault(raw::header, raw.body());
        if (fault.isPresent()) {
            return refuse(fault.get());
        }
        try {
            Body envelope = Json.read(raw.body().getBytes());
            return Outcome.succeeded(event(
                    Messages.given(envelope, "id"),
                    Messages.given(envelope, "event_type"),
                    Json.read(sealed.open(envelope.body("resource")))));
        } catch (JsonException e) {
            return refuse("answer.json");
        } catch (BadAnswer e) {
            return refuse(e.shortCause());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return refuse("answer.encryption");
        }
    }

    private PaymentEvent event(String id, String type, Body inner) {
        if (type.equals("TRANSACTION.SUCCESS")) {
            PaymentStatus status = messages.transaction(inner);
            if (status.state() != PaymentStatus.State.PAID) {
                throw new BadAnswer("answer.trade_state");
            }
            return new PaymentEvent.Payment(id, status);
        }
        if (type.equals("MEDICAL_INSURANCE.SUCCESS")) {
            InsuranceStatus status = medical.status(inner);
            if (!status.paid()) {
                throw new BadAnswer("answer.mix_pay_status");
            }
            // the event's own id differs from try to try: the order and what became of it do not
            return new PaymentEvent.Insurance(status.channelOrderId() + "." + type, status);
        }
        RefundStatus.State expected = REFUND_EVENTS.get(type);
        if (expected == null) {
            throw new BadAnswer("answer.event_type");
        }
        messages.ours(inner);
        RefundStatus status = messages.refund(inner, "refund_status");
        if (status.state() != expected) {
            throw new BadAnswer("answer.refund_status");
        }
        return new PaymentEvent.Refund(id, status);
    }

    private static Outcome<PaymentEvent> refuse(String cause) {
        return Outcome.rejected(cause, "微信支付通知未通过核验");
    }
}
