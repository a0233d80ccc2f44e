package io.wutong.simulator.wechat;

import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.util.encoders.Hex;
import org.jspecify.annotations.Nullable;

/**
 * Payment by the patient's code and its reversal: version 2 in signed XML with a query of its own, version 3 as JSON. A code pays one order; the same
 * order again must be the same; a reversal is refused within 15 seconds of the payment and may ask to be called again.
 */
final class CodeDesk {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final int REVERSE_AFTER_SECONDS = 15;

    private final Merchant merchant;
    private final Orders orders;
    private final Clock clock;
    private final Map<String, Telephone> codes = new HashMap<>();
    private final Map<String, Instant> madeAt = new HashMap<>();
    private long serial;
    private int reversalsAskedAgain;

    CodeDesk(Merchant merchant, Orders orders, Clock clock) {
        this.merchant = merchant;
        this.orders = orders;
        this.clock = clock;
    }

    synchronized String newCode(Telephone telephone) {
        String code = "13" + String.format("%016d", ++serial);
        codes.put(code, telephone);
        return code;
    }

    synchronized void reversalsAskAgain(int times) {
        reversalsAskedAgain = times;
    }

    synchronized void enterPassword(String outTradeNo) {
        Order order = orders.byNumber(outTradeNo);
        order.state = "NOTPAY";
        orders.pay(order, false);
    }

    synchronized void refusePassword(String outTradeNo) {
        orders.byNumber(outTradeNo).state = "PAYERROR";
    }

    /** @param secure over the merchant's TLS certificate */
    synchronized String answer(String path, String body, boolean secure) {
        Map<String, String> asked = read(body);
        if (asked.isEmpty()
                || !sign(asked).equals(asked.get("sign"))
                || !"HMAC-SHA256".equals(asked.get("sign_type"))) {
            return "<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[签名错误]]></return_msg></xml>";
        }
        if (!merchant.mchid().equals(asked.get("mch_id")) || !merchant.appid().equals(asked.get("appid"))) {
            return signed(failed("APPID_MCHID_NOT_MATCH"));
        }
        return signed(
                switch (path) {
                    case "/pay/micropay" -> pay(asked);
                    case "/pay/orderquery" -> query(asked);
                    case "/secapi/pay/reverse" -> secure ? reverse(asked) : failed("NOAUTH");
                    default -> failed("INVALID_REQUEST");
                });
    }

    private Map<String, String> pay(Map<String, String> asked) {
        String outTradeNo = asked.getOrDefault("out_trade_no", "");
        String fee = asked.getOrDefault("total_fee", "");
        if (!outTradeNo.matches("[0-9A-Za-z_\\-|*]{6,32}")
                || !fee.matches("[1-9][0-9]{0,11}")
                || asked.getOrDefault("spbill_create_ip", "").isEmpty()
                || asked.getOrDefault("body", "").isEmpty()) {
            return failed("PARAM_ERROR");
        }
        Map<String, String> content = new TreeMap<>(asked);
        content.remove("nonce_str");
        content.remove("sign");
        Order known = orders.find(outTradeNo);
        if (known != null) {
            if (!known.requestBody.equals(content.toString())) {
                return failed("INVALID_REQUEST");
            }
            return known.isPaid()
                    ? failed("ORDERPAID")
                    : failed(known.state.equals("USERPAYING") ? "USERPAYING" : "ORDERCLOSED");
        }
        Telephone telephone = codes.remove(asked.getOrDefault("auth_code", ""));
        if (telephone == null) {
            return failed("AUTH_CODE_INVALID");
        }
        if (telephone == Telephone.HAS_NO_MONEY) {
            return failed("NOTENOUGH");
        }
        Order order = orders.scanned(outTradeNo, content.toString(), Long.parseLong(fee));
        madeAt.put(outTradeNo, clock.instant());
        if (telephone == Telephone.ASKS_PASSWORD) {
            order.state = "USERPAYING";
            return failed("USERPAYING");
        }
        orders.pay(order, false);
        return paid(order);
    }

    /** Version 3: the same code, the same order, told as a transaction. */
    synchronized Reply payV3(String body) {
        JsonNode asked = json(body);
        String outTradeNo = asked.path("out_trade_no").asText();
        JsonNode total = asked.path("amount").path("total");
        if (!merchant.appid().equals(asked.path("appid").asText())
                || !merchant.mchid().equals(asked.path("mchid").asText())) {
            return Reply.error(400, "APPID_MCHID_NOT_MATCH", "商户号与appid不匹配");
        }
        if (!outTradeNo.matches("[0-9A-Za-z_\\-|*]{6,32}")
                || !total.isIntegralNumber()
                || total.longValue() < 1
                || asked.path("description").asText().isEmpty()
                || asked.path("scene_info").path("store_info").isEmpty()) {
            return Reply.badParameter("scene_info");
        }
        Order known = orders.find(outTradeNo);
        if (known != null) {
            if (!known.requestBody.equals(body)) {
                return Reply.error(400, "INVALID_REQUEST", "请求重入时,参数与首次请求时不一致");
            }
            return known.isPaid()
                    ? Reply.error(400, "ORDER_PAID", "该订单已支付")
                    : known.state.equals("USERPAYING")
                            ? Reply.error(400, "USER_PAYING", "需用户输入支付密码")
                            : Reply.error(400, "ORDER_CLOSED", "该订单已关闭");
        }
        Telephone telephone = codes.remove(asked.path("payer").path("auth_code").asText());
        if (telephone == null) {
            return Reply.error(400, "AUTH_CODE_INVALID", "付款码无效");
        }
        if (telephone == Telephone.HAS_NO_MONEY) {
            return Reply.error(403, "NOT_ENOUGH", "余额不足");
        }
        Order order = orders.scanned(outTradeNo, body, total.longValue());
        madeAt.put(outTradeNo, clock.instant());
        if (telephone == Telephone.ASKS_PASSWORD) {
            order.state = "USERPAYING";
        } else {
            orders.pay(order, false);
        }
        return new Reply(200, order.transaction(merchant).toString());
    }

