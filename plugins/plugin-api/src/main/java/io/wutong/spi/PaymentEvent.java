package io.wutong.spi;

/**
 * What a verified callback says.
 *
 * <p>Its {@code eventId} is the channel's, the same on every repetition.
 */
public sealed interface PaymentEvent {
    String eventId();

    /** Our number of the order that the event is about. */
    String orderNo();

    record Payment(String eventId, PaymentStatus status) implements PaymentEvent {
        @Override
        public String orderNo() {
            return status.orderNo();
        }
    }

    /** An order of both halves has come to a state; what of it holds is asked. */
    record Insurance(String eventId, InsuranceStatus status) implements PaymentEvent {
        @Override
        public String orderNo() {
            return status.orderNo();
        }
    }

    record Refund(String eventId, RefundStatus status) implements PaymentEvent {
        @Override
        public String orderNo() {
            return status.orderNo();
        }
    }
}
