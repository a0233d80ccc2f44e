package io.wutong.simulator.alipay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Alipay's books of one application: what it accepts, repeats and refuses. A precreated order is a trade only once its
 * code was scanned; a payment code pays one order; refunds repeat by their number and never exceed what was paid.
 */
final class Trades {

    static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Shop shop;
    private final Clock clock;
    private final Map<String, Trade> trades = new LinkedHashMap<>();
    private final Map<String, Telephone> codes = new HashMap<>();
    private final Map<String, Telephone> agreements = new HashMap<>();
    private final Map<String, String> usedBy = new HashMap<>();
    private final List<Happening> happened = new ArrayList<>();
    private long serial;
    private int cancelsAskedAgain;
    private boolean refundsWait;

    Trades(Shop shop, Clock clock) {
        this.shop = shop;
        this.clock = clock;
    }

    // ------------------------------------------------------------------ calls

    synchronized ObjectNode precreate(String content, String notifyUrl) {
        JsonNode asked = read(content);
        String wrong = badOrder(asked);
        if (!wrong.isEmpty()) {
            return refusal("ACQ.INVALID_PARAMETER", "参数无效:" + wrong);
        }
        String outTradeNo = asked.path("out_trade_no").asText();
        Trade known = trades.get(outTradeNo);
        if (known == null) {
            known = make(asked, content, notifyUrl);
            if (!known.expiresAt.isAfter(clock.instant())) {
                return refusal("ACQ.INVALID_PARAMETER", "参数无效:time_expire");
            }
            trades.put(outTradeNo, known);
        } else if (!known.content.equals(content)) {
            return refusal("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改");
        } else if (known.wasPaid()) {
            return refusal("ACQ.TRADE_HAS_SUCCESS", "交易已被支付");
        } else if (known.status.equals("TRADE_CLOSED")) {
            return refusal("ACQ.TRADE_HAS_CLOSE", "交易已经关闭");
        }
        return ok().put("out_trade_no", outTradeNo).put("qr_code", known.qrCode);
    }

    /** A trade for a page of Alipay's own; it stands from now on. */
    synchronized ObjectNode create(String content, String notifyUrl) {
        JsonNode asked = read(content);
        String wrong = badOrder(asked);
        String buyer =
                asked.path("buyer_id").asText() + asked.path("buyer_open_id").asText();
        if (!wrong.isEmpty()
                || buyer.isEmpty()
                || !asked.path("product_code").asText().equals("JSAPI_PAY")) {
            return refusal("ACQ.INVALID_PARAMETER", "参数无效:" + (wrong.isEmpty() ? "buyer_id" : wrong));
        }
        String outTradeNo = asked.path("out_trade_no").asText();
        Trade known = trades.get(outTradeNo);
        if (known == null) {
            known = make(asked, content, notifyUrl);
            if (!known.expiresAt.isAfter(clock.instant())) {
                return refusal("ACQ.INVALID_PARAMETER", "参数无效:time_expire");
            }
            trades.put(outTradeNo, known);
            open(known);
        } else if (!known.content.equals(content)) {
            return refusal("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改");
        } else if (known.wasPaid()) {
            return refusal("ACQ.TRADE_HAS_SUCCESS", "交易已被支付");
        } else if (known.status.equals("TRADE_CLOSED")) {
            return refusal("ACQ.TRADE_HAS_CLOSE", "交易已经关闭");
        }
        return ok().put("out_trade_no", outTradeNo).put("trade_no", known.tradeNo);
    }

    /** Whether the cash part of a medical order is this trade, unpaid, of this amount. */
    synchronized boolean isOpen(String outTradeNo, String tradeNo, long fen) {
        Trade trade = trades.get(outTradeNo);
        return trade != null
                && trade.tradeNo.equals(tradeNo)
                && trade.status.equals("WAIT_BUYER_PAY")
                && trade.totalFen == fen;
    }

    /** How the cash part stands. */
    synchronized void describe(String outTradeNo, ObjectNode data) {
        Trade trade = trade(outTradeNo);
        data.put("trade_no", trade.tradeNo)
                .put("own_pay_status", trade.status)
                .put("real_refund_amount", yuan(trade.refundedFen()));
    }

