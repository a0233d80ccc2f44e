package io.wutong.simulator.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WeChat's books of one merchant: what it accepts, repeats and refuses. Sending the same order or refund again gives the
 * same answer, with other parameters it is refused; refunds never exceed what was paid; a paid order cannot be closed.
 */
final class Orders {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");
    private static final int REFUNDS_PER_ORDER_MAX = 50;

    private final Merchant merchant;
    private final Clock clock;
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final List<String> accepted = new ArrayList<>();
    private long serial;
    private boolean billsEarly;

    Orders(Merchant merchant, Clock clock) {
        this.merchant = merchant;
        this.clock = clock;
    }

    synchronized Reply nativeOrder(String body) {
        JsonNode request = read(body);
        String field = badOrderField(request);
        if (field != null) {
            return field.equals("appid")
                    ? Reply.error(400, "APPID_MCHID_NOT_MATCH", "商户号与appid不匹配")
                    : Reply.badParameter(field);
        }
        String outTradeNo = request.get("out_trade_no").textValue();
        Order known = orders.get(outTradeNo);
        if (known != null) {
            return again(known, body);
        }
        Instant expiresAt = time(request.path("time_expire").asText(""));
        if (expiresAt == null || expiresAt.isBefore(clock.instant().plusSeconds(60))) {
            return Reply.badParameter("time_expire");
        }
        Order order = new Order(
                outTradeNo,
                body,
                request.get("amount").get("total").longValue(),
                expiresAt,
                request.get("notify_url").textValue(),
                "weixin://wxpay/bizpayurl?pr=sim" + String.format("%06d", ++serial));
        orders.put(outTradeNo, order);
        return ok(codeUrl(order));
    }

    /** As Native, by a page inside WeChat: the payer is named, the answer is a prepay id. */
    synchronized Reply jsapiOrder(String body) {
        if (!read(body).path("payer").path("openid").asText().matches("[0-9A-Za-z_-]{1,128}")) {
            return Reply.badParameter("payer.openid");
        }
        Reply reply = nativeOrder(body);
        if (reply.status() != 200) {
            return reply;
        }
        String outTradeNo = read(body).path("out_trade_no").asText();
        return ok(JsonNodeFactory.instance.objectNode().put("prepay_id", "wx" + outTradeNo));
    }

    /** An order that a scanned code has made; version 2 tells no one of it. */
    synchronized Order scanned(String outTradeNo, String request, long fen) {
        Order order = new Order(outTradeNo, request, fen, Instant.MAX, "", "");
        orders.put(outTradeNo, order);
        return order;
    }

    synchronized @Nullable Order find(String outTradeNo) {
        return orders.get(outTradeNo);
    }

    private Reply again(Order known, String body) {
        if (!known.requestBody.equals(body)) {
            return Reply.error(400, "INVALID_REQUEST", "请求重入时,参数与首次请求时不一致,请核实后再试");
        }
        if (known.isPaid()) {
            return Reply.error(400, "ORDERPAID", "该订单已支付");
        }
        return known.state.equals("CLOSED") ? Reply.error(400, "ORDER_CLOSED", "该订单已关闭") : ok(codeUrl(known));
    }

    synchronized Reply query(String outTradeNo) {
        Order order = orders.get(outTradeNo);
        return order == null ? noOrder() : ok(order.transaction(merchant));
    }

    synchronized Reply close(String outTradeNo, String body) {
        Order order = orders.get(outTradeNo);
        if (!merchant.mchid().equals(read(body).path("mchid").asText())) {
            return Reply.badParameter("mchid");
        }
        if (order == null) {
            return noOrder();
        }
        if (order.isPaid()) {
            return Reply.error(400, "ORDERPAID", "该订单已支付");
        }
        order.state = "CLOSED";
        return new Reply(204, "");
    }

