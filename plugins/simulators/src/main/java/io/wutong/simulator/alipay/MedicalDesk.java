package io.wutong.simulator.alipay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Alipay's medical-insurance desk: an order of both halves by the institution's number, whose cash part is a trade of
 * {@link Trades}. What it takes, it takes once: an authorisation pays one order, a number means one content. The
 * insurer's half goes back at the insurer, who tells; the merchant cannot.
 */
final class MedicalDesk {

    private static final List<String> REQUIRED = List.of(
            "out_trade_no",
            "med_org_ord",
            "org_no",
            "pay_order_id",
            "pay_auth_no",
            "payment_city_code",
            "total_amount",
            "gov_amount",
            "account_amount",
            "other_amount",
            "real_amount",
            "gmt_out_create",
            "gmt_expire_time",
            "call_url",
            "merchant_name");

    private final Trades trades;
    private final Clock clock;
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final Set<String> authorisations = new HashSet<>();
    private final Map<String, String> payOrders = new HashMap<>();

    MedicalDesk(Trades trades, Clock clock) {
        this.trades = trades;
        this.clock = clock;
    }

    private static final class Order {
        final JsonNode asked;
        final String content;
        final String number;
        final long cashFen;
        String insurance = "WAIT_PAY";

        Order(JsonNode asked, String content, String number, long cashFen) {
            this.asked = asked;
            this.content = content;
            this.number = number;
            this.cashFen = cashFen;
        }

        String of(String name) {
            return asked.path(name).asText();
        }
    }

    /** A refusal, as the interface words it. */
    private static final class No extends RuntimeException {
        private static final long serialVersionUID = 1;
        final String code;

        No(String code, String text) {
            super(text);
            this.code = code;
        }
    }

    synchronized ObjectNode createAndPay(String content) {
        try {
            return make(Trades.read(content), content);
        } catch (No no) {
            return Trades.ok().put("result_code", no.code).put("error_message", no.getMessage());
        }
    }

    private ObjectNode make(JsonNode asked, String content) {
        for (String name : REQUIRED) {
            if (asked.path(name).asText().isEmpty()) {
                throw new No("PARAM_ILLEGAL", name + "不能为空");
            }
        }
        String outTradeNo = asked.path("out_trade_no").asText();
        Order before = orders.get(outTradeNo);
        if (before != null) {
            if (!before.content.equals(content)) {
                throw new No("ORDER_CHANGED", "同一订单内容不同");
            }
            return page(before);
        }
        long cashFen = checked(asked);
        if (orders.values().stream()
                .anyMatch(order ->
                        order.of("med_org_ord").equals(asked.path("med_org_ord").asText()))) {
            throw new No("MED_ORG_ORD_EXIST", "医疗机构订单号重复");
        }
        if (payOrders.containsKey(asked.path("pay_order_id").asText())
                || !authorisations.add(asked.path("pay_auth_no").asText())) {
            throw new No("AUTH_NO_USED", "支付授权码或支付订单号已使用");
        }
        payOrders.put(asked.path("pay_order_id").asText(), outTradeNo);
        Order order = new Order(asked, content, "CHNL" + String.format("%016d", orders.size() + 1), cashFen);
        orders.put(outTradeNo, order);
        return page(order);
    }