    synchronized ObjectNode pay(String content, String notifyUrl) {
        JsonNode asked = read(content);
        String wrong = badOrder(asked);
        String code = asked.path("auth_code").asText();
        boolean agreed = asked.has("agreement_params");
        if (!wrong.isEmpty() || !agreed && !asked.path("scene").asText().equals("bar_code")) {
            return refusal("ACQ.INVALID_PARAMETER", "参数无效:" + (wrong.isEmpty() ? "scene" : wrong));
        }
        String outTradeNo = asked.path("out_trade_no").asText();
        Trade known = trades.get(outTradeNo);
        if (known != null) {
            return payAgain(known, content);
        }
        if (agreed) {
            return payByAgreement(asked, content, notifyUrl);
        }
        Telephone telephone = codes.get(code);
        if (telephone == null || usedBy.putIfAbsent(code, outTradeNo) != null) {
            return refusal("ACQ.PAYMENT_AUTH_CODE_INVALID", "支付失败,获取顾客账户信息失败,请顾客刷新付款码后重新收款");
        }
        if (telephone == Telephone.HAS_NO_MONEY) {
            return refusal("ACQ.BUYER_BALANCE_NOT_ENOUGH", "买家余额不足");
        }
        Trade trade = make(asked, content, notifyUrl);
        trades.put(outTradeNo, trade);
        open(trade);
        if (telephone == Telephone.ASKS_PASSWORD) {
            return code("10003", "order success pay inprocess").put("out_trade_no", outTradeNo);
        }
        settle(trade);
        return paidAnswer(trade);
    }

    /** Without the buyer: an agreement is good for every order of its product until it ends. */
    private ObjectNode payByAgreement(JsonNode asked, String content, String notifyUrl) {
        Telephone telephone = agreements.get(
                asked.path("agreement_params").path("agreement_no").asText());
        if (telephone == null || !asked.path("product_code").asText().equals("GENERAL_WITHHOLDING")) {
            return refusal("ACQ.AGREEMENT_NOT_EXIST", "用户协议不存在");
        }
        if (telephone == Telephone.HAS_NO_MONEY) {
            return refusal("ACQ.BUYER_BALANCE_NOT_ENOUGH", "买家余额不足");
        }
        Trade trade = make(asked, content, notifyUrl);
        trades.put(trade.outTradeNo, trade);
        open(trade);
        settle(trade);
        return paidAnswer(trade);
    }

    /** A patient signs that he pays later. */
    synchronized String newAgreement(Telephone telephone) {
        String number = "2026" + String.format("%016d", ++serial);
        agreements.put(number, telephone);
        return number;
    }

