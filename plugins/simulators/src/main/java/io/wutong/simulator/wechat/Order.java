package io.wutong.simulator.wechat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A Native order and its refunds. Changed only by {@link Orders}, under its lock. */
final class Order {
    final String outTradeNo;
    final String requestBody;
    final long totalFen;
    final Instant expiresAt;
    final String notifyUrl;
    final String codeUrl;
    final Map<String, Refund> refunds = new LinkedHashMap<>();
    String state = "NOTPAY";
    String transactionId = "";
    String successTime = "";

    Order(String outTradeNo, String requestBody, long totalFen, Instant expiresAt, String notifyUrl, String codeUrl) {
        this.outTradeNo = outTradeNo;
        this.requestBody = requestBody;
        this.totalFen = totalFen;
        this.expiresAt = expiresAt;
        this.notifyUrl = notifyUrl;
        this.codeUrl = codeUrl;
    }

    boolean isPaid() {
        return !transactionId.isEmpty();
    }

    /** What was refunded or is on its way. */
    long refundedFen() {
        return refunds.values().stream()
                .filter(refund -> !refund.state.equals("CLOSED"))
                .mapToLong(refund -> refund.refundFen)
                .sum();
    }

    ObjectNode transaction(Merchant merchant) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("appid", merchant.appid());
        node.put("mchid", merchant.mchid());
        node.put("out_trade_no", outTradeNo);
        node.put("trade_state", state);
        node.put("trade_state_desc", isPaid() ? "支付成功" : "订单未支付");
        ObjectNode amount = node.putObject("amount");
        amount.put("total", totalFen);
        if (isPaid()) {
            node.put("transaction_id", transactionId);
            node.put("trade_type", "NATIVE");
            node.put("bank_type", "OTHERS");
            node.put("attach", "");
            node.put("success_time", successTime);
            node.putObject("payer").put("openid", "oSimulatorPayer0000000000001");
            amount.put("payer_total", totalFen);
            amount.put("currency", "CNY");
            amount.put("payer_currency", "CNY");
        }
        return node;
    }

    /** Money on its way back. */
    static final class Refund {
        final String outRefundNo;
        final String refundId;
        final String requestBody;
        final long refundFen;
        final String notifyUrl;
        final String requestTime;
        String state = "PROCESSING";
        String successTime = "";

        Refund(
                String outRefundNo,
                String refundId,
                String requestBody,
                long refundFen,
                String notifyUrl,
                String requestTime) {
            this.outRefundNo = outRefundNo;
            this.refundId = refundId;
            this.requestBody = requestBody;
            this.refundFen = refundFen;
            this.notifyUrl = notifyUrl;
            this.requestTime = requestTime;
        }

        /** As the API answers it. */
        ObjectNode answer(Order order) {
            ObjectNode node = common(order);
            node.put("channel", "ORIGINAL");
            node.put("status", state);
            ((ObjectNode) node.get("amount")).put("currency", "CNY");
            return node;
        }

        /** As a notification says it. */
        ObjectNode event(Order order, Merchant merchant) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("mchid", merchant.mchid());
            node.setAll(common(order));
            node.put("refund_status", state);
            return node;
        }

        private ObjectNode common(Order order) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("refund_id", refundId);
            node.put("out_refund_no", outRefundNo);
            node.put("transaction_id", order.transactionId);
            node.put("out_trade_no", order.outTradeNo);
            node.put("user_received_account", "支付用户零钱");
            if (!successTime.isEmpty()) {
                node.put("success_time", successTime);
            }
            node.putObject("amount")
                    .put("total", order.totalFen)
                    .put("refund", refundFen)
                    .put("payer_total", order.totalFen)
                    .put("payer_refund", refundFen);
            return node;
        }
    }
}
