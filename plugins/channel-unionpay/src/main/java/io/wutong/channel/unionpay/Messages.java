package io.wutong.channel.unionpay;

import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.support.BadAnswer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Our orders in UnionPay's fields and back. A transaction is known by merchant, number and time together, so the time is
 * the order's own and never the moment's: the same order is always the same request.
 */
final class Messages {

    static final String PAYMENT = "01";
    static final String CANCELLATION = "31";
    static final String REFUND = "04";

    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final String YUAN = "156";
    private static final int AMOUNT_DIGITS_MAX = 12;
    /** The clearing day ends at 23:00. */
    private static final int CLEARING_HOURS_AHEAD = 1;

    private final Settings settings;

    Messages(Settings settings) {
        this.settings = settings;
    }

    Map<String, String> scanned(PayOrder order, String code) {
        Map<String, String> fields = payment(order, PAYMENT, "06");
        fields.put("qrNo", code);
        return fields;
    }

    Map<String, String> ourCode(PayOrder order) {
        Map<String, String> fields = payment(order, settings.ourCodeTxnType(), settings.ourCodeTxnSubType());
        fields.put("payTimeout", time(order.expiresAt()));
        return fields;
    }

    private Map<String, String> payment(PayOrder order, String type, String subType) {
        Map<String, String> fields = fields(type, subType, order.orderNo(), order.createdAt());
        fields.put("txnAmt", Long.toString(order.amountFen()));
        fields.put("currencyCode", YUAN);
        fields.put("backUrl", order.notifyUrl());
        settings.termId().ifPresent(termId -> fields.put("termId", termId));
        return fields;
    }

    Map<String, String> query(String number, Instant createdAt) {
        return fields("00", "00", number, createdAt);
    }

    /** Undoes a payment of which nothing is known, under the payment's own number and time. */
    Map<String, String> reverse(PayOrder order) {
        return fields("99", "01", order.orderNo(), order.createdAt());
    }

    /** @param original UnionPay's number of the payment */
    Map<String, String> cancel(RefundOrder refund, String original) {
        Map<String, String> fields = back(refund, CANCELLATION);
        fields.put("origQryId", original);
        return fields;
    }

    Map<String, String> refund(RefundOrder refund) {
        Map<String, String> fields = back(refund, REFUND);
        fields.put("origOrderId", refund.orderNo());
        fields.put("origTxnTime", time(refund.order().createdAt()));
        return fields;
    }

    private Map<String, String> back(RefundOrder refund, String type) {
        Map<String, String> fields = fields(type, "00", refund.refundNo(), refund.createdAt());
        fields.put("txnAmt", Long.toString(refund.refundFen()));
        fields.put("currencyCode", YUAN);
        fields.put("backUrl", refund.notifyUrl());
        fields.put("reqReserved", Reserved.of(refund).text());
        return fields;
    }

    Map<String, String> file(LocalDate day, Instant now) {
        Map<String, String> fields = fields("76", "01", "FILE" + TIME.format(now.atOffset(BEIJING)), now);
        fields.remove("orderId");
        fields.put("settleDate", DateTimeFormatter.ofPattern("MMdd").format(day));
        fields.put("fileType", "00");
        return fields;
    }

    private Map<String, String> fields(String type, String subType, String number, Instant createdAt) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("version", Trust.VERSION);
        fields.put("encoding", "UTF-8");
        fields.put("signMethod", Trust.METHOD);
        fields.put("txnType", type);
        fields.put("txnSubType", subType);
        fields.put("bizType", "000000");
        fields.put("channelType", "08");
        fields.put("accessType", "0");
        fields.put("merId", settings.merId());
        fields.put("orderId", number);
        fields.put("txnTime", time(createdAt));
        return fields;
    }

    /** A full refund on the payment's own clearing day. */
    boolean cancels(RefundOrder refund) {
        return settings.cancelSameDay()
                && refund.refundFen() == refund.totalFen()
                && clearingDay(refund.createdAt())
                        .equals(clearingDay(refund.order().createdAt()));
    }

    private static LocalDate clearingDay(Instant instant) {
        return instant.atOffset(BEIJING).plusHours(CLEARING_HOURS_AHEAD).toLocalDate();
    }

    /** A payment as a query or a notification tells it; amounts and numbers are certain when it was paid. */
    static PaymentStatus payment(Map<String, String> message, PaymentStatus.State state) {
        boolean paid = state == PaymentStatus.State.PAID;
        same(message, "currencyCode", YUAN);
        return new PaymentStatus(
                given(message, "orderId"),
                state,
                paid ? given(message, "queryId") : message.get("queryId"),
                fen(message),
                "CNY",
                paid ? paidAt(given(message, "traceTime"), given(message, "txnTime")) : null);
    }

    static RefundStatus refund(RefundOrder refund, Map<String, String> message, RefundStatus.State state) {
        if (fen(message) != refund.refundFen()) {
            throw new BadAnswer("answer.txnAmt");
        }
        return status(refund, state, message.get("queryId"));
    }

    static RefundStatus status(
            RefundOrder refund, RefundStatus.State state, @org.jspecify.annotations.Nullable String queryId) {
        return new RefundStatus(
                refund.refundNo(), refund.orderNo(), state, queryId, refund.refundFen(), refund.totalFen());
    }

    /** {@code MMddHHmmss} has no year: it is the first such moment not long before the order's own time. */
    static String paidAt(String traceTime, String txnTime) {
        try {
            LocalDate ordered = LocalDate.parse(txnTime.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
            LocalDate paid = LocalDate.parse(
                    txnTime.substring(0, 4) + traceTime.substring(0, 4), DateTimeFormatter.BASIC_ISO_DATE);
            int year = paid.isBefore(ordered.minusDays(1)) ? paid.getYear() + 1 : paid.getYear();
            return "%04d-%s-%sT%s:%s:%s+08:00"
                    .formatted(
                            year,
                            traceTime.substring(0, 2),
                            traceTime.substring(2, 4),
                            traceTime.substring(4, 6),
                            traceTime.substring(6, 8),
                            traceTime.substring(8, 10));
        } catch (java.time.DateTimeException | IndexOutOfBoundsException e) {
            throw new BadAnswer("answer.traceTime");
        }
    }

    static void same(Map<String, String> message, String field, String expected) {
        if (!expected.equals(given(message, field))) {
            throw new BadAnswer("answer." + field);
        }
    }

    static String given(Map<String, String> message, String field) {
        String value = message.getOrDefault(field, "");
        if (value.isEmpty()) {
            throw new BadAnswer("answer." + field);
        }
        return value;
    }

    static long fen(Map<String, String> message) {
        String text = given(message, "txnAmt");
        if (text.length() > AMOUNT_DIGITS_MAX || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadAnswer("answer.txnAmt");
        }
        return Long.parseLong(text);
    }

    static String time(Instant instant) {
        return TIME.format(instant.atOffset(BEIJING));
    }

    /**
     * What we have UnionPay give back to us in a refund's notification, under its signature: which order it is of, and
     * what that came to. No character that UnionPay forbids there.
     */
    record Reserved(String orderNo, long totalFen) {
        static Reserved of(RefundOrder refund) {
            return new Reserved(refund.orderNo(), refund.totalFen());
        }

        static Reserved read(String text) {
            int dot = text.lastIndexOf('.');
            if (dot < 1 || !text.substring(dot + 1).matches("[0-9]{1,12}")) {
                throw new BadAnswer("answer.reqReserved");
            }
            return new Reserved(text.substring(0, dot), Long.parseLong(text.substring(dot + 1)));
        }

        String text() {
            return orderNo + "." + totalFen;
        }
    }
}