    synchronized Reply refund(String body) {
        JsonNode request = read(body);
        JsonNode amount = request.path("amount");
        String outRefundNo = request.path("out_refund_no").asText();
        if (!outRefundNo.matches("[0-9A-Za-z_\\-|*@]{1,64}")) {
            return Reply.badParameter("out_refund_no");
        }
        if (!wholeFen(amount.path("refund"))
                || !wholeFen(amount.path("total"))
                || !amount.path("currency").asText().equals("CNY")) {
            return Reply.badParameter("amount");
        }
        Order order = orders.get(request.path("out_trade_no").asText());
        if (order == null || !order.isPaid()) {
            return Reply.error(404, "RESOURCE_NOT_EXISTS", "订单不存在或未支付");
        }
        Order.Refund known = order.refunds.get(outRefundNo);
        if (known != null) {
            return known.requestBody.equals(body)
                    ? ok(known.answer(order))
                    : Reply.error(400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致,请核实后再试");
        }
        long refundFen = amount.get("refund").longValue();
        if (amount.get("total").longValue() != order.totalFen) {
            return Reply.error(400, "INVALID_REQUEST", "订单金额不一致");
        }
        if (order.refundedFen() + refundFen > order.totalFen || order.refunds.size() >= REFUNDS_PER_ORDER_MAX) {
            return Reply.error(400, "INVALID_REQUEST", "申请退款金额超过可退金额");
        }
        Order.Refund refund = new Order.Refund(
                outRefundNo,
                "5030" + number(),
                body,
                refundFen,
                request.path("notify_url").asText(),
                now());
        order.refunds.put(outRefundNo, refund);
        accepted.add(outRefundNo);
        order.state = "REFUND";
        return ok(refund.answer(order));
    }

    synchronized Reply queryRefund(String outRefundNo) {
        for (Order order : orders.values()) {
            Order.Refund refund = order.refunds.get(outRefundNo);
            if (refund != null) {
                return ok(refund.answer(order));
            }
        }
        return Reply.error(404, "RESOURCE_NOT_EXISTS", "退款单不存在");
    }

    /** The patient pays; the event to notify. */
    synchronized Event pay(Order order, boolean late) {
        boolean over = order.state.equals("CLOSED") || clock.instant().isAfter(order.expiresAt);
        if (order.isPaid() || (over && !late)) {
            throw new IllegalStateException("order " + order.outTradeNo + " cannot be paid: " + order.state);
        }
        order.state = "SUCCESS";
        order.transactionId = "4200" + number();
        order.successTime = now();
        return new Event("TRANSACTION.SUCCESS", "transaction", "支付成功", order.notifyUrl, order.transaction(merchant));
    }

    /** The bank has answered: {@code SUCCESS}, {@code ABNORMAL} or {@code CLOSED}; the event to notify. */
    synchronized Event settle(String outRefundNo, String state) {
        for (Order order : orders.values()) {
            Order.Refund refund = order.refunds.get(outRefundNo);
            if (refund != null && refund.state.equals("PROCESSING")) {
                refund.state = state;
                refund.successTime = state.equals("SUCCESS") ? now() : "";
                return new Event("REFUND." + state, "refund", "退款结果", refund.notifyUrl, refund.event(order, merchant));
            }
        }
        throw new IllegalStateException("no refund " + outRefundNo + " is under way");
    }

    /** The refunds accepted since the last time. */
    synchronized List<String> takeAccepted() {
        List<String> taken = List.copyOf(accepted);
        accepted.clear();
        return taken;
    }

    synchronized void billsEarly(boolean early) {
        billsEarly = early;
    }

    /** Bills are made the day after. */
    synchronized Reply bill(Bills bills, String date, String base) {
        LocalDate day;
        try {
            day = LocalDate.parse(date);
        } catch (DateTimeException e) {
            return Reply.badParameter("bill_date");
        }
        return billsEarly || day.isBefore(LocalDate.ofInstant(clock.instant(), BEIJING))
                ? bills.offer(List.copyOf(orders.values()), date, base)
                : Reply.error(400, "STATEMENT_CREATING", "账单生成中");
    }

    synchronized Order byNumber(String outTradeNo) {
        Order order = orders.get(outTradeNo);
        if (order == null) {
            throw new IllegalStateException("no order " + outTradeNo);
        }
        return order;
    }

    synchronized Order byCode(String codeUrl) {
        return orders.values().stream()
                .filter(order -> order.codeUrl.equals(codeUrl))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no order shows " + codeUrl));
    }

    private @Nullable String badOrderField(JsonNode request) {
        String notifyUrl = request.path("notify_url").asText();
        String description = request.path("description").asText();
        if (!merchant.appid().equals(request.path("appid").asText())) {
            return "appid";
        }
        if (!merchant.mchid().equals(request.path("mchid").asText())) {
            return "mchid";
        }
        if (!request.path("out_trade_no").asText().matches("[0-9A-Za-z_\\-|*]{6,32}")) {
            return "out_trade_no";
        }
        if (description.isEmpty() || description.length() > 127) {
            return "description";
        }
        if (!notifyUrl.startsWith("http") || notifyUrl.length() > 255 || notifyUrl.contains("?")) {
            return "notify_url";
        }
        JsonNode amount = request.path("amount");
        return wholeFen(amount.path("total"))
                        && amount.path("currency").asText("CNY").equals("CNY")
                ? null
                : "amount";
    }

    private static boolean wholeFen(JsonNode fen) {
        return fen.isIntegralNumber() && fen.canConvertToLong() && fen.longValue() >= 1;
    }

    private static ObjectNode codeUrl(Order order) {
        return JsonNodeFactory.instance.objectNode().put("code_url", order.codeUrl);
    }

    private static Reply ok(ObjectNode node) {
        return new Reply(200, node.toString());
    }

    private static Reply noOrder() {
        return Reply.error(404, "ORDER_NOT_EXIST", "订单不存在");
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable Instant time(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getOffset().equals(BEIJING) ? time.toInstant() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private String now() {
        return TIME.format(clock.instant().atOffset(BEIJING));
    }

    private String number() {
        return String.format("%024d", ++serial);
    }

    /** Something to notify. */
    record Event(String type, String originalType, String summary, String notifyUrl, ObjectNode inner) {}
}
