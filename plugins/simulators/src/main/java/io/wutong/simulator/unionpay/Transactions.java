package io.wutong.simulator.unionpay;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
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
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * UnionPay's books of one merchant. A transaction is known by number and time together; the same one again is a
 * duplicate (12); a code pays once; cancellations and refunds never come to more than was paid; a reversal undoes a
 * payment of the day.
 */
final class Transactions {

    static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final Duration TIME_OFF_MAX = Duration.ofHours(24);
    private static final String UNDER_WAY = "05";

    private final Clock clock;
    private final Map<String, Transaction> all = new LinkedHashMap<>();
    private final Map<String, Telephone> codes = new HashMap<>();
    private final Map<String, String> qrCodes = new HashMap<>();
    private final List<Transaction> toTell = new ArrayList<>();
    private long serial;
    private boolean refundsWait;

    Transactions(Clock clock) {
        this.clock = clock;
    }

    synchronized Map<String, String> handle(Map<String, String> request) {
        String wrong = wrong(request);
        if (!wrong.isEmpty()) {
            return answer(request, "10", "报文格式错误[" + wrong + "]");
        }
        return switch (request.getOrDefault("txnType", "") + request.getOrDefault("txnSubType", "")) {
            case "0106" -> consume(request);
            case "0107" -> ourCode(request);
            case "0000" -> query(request);
            case "3100" -> back(request, t -> t.queryId.equals(request.get("origQryId")), true);
            case "0400" ->
                back(
                        request,
                        t -> t.orderId().equals(request.get("origOrderId"))
                                && t.txnTime().equals(request.get("origTxnTime")),
                        false);
            case "9901" -> reverse(request);
            default -> answer(request, "10", "交易类型不支持");
        };
    }

    private String wrong(Map<String, String> request) {
        if (!request.getOrDefault("orderId", "").matches("[0-9A-Za-z]{8,40}")) {
            return "orderId";
        }
        try {
            Instant time = LocalDateTime.parse(request.getOrDefault("txnTime", ""), TIME)
                    .toInstant(BEIJING);
            if (Duration.between(time, clock.instant()).abs().compareTo(TIME_OFF_MAX) > 0
                    && !"00".equals(request.get("txnType"))) {
                return "txnTime";
            }
        } catch (DateTimeException e) {
            return "txnTime";
        }
        boolean amount = request.getOrDefault("txnAmt", "").matches("[1-9][0-9]{0,11}")
                && "156".equals(request.get("currencyCode"));
        boolean needsAmount = List.of("01", "04", "31").contains(request.getOrDefault("txnType", ""));
        return needsAmount && !amount ? "txnAmt" : "";
    }

    private Map<String, String> consume(Map<String, String> request) {
        if (all.containsKey(key(request))) {
            return answer(request, "12", "重复交易");
        }
        Telephone telephone = codes.remove(request.getOrDefault("qrNo", ""));
        if (telephone == null) {
            return answer(request, "39", "二维码已失效或已使用");
        }
        Transaction transaction = add(request, telephone == Telephone.HAS_NO_MONEY ? "64" : UNDER_WAY);
        if (telephone == Telephone.HAS_NO_MONEY) {
            return answer(request, "64", "卡上的余额不足");
        }
        if (telephone == Telephone.PAYS) {
            settle(transaction);
            return with(answer(request, "00", "成功"), "queryId", transaction.queryId);
        }
        return answer(request, UNDER_WAY, "交易已受理,请稍后查询");
    }

    private Map<String, String> ourCode(Map<String, String> request) {
        Transaction known = all.get(key(request));
        if (known != null && !Long.toString(known.fen).equals(request.get("txnAmt"))) {
            return answer(request, "12", "重复交易");
        }
        Transaction transaction = known == null ? add(request, UNDER_WAY) : known;
        String code = qrCodes.computeIfAbsent(
                transaction.queryId, id -> "https://qr.95516.com/00010000/" + String.format("%032d", ++serial));
        return with(answer(request, "00", "成功"), "qrCode", code);
    }

    private Map<String, String> query(Map<String, String> request) {
        Transaction found = all.get(key(request));
        if (found == null) {
            return answer(request, "34", "查无此交易");
        }
        Map<String, String> answer = answer(request, "00", "成功");
        answer.put("origRespCode", found.state);
        answer.put("origRespMsg", found.isDone() ? "成功[0000000]" : "{未完成&请稍后}");
        facts(answer, found);
        return answer;
    }

    /** @param whole only all of it, on the day */
    private Map<String, String> back(Map<String, String> request, Predicate<Transaction> which, boolean whole) {
        if (all.containsKey(key(request))) {
            return answer(request, "12", "重复交易");
        }
        Transaction original = all.values().stream()
                .filter(which)
                .filter(Transaction::isPayment)
                .findFirst()
                .orElse(null);
        if (original == null) {
            return answer(request, "34", "查无此交易");
        }
        long fen = Long.parseLong(request.getOrDefault("txnAmt", "0"));
        if (!original.isDone()) {
            return answer(request, "35", "原交易状态不正确");
        }
        if (original.givenBackFen + fen > original.fen || (whole && fen != original.fen)) {
            return answer(request, "36", "与原交易信息不符");
        }
        if (whole && !clearingDay(original.at).equals(clearingDay(clock.instant()))) {
            return answer(request, "35", "原交易已清算,不能撤销");
        }
        original.givenBackFen += fen;
        Transaction transaction = add(request, UNDER_WAY);
        transaction.request.put("origOrderId", original.orderId());
        if (!refundsWait) {
            settle(transaction);
        }
        return with(answer(request, "00", "成功"), "queryId", transaction.queryId);
    }