    private ObjectNode payAgain(Trade known, String content) {
        if (!known.content.equals(content)) {
            return refusal("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改");
        }
        if (known.wasPaid()) {
            return refusal("ACQ.TRADE_HAS_SUCCESS", "交易已被支付");
        }
        return known.status.equals("TRADE_CLOSED")
                ? refusal("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
                : code("10003", "order success pay inprocess").put("out_trade_no", known.outTradeNo);
    }

    private ObjectNode paidAnswer(Trade trade) {
        return ok().put("trade_no", trade.tradeNo)
                .put("out_trade_no", trade.outTradeNo)
                .put("buyer_logon_id", "sim***@example.org")
                .put("total_amount", yuan(trade.totalFen))
                .put("receipt_amount", yuan(trade.totalFen))
                .put("gmt_payment", time(trade.paidAt));
    }

    synchronized ObjectNode query(String content) {
        Trade trade = trades.get(read(content).path("out_trade_no").asText());
        if (trade == null || !trade.exists()) {
            return noTrade();
        }
        ObjectNode node = ok().put("trade_no", trade.tradeNo)
                .put("out_trade_no", trade.outTradeNo)
                .put("trade_status", trade.status)
                .put("total_amount", yuan(trade.totalFen))
                .put("buyer_logon_id", "sim***@example.org");
        return trade.wasPaid() ? node.put("send_pay_date", time(trade.paidAt)) : node;
    }

    synchronized ObjectNode close(String content) {
        Trade trade = trades.get(read(content).path("out_trade_no").asText());
        if (trade == null || !trade.exists()) {
            return noTrade();
        }
        if (!trade.status.equals("WAIT_BUYER_PAY")) {
            return refusal("ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
        }
        trade.status = "TRADE_CLOSED";
        return ok().put("trade_no", trade.tradeNo).put("out_trade_no", trade.outTradeNo);
    }

    synchronized ObjectNode cancel(String content) {
        String outTradeNo = read(content).path("out_trade_no").asText();
        ObjectNode node = ok().put("out_trade_no", outTradeNo);
        if (cancelsAskedAgain > 0) {
            cancelsAskedAgain--;
            return node.put("retry_flag", "Y");
        }
        Trade trade = trades.get(outTradeNo);
        node.put("retry_flag", "N");
        if (trade == null || !trade.exists()) {
            return node;
        }
        node.put("trade_no", trade.tradeNo);
        if (trade.status.equals("WAIT_BUYER_PAY")) {
            trade.status = "TRADE_CLOSED";
            return node.put("action", "close");
        }
        if (trade.status.equals("TRADE_SUCCESS")) {
            trade.status = "TRADE_CLOSED";
            Trade.Refund back = new Trade.Refund("cancel" + ++serial, trade.totalFen, clock.instant());
            back.done = true;
            trade.refunds.put(back.outRequestNo, back);
            return node.put("action", "refund");
        }
        return node;
    }

    synchronized ObjectNode refund(String content) {
        JsonNode asked = read(content);
        Trade trade = trades.get(asked.path("out_trade_no").asText());
        Long fen = fen(asked.path("refund_amount").asText());
        String outRequestNo = asked.path("out_request_no").asText();
        if (fen == null || fen < 1 || outRequestNo.isEmpty() || outRequestNo.length() > 64) {
            return refusal("ACQ.INVALID_PARAMETER", "参数无效");
        }
        if (trade == null || !trade.exists()) {
            return noTrade();
        }
        if (!trade.wasPaid()) {
            return refusal("ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
        }
        Trade.Refund known = trade.refunds.get(outRequestNo);
        if (known != null) {
            return known.fen == fen ? refundAnswer(trade, false) : refusal("ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求");
        }
        if (trade.askedBackFen() + fen > trade.totalFen) {
            return refusal("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限");
        }
        Trade.Refund refund = new Trade.Refund(outRequestNo, fen, clock.instant());
        trade.refunds.put(outRequestNo, refund);
        if (!refundsWait) {
            finish(trade, refund);
        }
        return refundAnswer(trade, refund.done);
    }

    private ObjectNode refundAnswer(Trade trade, boolean moved) {
        return ok().put("trade_no", trade.tradeNo)
                .put("out_trade_no", trade.outTradeNo)
                .put("buyer_logon_id", "sim***@example.org")
                .put("fund_change", moved ? "Y" : "N")
                .put("refund_fee", yuan(trade.refundedFen()));
    }

    synchronized ObjectNode queryRefund(String content) {
        JsonNode asked = read(content);
        Trade trade = trades.get(asked.path("out_trade_no").asText());
        if (trade == null || !trade.exists()) {
            return noTrade();
        }
        Trade.Refund refund = trade.refunds.get(asked.path("out_request_no").asText());
        if (refund == null || !refund.done) {
            return ok();
        }
        return ok().put("trade_no", trade.tradeNo)
                .put("out_trade_no", trade.outTradeNo)
                .put("out_request_no", refund.outRequestNo)
                .put("total_amount", yuan(trade.totalFen))
                .put("refund_amount", yuan(refund.fen))
                .put("refund_status", "REFUND_SUCCESS");
    }

    // -------------------------------------------------------------- the patient

    /** A payment code of this minute. */
    synchronized String newCode(Telephone telephone) {
        String code = "28" + String.format("%016d", ++serial);
        codes.put(code, telephone);
        return code;
    }

    synchronized String numberOf(String qrCode) {
        return trades.values().stream()
                .filter(trade -> trade.qrCode.equals(qrCode))
                .map(trade -> trade.outTradeNo)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no order shows " + qrCode));
    }

    synchronized void scan(String outTradeNo) {
        Trade trade = trade(outTradeNo);
        if (!trade.exists()) {
            open(trade);
        }
    }

    /** @param late although it was closed, or its time was over */
    synchronized void payByOrder(String outTradeNo, boolean late) {
        Trade trade = trade(outTradeNo);
        boolean over = trade.status.equals("TRADE_CLOSED") || clock.instant().isAfter(trade.expiresAt);
        if (trade.wasPaid() || (over && !late)) {
            throw new IllegalStateException("order " + outTradeNo + " cannot be paid: " + trade.status);
        }
        if (!trade.exists()) {
            open(trade);
        }
        settle(trade);
    }

    synchronized void refusePassword(String outTradeNo) {
        trade(outTradeNo).status = "TRADE_CLOSED";
    }

    synchronized void cancelsAskAgain(int times) {
        cancelsAskedAgain = times;
    }

    synchronized void refundsWait(boolean wait) {
        refundsWait = wait;
    }

    synchronized void settleRefund(String outTradeNo, String outRequestNo) {
        Trade trade = trade(outTradeNo);
        Trade.Refund refund = trade.refunds.get(outRequestNo);
        if (refund == null || refund.done) {
            throw new IllegalStateException("no refund " + outRequestNo + " is under way");
        }
        finish(trade, refund);
    }

    /** What was not told yet. */
    synchronized List<Happening> takeHappened() {
        List<Happening> taken = List.copyOf(happened);
        happened.clear();
        return taken;
    }

    synchronized Collection<Trade> all() {
        return List.copyOf(trades.values());
    }

    // -------------------------------------------------------------------- inside

    private void open(Trade trade) {
        trade.status = "WAIT_BUYER_PAY";
        trade.tradeNo = "20261122" + String.format("%020d", ++serial);
        trade.createdAt = clock.instant();
    }

    private void settle(Trade trade) {
        trade.status = "TRADE_SUCCESS";
        trade.paidAt = clock.instant();
        happened.add(new Happening(trade, null));
    }

    private void finish(Trade trade, Trade.Refund refund) {
        refund.done = true;
        if (trade.refundedFen() == trade.totalFen) {
            trade.status = "TRADE_CLOSED";
        }
        happened.add(new Happening(trade, refund));
    }

    private Trade trade(String outTradeNo) {
        Trade trade = trades.get(outTradeNo);
        if (trade == null) {
            throw new IllegalStateException("no order " + outTradeNo);
        }
        return trade;
    }

    private Trade make(JsonNode asked, String content, String notifyUrl) {
        Long fen = fen(asked.path("total_amount").asText());
        return new Trade(
                asked.path("out_trade_no").asText(),
                content,
                fen == null ? 0 : fen,
                asked.path("subject").asText(),
                expiry(asked.path("time_expire").asText()),
                notifyUrl,
                "https://qr.alipay.com/bax" + String.format("%013d", ++serial));
    }

    private String badOrder(JsonNode asked) {
        Long fen = fen(asked.path("total_amount").asText());
        if (!asked.path("out_trade_no").asText().matches("[0-9A-Za-z_]{1,64}")) {
            return "out_trade_no";
        }
        if (fen == null || fen < 1 || fen > 10_000_000_000L) {
            return "total_amount";
        }
        if (asked.path("subject").asText().isEmpty()
                || asked.path("subject").asText().matches(".*[/=&].*")) {
            return "subject";
        }
        if (!asked.path("seller_id").asText(shop.sellerId()).equals(shop.sellerId())) {
            return "seller_id";
        }
        return asked.path("time_expire").isMissingNode()
                        || !expiry(asked.path("time_expire").asText()).equals(Instant.MAX)
                ? ""
                : "time_expire";
    }

    static Instant expiry(String text) {
        try {
            return LocalDateTime.parse(text, TIME).toInstant(BEIJING);
        } catch (DateTimeException e) {
            return Instant.MAX;
        }
    }

    static @Nullable Long fen(String yuan) {
        return yuan.matches("\\d{1,9}\\.\\d{2}")
                ? new BigDecimal(yuan).movePointRight(2).longValueExact()
                : null;
    }

    static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    static String time(Instant instant) {
        return TIME.format(instant.atOffset(BEIJING));
    }

    static ObjectNode ok() {
        return code("10000", "Success");
    }

    static ObjectNode code(String code, String message) {
        return JsonNodeFactory.instance.objectNode().put("code", code).put("msg", message);
    }

    static ObjectNode refusal(String subCode, String subMessage) {
        return code("40004", "Business Failed").put("sub_code", subCode).put("sub_msg", subMessage);
    }

    private static ObjectNode noTrade() {
        return refusal("ACQ.TRADE_NOT_EXIST", "交易不存在");
    }

    static JsonNode read(String content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A payment, or a refund of it. */
    record Happening(Trade trade, Trade.@Nullable Refund refund) {}
}