    synchronized Reply reverseV3(String outTradeNo, String body) {
        Order order = orders.find(outTradeNo);
        JsonNode asked = json(body);
        if (!merchant.mchid().equals(asked.path("mchid").asText())
                || !merchant.appid().equals(asked.path("appid").asText())) {
            return Reply.badParameter("mchid");
        }
        if (reversalsAskedAgain > 0) {
            reversalsAskedAgain--;
            return Reply.error(400, "USER_PAYING", "用户支付中，请稍后重试");
        }
        if (order == null) {
            return new Reply(200, "{}");
        }
        Instant at = madeAt.getOrDefault(order.outTradeNo, Instant.EPOCH);
        if (clock.instant().isBefore(at.plusSeconds(REVERSE_AFTER_SECONDS))) {
            return Reply.error(400, "TRADE_ERROR", "下单后15秒内不能撤销");
        }
        order.state = "REVOKED";
        return new Reply(200, "{}");
    }

    private static JsonNode json(String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private Map<String, String> paid(Order order) {
        Map<String, String> said = said("SUCCESS");
        said.put("out_trade_no", order.outTradeNo);
        said.put("transaction_id", order.transactionId);
        said.put("total_fee", Long.toString(order.totalFen));
        said.put("fee_type", "CNY");
        said.put("trade_type", "MICROPAY");
        said.put("openid", "oSimulatorPayer0000000000001");
        said.put("time_end", TIME.format(clock.instant().atOffset(BEIJING)));
        return said;
    }

    private Map<String, String> query(Map<String, String> asked) {
        Order order = orders.find(asked.getOrDefault("out_trade_no", ""));
        if (order == null) {
            return failed("ORDERNOTEXIST");
        }
        Map<String, String> said = order.isPaid() ? paid(order) : said("SUCCESS");
        said.put("out_trade_no", order.outTradeNo);
        said.put("trade_state", order.state);
        if (order.isPaid()) {
            said.put("time_end", order.successTime.substring(0, 19).replaceAll("[-T:]", ""));
        }
        return said;
    }

    private Map<String, String> reverse(Map<String, String> asked) {
        Order order = orders.find(asked.getOrDefault("out_trade_no", ""));
        if (reversalsAskedAgain > 0) {
            reversalsAskedAgain--;
            Map<String, String> said = failed("SYSTEMERROR");
            said.put("recall", "Y");
            return said;
        }
        if (order == null) {
            return recallNever(said("SUCCESS"));
        }
        Instant at = madeAt.getOrDefault(order.outTradeNo, Instant.EPOCH);
        if (clock.instant().isBefore(at.plusSeconds(REVERSE_AFTER_SECONDS))) {
            return recallNever(failed("TRADE_ERROR"));
        }
        order.state = "REVOKED";
        return recallNever(said("SUCCESS"));
    }

    private static Map<String, String> recallNever(Map<String, String> said) {
        said.put("recall", "N");
        return said;
    }

    private Map<String, String> failed(String error) {
        Map<String, String> said = said("FAIL");
        said.put("err_code", error);
        said.put("err_code_des", "模拟:" + error);
        return said;
    }

    private Map<String, String> said(String result) {
        Map<String, String> said = new TreeMap<>();
        said.put("return_code", "SUCCESS");
        said.put("return_msg", "OK");
        said.put("appid", merchant.appid());
        said.put("mch_id", merchant.mchid());
        said.put("nonce_str", "sim" + ++serial);
        said.put("result_code", result);
        return said;
    }

    private String signed(Map<String, String> said) {
        StringBuilder xml = new StringBuilder("<xml>");
        said.forEach((name, value) -> xml.append('<')
                .append(name)
                .append("><![CDATA[")
                .append(value)
                .append("]]></")
                .append(name)
                .append('>'));
        return xml.append("<sign><![CDATA[")
                .append(sign(said))
                .append("]]></sign></xml>")
                .toString();
    }

    private String sign(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(fields).forEach((name, value) -> {
            if (!name.equals("sign") && !value.isEmpty()) {
                text.append(name).append('=').append(value).append('&');
            }
        });
        text.append("key=").append(merchant.apiV2Key());
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(merchant.apiV2Key().getBytes(StandardCharsets.UTF_8)));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        mac.update(bytes, 0, bytes.length);
        byte[] out = new byte[mac.getMacSize()];
        mac.doFinal(out, 0);
        return Hex.toHexString(out).toUpperCase(Locale.ROOT);
    }

    /** Empty when it is no flat XML, or a name stands twice. */
    private static Map<String, String> read(String body) {
        Map<String, String> fields = new TreeMap<>();
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty("javax.xml.stream.supportDTD", false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(body));
            int depth = 0;
            @Nullable String name = null;
            StringBuilder text = new StringBuilder();
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    name = depth == 2 ? reader.getLocalName() : name;
                    text.setLength(0);
                } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                    text.append(reader.getText());
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    if (depth > 2 || (depth == 2 && name != null && fields.put(name, text.toString()) != null)) {
                        return Map.of();
                    }
                    depth--;
                }
            }
            return fields;
        } catch (XMLStreamException e) {
            return Map.of();
        }
    }
}