    private Map<String, String> reverse(Map<String, String> request) {
        Transaction original = all.get(key(request));
        if (original == null) {
            return answer(request, "34", "查无此交易");
        }
        if (!clearingDay(original.at).equals(clearingDay(clock.instant())) || original.givenBackFen > 0) {
            return answer(request, "35", "原交易状态不正确");
        }
        original.state = "01";
        toTell.remove(original);
        return answer(request, "00", "成功");
    }

    // -------------------------------------------------------------- the patient

    synchronized String newCode(Telephone telephone) {
        String code = "62" + String.format("%017d", ++serial);
        codes.put(code, telephone);
        return code;
    }

    synchronized void payByCode(String qrCode) {
        String queryId = qrCodes.entrySet().stream()
                .filter(entry -> entry.getValue().equals(qrCode))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no order shows " + qrCode));
        pay(all.values().stream()
                .filter(t -> t.queryId.equals(queryId))
                .findFirst()
                .orElseThrow());
    }

    synchronized void pay(String orderId) {
        pay(byNumber(orderId));
    }

    private void pay(Transaction transaction) {
        String until = transaction.request.getOrDefault("payTimeout", "");
        boolean over = !until.isEmpty()
                && TIME.format(clock.instant().atOffset(BEIJING)).compareTo(until) > 0;
        if (!transaction.state.equals(UNDER_WAY) || over) {
            throw new IllegalStateException("order " + transaction.orderId() + " cannot be paid");
        }
        settle(transaction);
    }

    synchronized void payLate(String orderId) {
        settle(byNumber(orderId));
    }

    synchronized void refusePassword(String orderId) {
        byNumber(orderId).state = "77";
    }

    synchronized void refundsWait(boolean wait) {
        refundsWait = wait;
    }

    /** @param state {@code 00}, or another code for a refund that failed */
    synchronized void settleRefund(String orderId, String state) {
        Transaction transaction = byNumber(orderId);
        if (state.equals("00")) {
            settle(transaction);
        } else {
            transaction.state = state;
        }
    }

    synchronized List<Transaction> takeToTell() {
        List<Transaction> taken = List.copyOf(toTell);
        toTell.clear();
        return taken;
    }

    synchronized Collection<Transaction> done() {
        return all.values().stream().filter(Transaction::isDone).toList();
    }

    // -------------------------------------------------------------------- inside

    private Transaction byNumber(String orderId) {
        return all.values().stream()
                .filter(t -> t.orderId().equals(orderId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no transaction " + orderId));
    }

    private void settle(Transaction transaction) {
        transaction.state = "00";
        transaction.at = clock.instant();
        toTell.add(transaction);
    }

    private Transaction add(Map<String, String> request, String state) {
        String number = String.format("%021d", ++serial);
        Transaction transaction = new Transaction(
                new TreeMap<>(request),
                number,
                number.substring(15),
                Long.parseLong(request.getOrDefault("txnAmt", "0")),
                state,
                clock.instant());
        all.put(key(request), transaction);
        return transaction;
    }

    private static String key(Map<String, String> request) {
        return request.get("orderId") + "/" + request.get("txnTime");
    }

    static String clearingDay(Instant instant) {
        return DateTimeFormatter.ofPattern("MMdd")
                .format(instant.atOffset(BEIJING).plusHours(1));
    }

    /** What is told of a transaction by a query and by a notification. */
    static void facts(Map<String, String> message, Transaction transaction) {
        message.put("queryId", transaction.queryId);
        message.put("txnAmt", Long.toString(transaction.fen));
        message.put("settleAmt", Long.toString(transaction.fen));
        message.put("currencyCode", "156");
        message.put("settleCurrencyCode", "156");
        message.put("settleDate", clearingDay(transaction.at));
        message.put("traceNo", transaction.traceNo);
        message.put("traceTime", DateTimeFormatter.ofPattern("MMddHHmmss").format(transaction.at.atOffset(BEIJING)));
        message.put("reserved", "");
    }

    static Map<String, String> answer(Map<String, String> request, String code, String text) {
        Map<String, String> answer = new TreeMap<>();
        for (String echoed : List.of(
                "version",
                "encoding",
                "signMethod",
                "txnType",
                "txnSubType",
                "bizType",
                "accessType",
                "merId",
                "orderId",
                "txnTime")) {
            @Nullable String value = request.get(echoed);
            if (value != null) {
                answer.put(echoed, value);
            }
        }
        answer.put("respCode", code);
        answer.put("respMsg", text);
        return answer;
    }

    private static Map<String, String> with(Map<String, String> answer, String name, String value) {
        answer.put(name, value);
        return answer;
    }
}
