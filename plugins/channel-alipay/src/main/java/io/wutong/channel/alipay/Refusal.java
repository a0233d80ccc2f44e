package io.wutong.channel.alipay;

import io.wutong.spi.Outcome;
import java.util.Map;
import java.util.Set;

/**
 * What Alipay answered instead of 10000, and what it means.
 *
 * <pre>
 *  20000, a sub code not listed here  Unknown   ask, or send the same again
 *  query, refund query: no such trade Rejected  nothing else is: "not found" must never be guessed
 *  close: not closable, no such trade Rejected  nothing else is
 *  10003 to a payment                 Pending   the patient is entering the password
 *  order: paid already                Pending   an earlier try got through: ask
 *  order: code used up or expired     Rejected  on the first try; later it may be our own earlier try that used it
 *  order, refund: business refusal    Rejected
 *  order, refund: our access          Rejected on the first try; Unknown on a later one
 * </pre>
 *
 * @param code Alipay's gateway code, never 10000
 * @param subCode may be empty
 */
record Refusal(String code, String subCode) {

    /** What was asked. */
    enum Operation {
        PAY("alipay.trade.pay"),
        PRECREATE("alipay.trade.precreate"),
        QUERY("alipay.trade.query"),
        CLOSE("alipay.trade.close"),
        CANCEL("alipay.trade.cancel"),
        REFUND("alipay.trade.refund"),
        QUERY_REFUND("alipay.trade.fastpay.refund.query"),
        /** The cash part of an order of both halves. */
        CREATE("alipay.trade.create"),
        MEDICAL("alipay.commerce.medical.payment.createandpay"),
        MEDICAL_QUERY("alipay.commerce.medical.payment.query"),
        BILL("alipay.data.dataservice.bill.downloadurl.query");

        private final String method;

        Operation(String method) {
            this.method = method;
        }

        String method() {
            return method;
        }
    }

    /** The patient is entering the password. */
    static final String WAITING = "alipay.10003";

    private static final String BUSINESS = "40004";
    private static final Set<String> ACCESS = Set.of("20001", "40001", "40002", "40003", "40006");

