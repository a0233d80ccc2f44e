package io.wutong.channel.alipay;

import io.wutong.spi.AmountException;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.spi.Value;
import io.wutong.support.BadAnswer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Our orders in Alipay's words and back: yuan outside, fen inside. Contents have a fixed order of fields and nothing of
 * the moment in them, so the same order is always the same content.
 */
final class Messages {

    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Pattern CIVIL_TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?");
    private static final int CIVIL_TIME_LENGTH = 19;
    private static final String FACE_TO_FACE = "FACE_TO_FACE_PAYMENT";

    private final String sellerId;
    private final Optional<String> storeId;

    Messages(String sellerId, Optional<String> storeId) {
        this.sellerId = sellerId;
        this.storeId = storeId;
    }

    Body precreate(PayOrder order) {
        return order(order, FACE_TO_FACE).build();
    }

    /** @param code what the patient's telephone showed */
    Body pay(PayOrder order, String code) {
        return order(order, FACE_TO_FACE)
                .put("scene", "bar_code")
                .put("auth_code", code)
                .build();
    }

    /**
     * Of an agreement that was signed before.
     *
     * @param productCode of the agreement, as the merchant's contract names it
     */
    Body byCredit(PayOrder order, String agreement, String productCode) {
        return order(order, productCode)
                .put("agreement_params", Body.of("agreement_no", Value.text(agreement)))
                .build();
    }

    /** What every kind of order begins with. */
    Body.Builder order(PayOrder order, String productCode) {
        return Body.builder()
                .put("out_trade_no", order.orderNo())
                .put("total_amount", Fen.format(order.amountFen()))
                .put("subject", order.description())
                .put("seller_id", sellerId)
                .put("product_code", productCode)
                .put("time_expire", time(order.expiresAt()))
                .putIfGiven("store_id", storeId.orElse(null));
    }

    Body number(PayOrder order) {
        return Body.builder().put("out_trade_no", order.orderNo()).build();
    }

    Body refund(RefundOrder refund) {
        return Body.builder()
                .put("out_trade_no", refund.orderNo())
                .put("refund_amount", Fen.format(refund.refundFen()))
                .put("out_request_no", refund.refundNo())
                .put("refund_reason", refund.reason())
                .build();
    }

    Body queryRefund(RefundOrder refund) {
        return Body.builder()
                .put("out_trade_no", refund.orderNo())
                .put("out_request_no", refund.refundNo())
                .build();
    }

    /** A trade as a query tells it. */
    PaymentStatus trade(Body trade) {
        boolean paidOnce = trade.text("send_pay_date").isPresent();
        PaymentStatus.State state = state(given(trade, "trade_status"), paidOnce);
        boolean paid = state == PaymentStatus.State.PAID || state == PaymentStatus.State.REFUNDING;
        return new PaymentStatus(
                given(trade, "out_trade_no"),
                state,
                paid ? given(trade, "trade_no") : trade.text("trade_no").orElse(null),
                fen(given(trade, "total_amount"), "total_amount"),
                currency(trade.textOr("trans_currency", "CNY")),
                paid
                        ? iso(given(trade, "send_pay_date"))
                        : trade.text("send_pay_date").map(Messages::iso).orElse(null));
    }

    /** @param paidOnce a closed trade was never paid, or all of it was given back */
    static PaymentStatus.State state(String tradeStatus, boolean paidOnce) {
        return switch (tradeStatus) {
            case "TRADE_SUCCESS", "TRADE_FINISHED" -> PaymentStatus.State.PAID;
            case "TRADE_CLOSED" -> paidOnce ? PaymentStatus.State.REFUNDING : PaymentStatus.State.CLOSED;
            case "WAIT_BUYER_PAY" -> PaymentStatus.State.PAYING;
            default -> throw new BadAnswer("answer.trade_status");
        };
    }

    /** What a refund's answer proves: money moved only when it says so; a repetition never says so. */
    static RefundStatus refunded(RefundOrder refund, Body answer) {
        same(answer, "out_trade_no", refund.orderNo());
        long all = fen(given(answer, "refund_fee"), "refund_fee"); // of this trade, this refund among them
        if (all > refund.totalFen()) {
            throw new BadAnswer("answer.refund_fee");
        }
        boolean moved = answer.textOr("fund_change", "N").equals("Y");
        if (moved && all < refund.refundFen()) {
            throw new BadAnswer("answer.refund_fee");
        }
        return status(refund, moved ? RefundStatus.State.REFUNDED : RefundStatus.State.PROCESSING);
    }

    /** Empty when Alipay does not say that this refund went through: not received, or failed. */
    static Optional<RefundStatus> refundQueried(RefundOrder refund, Body answer) {
        if (!answer.textOr("refund_status", "").equals("REFUND_SUCCESS")) {
            return Optional.empty();
        }
        same(answer, "out_trade_no", refund.orderNo());
        same(answer, "out_request_no", refund.refundNo());
        if (fen(given(answer, "refund_amount"), "refund_amount") != refund.refundFen()
                || fen(given(answer, "total_amount"), "total_amount") != refund.totalFen()) {
            throw new BadAnswer("answer.amount");
        }
        return Optional.of(status(refund, RefundStatus.State.REFUNDED));
    }

    /** Alipay numbers no refunds: ours is the number. */
    private static RefundStatus status(RefundOrder refund, RefundStatus.State state) {
        return new RefundStatus(
                refund.refundNo(), refund.orderNo(), state, null, refund.refundFen(), refund.totalFen());
    }

    static void same(Body message, String field, String expected) {
        if (!expected.equals(given(message, field))) {
            throw new BadAnswer("answer." + field);
        }
    }

    static String given(Body message, String field) {
        return message.text(field).orElseThrow(() -> new BadAnswer("answer." + field));
    }

    static String currency(String currency) {
        if (!currency.equals("CNY")) {
            throw new BadAnswer("answer.currency");
        }
        return currency;
    }

    static long fen(String yuan, String field) {
        try {
            long fen = Fen.parse(field, yuan);
            if (fen >= 0) {
                return fen;
            }
        } catch (AmountException e) {
            // said below
        }
        throw new BadAnswer("answer." + field);
    }

    /** Alipay's civil time with the offset that it has. */
    static String iso(String civil) {
        if (!CIVIL_TIME.matcher(civil).matches()) {
            throw new BadAnswer("answer.time");
        }
        return civil.substring(0, CIVIL_TIME_LENGTH).replace(' ', 'T') + "+08:00";
    }

    static String time(Instant instant) {
        return TIME.format(instant.atOffset(BEIJING));
    }

    static Instant instant(@Nullable String civil) {
        return java.time.OffsetDateTime.parse(iso(String.valueOf(civil))).toInstant();
    }
}