    /** The cash of a content that is right. */
    private long checked(JsonNode asked) {
        if (!asked.path("org_no").asText().matches("[HP]\\d{11}")
                || !asked.path("payment_city_code").asText().matches("\\d{6}")
                || asked.path("med_org_ord").asText().length() > 20
                || !asked.path("call_url").asText().matches("https?://[^?]+")) {
            throw new No("PARAM_ILLEGAL", "机构编码、城市编码、订单号或回调地址不正确");
        }
        boolean byUser = asked.path("alipay_user_id").asText().matches("2088\\d{12}");
        if (byUser == !asked.path("open_id").asText().isEmpty()) {
            throw new No("PARAM_ILLEGAL", "alipay_user_id与open_id须且只须其一");
        }
        if (!Trades.expiry(asked.path("gmt_expire_time").asText()).isAfter(clock.instant())
                || Trades.expiry(asked.path("gmt_out_create").asText())
                        .isAfter(Trades.expiry(asked.path("gmt_expire_time").asText()))) {
            throw new No("PARAM_ILLEGAL", "下单时间或失效时间不正确");
        }
        long cash = fen(asked, "real_amount");
        long insured = fen(asked, "gov_amount") + fen(asked, "account_amount") + fen(asked, "other_amount");
        if (insured == 0 || insured + cash != fen(asked, "total_amount")) {
            throw new No("AMOUNT_ILLEGAL", "金额不平");
        }
        String tradeNo = asked.path("trade_no").asText();
        if (cash == 0
                ? !tradeNo.isEmpty()
                : !trades.isOpen(asked.path("out_trade_no").asText(), tradeNo, cash)) {
            throw new No("TRADE_ILLEGAL", "自费交易不存在或金额不符");
        }
        return cash;
    }

    private static long fen(JsonNode asked, String name) {
        Long fen = Trades.fen(asked.path(name).asText());
        if (fen == null) {
            throw new No("PARAM_ILLEGAL", name + "不是金额");
        }
        return fen;
    }

    private static ObjectNode page(Order order) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("chnl_ord_sn", order.number)
                .put("med_org_ord", order.of("med_org_ord"))
                .put("out_trade_no", order.of("out_trade_no"))
                .put("pay_order_id", order.of("pay_order_id"))
                .put("pay_url", "https://render.alipay.com/p/yb/pay?ord=" + order.number)
                .put("status", order.insurance);
        ObjectNode answer = Trades.ok().put("result_code", "SUCCESS");
        answer.set("data", data);
        return answer;
    }

    synchronized ObjectNode query(String content) {
        JsonNode asked = Trades.read(content);
        Order order = orders.get(asked.path("out_trade_no").asText());
        if (order == null
                || !order.of("org_no").equals(asked.path("org_no").asText())
                || !order.of("med_org_ord").equals(asked.path("med_org_ord").asText(order.of("med_org_ord")))) {
            return Trades.ok().put("result_code", "ORDER_NOT_EXIST").put("error_message", "订单不存在");
        }
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("chnl_ord_sn", order.number)
                .put("pay_type", order.cashFen == 0 ? "MEDICAL_PAYMENT" : "MIXED_PAYMENT")
                .put("medical_pay_status", order.insurance)
                .put("medical_refund_amount", order.insurance.equals("REFUND") ? insured(order) : "0.00");
        for (String name : List.of(
                "out_trade_no",
                "med_org_ord",
                "org_no",
                "pay_order_id",
                "total_amount",
                "gov_amount",
                "account_amount",
                "other_amount",
                "real_amount")) {
            data.put(name, order.of(name));
        }
        if (order.cashFen > 0) {
            trades.describe(order.of("out_trade_no"), data);
        }
        ObjectNode answer = Trades.ok().put("result_code", "SUCCESS");
        answer.set("result_data", data);
        return answer;
    }

    private static String insured(Order order) {
        return Trades.yuan(fen(order.asked, "total_amount") - order.cashFen);
    }

    /** The patient enters the password on Alipay's page. */
    synchronized void pay(String outTradeNo, boolean insurerPays) {
        Order order = known(outTradeNo);
        if (!order.insurance.equals("WAIT_PAY")) {
            throw new IllegalStateException(outTradeNo + " is in " + order.insurance);
        }
        if (order.cashFen > 0) {
            trades.payByOrder(outTradeNo, false);
        }
        order.insurance = insurerPays ? "SUCCESS" : "FAIL";
    }

    /** The insurer has taken its half back, and says so. */
    synchronized void insurerTookBack(String outTradeNo) {
        Order order = known(outTradeNo);
        if (order.insurance.equals("SUCCESS")) {
            order.insurance = "REFUND";
        }
    }

    synchronized String insurance(String outTradeNo) {
        return known(outTradeNo).insurance;
    }

    private Order known(String outTradeNo) {
        Order order = orders.get(outTradeNo);
        if (order == null) {
            throw new IllegalStateException("no medical order " + outTradeNo);
        }
        return order;
    }
}