    static final String NO_TRADE = "ACQ.TRADE_NOT_EXIST";

    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry(NO_TRADE, "支付宝没有此交易"),
            Map.entry("ACQ.TRADE_HAS_CLOSE", "交易已关闭,请重新下单"),
            Map.entry("ACQ.PAYMENT_AUTH_CODE_INVALID", "付款码已失效,请患者刷新付款码后重新下单"),
            Map.entry("ACQ.CONTEXT_INCONSISTENT", "支付宝拒绝了此请求(重复提交的内容不一致)"),
            Map.entry("ACQ.BUYER_BALANCE_NOT_ENOUGH", "支付宝余额不足,请换一种付款方式"),
            Map.entry("ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH", "银行卡余额不足,请换一种付款方式"),
            Map.entry("ACQ.AGREEMENT_NOT_EXIST", "患者没有有效的先诊疗后付费签约"),
            Map.entry("ACQ.AGREEMENT_INVALID", "患者的先诊疗后付费签约已失效"),
            Map.entry("ACQ.PAYMENT_FAIL", "支付失败,请换一种付款方式"),
            Map.entry("ACQ.SELLER_BALANCE_NOT_ENOUGH", "商户账户可退余额不足,请充值后用原退款单号重试"),
            Map.entry("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超过可退金额"),
            Map.entry("ACQ.TRADE_HAS_FINISHED", "交易已结束,不能退款"),
            Map.entry("ACQ.DISCORDANT_REPEAT_REQUEST", "退款金额与首次申请不一致"),
            Map.entry("ACQ.TRADE_STATUS_ERROR", "交易状态不允许此操作"));

    private static final Set<String> NO_ORDER = Set.of(
            "ACQ.INVALID_PARAMETER",
            "ACQ.ACCESS_FORBIDDEN",
            "ACQ.EXIST_FORBIDDEN_WORD",
            "ACQ.PARTNER_ERROR",
            "ACQ.TOTAL_FEE_EXCEED",
            "ACQ.CONTEXT_INCONSISTENT",
            "ACQ.TRADE_HAS_CLOSE",
            "ACQ.BUYER_BALANCE_NOT_ENOUGH",
            "ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH",
            "ACQ.ERROR_BALANCE_PAYMENT_DISABLE",
            "ACQ.BUYER_SELLER_EQUAL",
            "ACQ.TRADE_BUYER_NOT_MATCH",
            "ACQ.BUYER_ENABLE_STATUS_FORBID",
            "ACQ.PAYMENT_FAIL",
            "ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR",
            "ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR",
            "ACQ.BEYOND_PAY_RESTRICTION",
            "ACQ.BEYOND_PER_RECEIPT_RESTRICTION",
            "ACQ.SELLER_BEEN_BLOCKED",
            "ACQ.ERROR_BUYER_CERTIFY_LEVEL_LIMIT",
            "ACQ.PAYMENT_REQUEST_HAS_RISK",
            "ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE",
            "ACQ.INVALID_STORE_ID",
            "ACQ.AGREEMENT_NOT_EXIST",
            "ACQ.AGREEMENT_INVALID");

    private static final Set<String> FIRST_TRY = Set.of("ACQ.PAYMENT_AUTH_CODE_INVALID");

    private static final Set<String> NOT_CLOSED =
            Set.of(NO_TRADE, "ACQ.TRADE_STATUS_ERROR", "ACQ.REASON_TRADE_STATUS_INVALID", "ACQ.REASON_ILLEGAL_STATUS");

    private static final Set<String> NO_REFUND = Set.of(
            NO_TRADE,
            "ACQ.INVALID_PARAMETER",
            "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
            "ACQ.REFUND_FEE_ERROR",
            "ACQ.TRADE_HAS_FINISHED",
            "ACQ.TRADE_STATUS_ERROR",
            "ACQ.SELLER_BALANCE_NOT_ENOUGH",
            "ACQ.REASON_TRADE_BEEN_FREEZEN",
            "ACQ.DISCORDANT_REPEAT_REQUEST",
            "ACQ.TRADE_NOT_ALLOW_REFUND",
            "ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND");

    private static final Map<Operation, Set<String>> FINAL = Map.of(
            Operation.PAY, NO_ORDER,
            Operation.PRECREATE, NO_ORDER,
            Operation.CREATE, NO_ORDER,
            Operation.QUERY, Set.of(NO_TRADE),
            Operation.CLOSE, NOT_CLOSED,
            Operation.CANCEL, Set.of("ACQ.TRADE_HAS_FINISHED"),
            Operation.REFUND, NO_REFUND,
            Operation.QUERY_REFUND, Set.of(NO_TRADE),
            // of the medical interfaces no refusal of this kind is attested: they refuse by their own result_code
            Operation.BILL, Set.of("isv.invalid-arguments", "isp.bill_not_exist"));

    private static final Set<Operation> WRITES =
            Set.of(Operation.PAY, Operation.PRECREATE, Operation.CREATE, Operation.MEDICAL, Operation.REFUND);

    /** Whether it is about our keys or rights: an operator must act. */
    boolean isAccess() {
        return ACCESS.contains(code);
    }

    <T> Outcome<T> outcome(Operation operation, int attempt) {
        String cause = "alipay." + (subCode.isEmpty() ? code : subCode);
        boolean writes = WRITES.contains(operation);
        if (isAccess()) {
            return writes && attempt <= 1
                    ? Outcome.rejected(cause, "支付宝未受理本机构的请求,请联系管理员检查应用密钥、权限与参数")
                    : Outcome.unknown(cause);
        }
        if (operation == Operation.PAY && code.equals("10003")) {
            return Outcome.pending(WAITING);
        }
        if (!code.equals(BUSINESS)) {
            return Outcome.unknown(cause);
        }
        if (subCode.equals("ACQ.TRADE_HAS_SUCCESS") && writes && operation != Operation.REFUND) {
            return Outcome.pending(cause);
        }
        boolean refused = FINAL.getOrDefault(operation, Set.of()).contains(subCode)
                || (operation == Operation.PAY && attempt <= 1 && FIRST_TRY.contains(subCode));
        return refused ? Outcome.rejected(subCode, TEXTS.getOrDefault(subCode, "支付宝拒绝了此请求")) : Outcome.unknown(cause);
    }
}
