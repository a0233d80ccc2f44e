package io.wutong.simulator.alipay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.wutong.simulator.notice.Notices;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells the merchant what happened: a signed form at the payment's address, for refunds too, repeated under the same
 * {@code notify_id} after each delay until the answer is exactly {@code success}. Held ones go out last first.
 */
final class Teller extends Notices<NotificationFault> {

    private static final Map<String, String> FORM =
            Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    private static final Duration STALE = Duration.ofDays(3);

    private final Shop shop;
    private final AlipayKeys keys;
    private final Clock clock;

    Teller(Shop shop, AlipayKeys keys, Clock clock, List<Long> delaysMillis, Vertx vertx, HttpClientOptions options) {
        super(delaysMillis, vertx, options);
        this.shop = shop;
        this.keys = keys;
        this.clock = clock;
    }

    /** Whether the merchant acknowledged in the end. */
    Future<Boolean> tell(Trades.Happening happening) {
        NotificationFault fault = nextFault();
        String url = happening.trade().notifyUrl;
        if (fault == NotificationFault.DROP || url.isEmpty()) {
            return Future.succeededFuture(false);
        }
        Map<String, String> fields = fields(happening, fault);
        return tell(url, fault, fault == NotificationFault.DUPLICATE, onTry -> new Sent(FORM, form(fields, onTry)));
    }

    @Override
    protected boolean taken(int status, String answer) {
        return answer.equals("success");
    }

    private Map<String, String> fields(Trades.Happening happening, @Nullable NotificationFault fault) {
        Trade trade = happening.trade();
        long fen = trade.totalFen + (fault == NotificationFault.WRONG_AMOUNT ? 1 : 0);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("notify_id", UUID.randomUUID().toString().replace("-", ""));
        fields.put("notify_type", "trade_status_sync");
        fields.put("charset", "utf-8");
        fields.put("version", "1.0");
        fields.put("app_id", fault == NotificationFault.OTHER_APPLICATION ? "2021000000009999" : shop.appId());
        fields.put("seller_id", fault == NotificationFault.OTHER_SELLER ? "2088000000009999" : shop.sellerId());
        fields.put("out_trade_no", trade.outTradeNo);
        fields.put("trade_no", trade.tradeNo);
        fields.put("trade_status", trade.status);
        fields.put("total_amount", Trades.yuan(fen));
        fields.put("receipt_amount", Trades.yuan(trade.totalFen));
        fields.put("buyer_pay_amount", Trades.yuan(trade.totalFen));
        fields.put("subject", trade.subject);
        fields.put("body", "");
        fields.put("gmt_create", Trades.time(trade.createdAt));
        fields.put("gmt_payment", Trades.time(trade.paidAt));
        fields.put(
                "fund_bill_list",
                "[{\"amount\":\"" + Trades.yuan(trade.totalFen) + "\",\"fundChannel\":\"ALIPAYACCOUNT\"}]");
        if (happening.refund() != null) {
            fields.put("refund_fee", Trades.yuan(trade.refundedFen()));
            fields.put("gmt_refund", Trades.time(happening.refund().at) + ".000");
            fields.put("out_biz_no", happening.refund().outRequestNo);
        }
        return fields;
    }

    private String form(Map<String, String> facts, @Nullable NotificationFault fault) {
        Map<String, String> fields = new LinkedHashMap<>(facts);
        fields.put(
                "notify_time",
                Trades.time(fault == NotificationFault.STALE ? clock.instant().minus(STALE) : clock.instant()));
        String signed = AlipayKeys.joined(fields) + (fault == NotificationFault.BAD_SIGNATURE ? "&more=1" : "");
        fields.put("sign_type", fault == NotificationFault.OTHER_ALGORITHM ? "RSA" : "RSA2");
        if (fault != NotificationFault.UNSIGNED) {
            fields.put("sign", keys.sign(signed));
        }
        return form(fault == NotificationFault.REPEATED_NAME ? "total_amount=0.01" : "", fields);
    }
}
