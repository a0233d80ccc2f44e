package io.wutong.simulator.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Orders of insurance and cash together. Which fields there are must agree with the mixed type, the amounts with each
 * other, the person must open with WeChat's key, the cash part's order must stand, and an authorisation is good for once.
 */
final class MedicalDesk {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> INSURED =
            List.of("pay_order_id", "pay_auth_no", "geo_location", "med_ins_gov_fee", "med_ins_cash_fee");
    private static final List<String> CASH = List.of("wechat_pay_cash_fee", "prepay_id");

    private final Merchant merchant;
    private final SimulatorKeys keys;
    private final Orders orders;
    private final Map<String, ObjectNode> made = new LinkedHashMap<>();
    private final Map<String, String> callbacks = new LinkedHashMap<>();
    private final Set<String> authorisations = new HashSet<>();
    private final List<String> refundsTold = new ArrayList<>();
    private long serial;

    MedicalDesk(Merchant merchant, SimulatorKeys keys, Orders orders) {
        this.merchant = merchant;
        this.keys = keys;
        this.orders = orders;
    }

    synchronized Reply create(String body) {
        JsonNode asked = read(body);
        String no = asked.path("out_trade_no").asText();
        if (made.containsKey(no)) {
            return Reply.error(400, "ALREADY_EXISTS", "混合订单已存在");
        }
        String type = asked.path("mix_pay_type").asText();
        boolean insured = !type.equals("CASH_ONLY");
        boolean cash = !type.equals("INSURANCE_ONLY");
        if (!merchant.appid().equals(asked.path("appid").asText())
                || asked.path("med_ins_test_env").asBoolean(true)) {
            return Reply.badParameter("appid");
        }
        if (INSURED.stream().anyMatch(name -> asked.has(name) != insured)
                || CASH.stream().anyMatch(name -> asked.has(name) != cash)) {
            return Reply.error(400, "PARAM_ERROR", "字段与混合支付类型不符");
        }
        if (!agrees(asked, insured)) {
            return Reply.error(400, "PARAM_ERROR", "金额不相等");
        }
        if (!keys.opened(asked.path("payer").path("name").asText()).matches("[\\p{IsHan}·]{2,20}")
                || !keys.opened(asked.path("payer").path("id_digest").asText()).matches("[0-9a-f]{32}")) {
            return Reply.error(400, "PARAM_ERROR", "敏感信息解密失败");
        }
        if (cash) {
            Order order = orders.find(no);
            if (order == null
                    || !asked.path("prepay_id").asText().equals("wx" + no)
                    || order.totalFen != asked.path("wechat_pay_cash_fee").longValue()) {
                return Reply.error(400, "INVALID_REQUEST", "自费订单不存在或金额不一致");
            }
        }
        if (insured && !authorisations.add(asked.path("pay_auth_no").asText())) {
            return Reply.error(400, "AUTH_NO_INVALID", "医保授权码已使用");
        }
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        for (String name : List.of(
                "mix_pay_type",
                "order_type",
                "appid",
                "openid",
                "out_trade_no",
                "serial_no",
                "pay_order_id",
                "city_id",
                "med_inst_name",
                "med_inst_no",
                "total_fee",
                "med_ins_gov_fee",
                "med_ins_self_fee",
                "med_ins_other_fee",
                "med_ins_cash_fee",
                "wechat_pay_cash_fee")) {
            if (asked.has(name)) {
                order.set(name, asked.get(name));
            }
        }
        order.put("mix_trade_no", "4900" + String.format("%020d", ++serial));
        order.put("mix_pay_status", "MIX_PAY_CREATED");
        order.put("self_pay_status", cash ? "SELF_PAY_CREATED" : "NO_SELF_PAY");
        order.put("med_ins_pay_status", insured ? "MED_INS_PAY_CREATED" : "NO_MED_INS_PAY");
        made.put(no, order);
        callbacks.put(no, asked.path("callback_url").asText());
        return new Reply(200, order.toString());
    }

    private static boolean agrees(JsonNode asked, boolean insured) {
        long added = sum(asked.path("cash_add_detail"), "cash_add_fee");
        long reduced = sum(asked.path("cash_reduce_detail"), "cash_reduce_fee");
        long total = asked.path("total_fee").longValue();
        long paid = asked.path("wechat_pay_cash_fee").longValue();
        long shares = asked.path("med_ins_gov_fee").longValue()
                + asked.path("med_ins_self_fee").longValue()
                + asked.path("med_ins_other_fee").longValue();
        long left = asked.path("med_ins_cash_fee").longValue();
        return total == shares + paid + reduced
                && (!insured || (paid == left + added - reduced && total == shares + left + added));
    }

    private static long sum(JsonNode details, String field) {
        long sum = 0;
        for (JsonNode detail : details) {
            sum += detail.path(field).longValue();
        }
        return sum;
    }

    synchronized Reply query(String outTradeNo) {
        ObjectNode order = made.get(outTradeNo);
        return order == null ? Reply.error(404, "NOT_FOUND", "混合订单不存在") : new Reply(200, order.toString());
    }

    /** The merchant says that the insurer has taken its part back. */
    synchronized Reply refunded(String mixTradeNo, String body) {
        JsonNode told = read(body);
        for (ObjectNode order : made.values()) {
            if (order.path("mix_trade_no").asText().equals(mixTradeNo)) {
                boolean whole = told.path("med_refund_total_fee").longValue()
                        == told.path("med_refund_gov_fee").longValue()
                                + told.path("med_refund_self_fee").longValue()
                                + told.path("med_refund_other_fee").longValue();
                if (!whole || told.path("out_refund_no").asText().isEmpty()) {
                    return Reply.badParameter("med_refund_total_fee");
                }
                order.put("med_ins_pay_status", "MED_INS_PAY_REFUND");
                order.put("mix_pay_status", "MIX_PAY_REFUND");
                refundsTold.add(told.path("out_refund_no").asText());
                return new Reply(204, "");
            }
        }
        return Reply.error(404, "NOT_FOUND", "混合订单不存在");
    }

    synchronized List<String> refundsTold() {
        return List.copyOf(refundsTold);
    }

    /** The patient enters the password. @param insurerFails the cash is taken, the insurer's part is not */
    synchronized Orders.Event pay(String outTradeNo, boolean insurerFails) {
        ObjectNode order = made.get(outTradeNo);
        if (order == null) {
            throw new IllegalStateException("no mixed order " + outTradeNo);
        }
        if (order.path("self_pay_status").asText().equals("SELF_PAY_CREATED")) {
            orders.pay(orders.byNumber(outTradeNo), false);
            order.put("self_pay_status", "SELF_PAY_SUCCESS");
        }
        if (order.path("med_ins_pay_status").asText().equals("MED_INS_PAY_CREATED")) {
            order.put("med_ins_pay_status", insurerFails ? "MED_INS_PAY_FAIL" : "MED_INS_PAY_SUCCESS");
        }
        order.put("mix_pay_status", insurerFails ? "MIX_PAY_FAIL" : "MIX_PAY_SUCCESS");
        return new Orders.Event(
                "MEDICAL_INSURANCE.SUCCESS",
                "medical_insurance",
                "医保支付成功",
                insurerFails ? "" : String.valueOf(callbacks.get(outTradeNo)),
                order.deepCopy());
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
