package io.wutong.channel.wechatpay;

import io.wutong.spi.Body;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.spi.Value;
import io.wutong.support.BadAnswer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Our orders in WeChat's words and back. Requests have a fixed order of fields and nothing of the moment in them, so the
 * same order is always the same bytes: WeChat refuses a repetition that differs.
 */
final class Messages {

    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter RFC3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");
    private static final int AMOUNT_DIGITS_MAX = 15;

    private final String mchid;
    private final String appid;

    Messages(String mchid, String appid) {
        this.mchid = mchid;
        this.appid = appid;
    }

    Body nativeOrder(PayOrder order) {
        return order(order).build();
    }

    /** @param openid the payer's in our app */
    Body jsapiOrder(PayOrder order, String openid) {
        return order(order)
                .put("payer", Body.builder().put("openid", openid).build())
                .build();
    }

    private Body.Builder order(PayOrder order) {
        return Body.builder()
                .put("appid", appid)
                .put("mchid", mchid)
                .put("description", order.description())
                .put("out_trade_no", order.orderNo())
                .put("time_expire", time(order.expiresAt()))
                .put("notify_url", order.notifyUrl())
                .put(
                        "amount",
                        Body.builder()
                                .put("total", order.amountFen())
                                .put("currency", "CNY")
                                .build());
    }

    /** @param code what the patient's telephone shows */
    Body codeOrder(PayOrder order, String code, Settings settings) {
        return Body.builder()
                .put("appid", appid)
                .put("mchid", mchid)
                .put("description", order.description())
                .put("out_trade_no", order.orderNo())
                .put("payer", Body.builder().put("auth_code", code).build())
                .put(
                        "amount",
                        Body.builder()
                                .put("total", order.amountFen())
                                .put("currency", "CNY")
                                .build())
                .put(
                        "scene_info",
                        Body.builder()
                                .put("device_ip", settings.terminalIp())
                                .put(
                                        "store_info",
                                        Body.builder()
                                                .put("out_id", settings.storeId())
                                                .build())
                                .build())
                .build();
    }

    Body reverse() {
        return Body.builder().put("appid", appid).put("mchid", mchid).build();
    }

    Body close() {
        return Body.builder().put("mchid", mchid).build();
    }

    Body refund(RefundOrder refund) {
        return Body.builder()
                .put("out_trade_no", refund.orderNo())
                .put("out_refund_no", refund.refundNo())
                .put("reason", refund.reason())
                .put("notify_url", refund.notifyUrl())
                .put(
                        "amount",
                        Body.builder()
                                .put("refund", refund.refundFen())
                                .put("total", refund.totalFen())
                                .put("currency", "CNY")
                                .build())
                .build();
    }

    String codeUrl(Body answer) {
        String codeUrl = given(answer, "code_url");
        if (!codeUrl.startsWith("weixin://")) {
            throw new BadAnswer("answer.code_url");
        }
        return codeUrl;
    }

    /** A transaction of ours; amount, currency and number are certain when it was paid. */
    PaymentStatus transaction(Body transaction) {
        same(transaction, "mchid", mchid);
        same(transaction, "appid", appid);
        PaymentStatus.State state = state(given(transaction, "trade_state"));
        boolean paid = state == PaymentStatus.State.PAID || state == PaymentStatus.State.REFUNDING;
        Body amount = transaction.body("amount");
        return new PaymentStatus(
                given(transaction, "out_trade_no"),
                state,
                paid
                        ? given(transaction, "transaction_id")
                        : transaction.text("transaction_id").orElse(null),
                paid || amount.has("total") ? fen(amount, "total") : 0,
                paid ? currency(amount) : amount.textOr("currency", "CNY"),
                paid
                        ? given(transaction, "success_time")
                        : transaction.text("success_time").orElse(null));
    }

    static PaymentStatus.State state(String tradeState) {
        return switch (tradeState) {
            case "SUCCESS" -> PaymentStatus.State.PAID;
            case "REFUND" -> PaymentStatus.State.REFUNDING;
            case "NOTPAY" -> PaymentStatus.State.UNPAID;
            case "USERPAYING", "ACCEPT" -> PaymentStatus.State.PAYING;
            case "CLOSED", "REVOKED" -> PaymentStatus.State.CLOSED;
            case "PAYERROR" -> PaymentStatus.State.FAILED;
            default -> throw new BadAnswer("answer.trade_state");
        };
    }

    /** @param stateField {@code status} in an answer, {@code refund_status} in a notification */
    RefundStatus refund(Body refund, String stateField) {
        RefundStatus.State state = switch (given(refund, stateField)) {
            case "SUCCESS" -> RefundStatus.State.REFUNDED;
            case "PROCESSING" -> RefundStatus.State.PROCESSING;
            case "CLOSED" -> RefundStatus.State.CLOSED;
            case "ABNORMAL" -> RefundStatus.State.ABNORMAL;
            default -> throw new BadAnswer("answer." + stateField);
        };
        Body amount = refund.body("amount");
        if (amount.has("currency")) {
            currency(amount);
        }
        return new RefundStatus(
                given(refund, "out_refund_no"),
                given(refund, "out_trade_no"),
                state,
                given(refund, "refund_id"),
                fen(amount, "refund"),
                fen(amount, "total"));
    }

    /** Whose money it is. */
    void ours(Body message) {
        same(message, "mchid", mchid);
    }

    static void same(Body message, String field, String expected) {
        if (!expected.equals(given(message, field))) {
            throw new BadAnswer("answer." + field);
        }
    }

    static String given(Body message, String field) {
        return message.text(field).orElseThrow(() -> new BadAnswer("answer." + field));
    }

    private static String currency(Body amount) {
        same(amount, "currency", "CNY");
        return "CNY";
    }

    /** Whole fen from the number's own text: no point, no exponent, no sign. */
    private static long fen(Body amount, String field) {
        if (amount.get(field) instanceof Value.Num number
                && number.text().length() <= AMOUNT_DIGITS_MAX
                && number.text().chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(number.text());
        }
        throw new BadAnswer("answer.amount." + field);
    }

    private static String time(Instant instant) {
        return RFC3339.format(instant.atOffset(BEIJING));
    }
}
