package io.wutong.channel.wechatpay;

import io.wutong.spi.Outcome;
import java.util.Map;
import java.util.Set;

/**
 * What WeChat answered instead of a result, and what it means. Codes are compared without underscores, because WeChat
 * spells several both ways ({@code ORDERPAID}, {@code ORDER_PAID}).
 *
 * <pre>
 *  5xx, a code not listed here        Unknown   ask, or send the same again
 *  429                                NotSent   refused before it was looked at
 *  query, query refund: no such one   Rejected  nothing else is: "not found" must never be guessed
 *  close: paid, no such order         Rejected  nothing else is
 *  order: paid, number used           Pending   an earlier try got through: ask
 *  order, refund: business refusal    Rejected
 *  order, refund: our signature, our  Rejected on the first try; Unknown on a later one, because it says nothing
 *    rights                                     about what an earlier try did
 * </pre>
 *
 * @param status HTTP status, not 2xx
 * @param code WeChat's, upper case without underscores
 */
record Refusal(int status, String code) {

    enum Operation {
        PAY,
        PAY_BY_CODE,
        REVERSE,
        MEDICAL,
        MEDICAL_QUERY,
        QUERY,
        CLOSE,
        REFUND,
        QUERY_REFUND,
        BILL
    }

    private static final int TOO_MANY_REQUESTS = 429;

    private static final Set<String> ACCESS = Set.of("SIGNERROR", "NOAUTH", "MCHNOTEXISTS", "IPNOTALLOWED");

    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("SIGNERROR", "微信支付未通过本机构签名校验,请联系管理员检查商户证书与时钟"),
            Map.entry("NOAUTH", "商户号没有此接口权限,请联系管理员"),
            Map.entry("MCHNOTEXISTS", "商户号不存在,请联系管理员"),
            Map.entry("IPNOTALLOWED", "本机构网络地址未获微信支付许可,请联系管理员"),
            Map.entry("APPIDMCHIDNOTMATCH", "商户号与应用号不匹配,请联系管理员"),
            Map.entry("PARAMERROR", "微信支付认为参数有误,请联系管理员"),
            Map.entry("INVALIDREQUEST", "微信支付拒绝了此请求(重复提交的内容不一致,或订单状态不允许)"),
            Map.entry("INVALIDTRANSACTIONID", "微信支付没有此交易"),
            Map.entry("AUTHCODEEXPIRE", "付款码已过期,请患者刷新后重扫"),
            Map.entry("AUTHCODEINVALID", "付款码无效或已使用,请患者刷新后重扫"),
            Map.entry("AUTHCODEERROR", "付款码有误,请患者刷新后重扫"),
            Map.entry("NOTSUPORTCARD", "不支持此卡,请换一种付款方式"),
            Map.entry("BUYERMISMATCH", "同一订单换了付款人,请重新下单"),
            Map.entry("AUTHNOINVALID", "医保授权已失效或已使用,请患者重新授权"),
            Map.entry("ORDERCLOSED", "订单已关闭,请重新下单"),
            Map.entry("ORDERPAID", "订单已支付,不能关闭"),
            Map.entry("ORDERNOTEXIST", "微信支付没有此订单"),
            Map.entry("RESOURCENOTEXISTS", "微信支付没有此单号"),
            Map.entry("RULELIMIT", "微信支付业务规则限制,请换一种方式支付"),
            Map.entry("TRADEERROR", "微信支付交易失败,请换一种方式支付"),
            Map.entry("ACCOUNTERROR", "用户微信账户异常,请换一种方式支付"),
            Map.entry("NOTENOUGH", "商户账户可退余额不足,请充值后用原退款单号重试"),
            Map.entry("USERACCOUNTABNORMAL", "用户微信账户异常或已注销,请线下退款"),
            Map.entry("REFUNDFEEMISMATCH", "退款金额与首次申请不一致"),
            Map.entry("REQUESTBLOCKED", "微信支付未受理此退款"),
            Map.entry("NOSTATEMENTEXIST", "当日没有账单"),
            Map.entry("STATEMENTCREATING", "账单尚未生成,请在上午十时后再取"));

    private static final Set<String> NO_ORDER = Set.of(
            "APPIDMCHIDNOTMATCH",
            "PARAMERROR",
            "INVALIDREQUEST",
            "ORDERCLOSED",
            "RULELIMIT",
            "TRADEERROR",
            "ACCOUNTERROR");

    private static final Set<String> NO_CODE_ORDER = Set.of(
            "APPIDMCHIDNOTMATCH",
            "PARAMERROR",
            "INVALIDREQUEST",
            "ORDERCLOSED",
            "ORDERREVERSED",
            "RULELIMIT",
            "TRADEERROR",
            "ACCOUNTERROR",
            "NOTENOUGH",
            "NOTSUPORTCARD",
            "BUYERMISMATCH");

    /** About the code, which an earlier try may have used up. */
    private static final Set<String> CODE = Set.of("AUTHCODEEXPIRE", "AUTHCODEERROR", "AUTHCODEINVALID");

    private static final Set<String> NO_REFUND = Set.of(
            "PARAMERROR",
            "INVALIDREQUEST",
            "INVALIDTRANSACTIONID",
            "ORDERNOTEXIST",
            "RESOURCENOTEXISTS",
            "NOTENOUGH",
            "USERACCOUNTABNORMAL",
            "REFUNDFEEMISMATCH",
            "REQUESTBLOCKED");

    private static final Map<Operation, Set<String>> FINAL = Map.of(
            Operation.PAY, NO_ORDER,
            Operation.PAY_BY_CODE, NO_CODE_ORDER,
            Operation.MEDICAL, Set.of("PARAMERROR", "INVALIDREQUEST", "AUTHNOINVALID"),
            Operation.MEDICAL_QUERY, Set.of("ORDERNOTEXIST", "RESOURCENOTEXISTS", "NOTFOUND"),
            Operation.REVERSE, Set.of("REVERSEEXPIRE", "INVALIDTRANSACTIONID"),
            Operation.QUERY, Set.of("ORDERNOTEXIST"),
            Operation.CLOSE, Set.of("ORDERPAID", "ORDERNOTEXIST"),
            Operation.REFUND, NO_REFUND,
            Operation.QUERY_REFUND, Set.of("RESOURCENOTEXISTS", "REFUNDNOTEXIST"),
            Operation.BILL, Set.of("NOSTATEMENTEXIST", "STATEMENTCREATING", "PARAMERROR", "INVALIDREQUEST", "NOAUTH"));

    static Refusal of(int status, String code) {
        return new Refusal(status, code.replace("_", ""));
    }

    boolean is(String plainCode) {
        return code.equals(plainCode);
    }

    /** Whether it is about our keys or rights: an operator must act. */
    boolean isAccess() {
        return ACCESS.contains(code);
    }

    <T> Outcome<T> outcome(Operation operation, int attempt) {
        String cause = "wechat." + code;
        if (status == TOO_MANY_REQUESTS || code.equals("FREQUENCYLIMITED")) {
            return Outcome.notSent(cause);
        }
        if (status >= 500) {
            return Outcome.unknown(cause);
        }
        boolean pays = operation == Operation.PAY || operation == Operation.PAY_BY_CODE;
        if (pays && (code.equals("ORDERPAID") || code.equals("OUTTRADENOUSED"))) {
            return Outcome.pending(cause);
        }
        boolean writes = pays || operation == Operation.REFUND;
        boolean refused = FINAL.getOrDefault(operation, Set.of()).contains(code)
                || (writes && attempt <= 1 && ACCESS.contains(code))
                || (operation == Operation.PAY_BY_CODE && attempt <= 1 && CODE.contains(code));
        String text = pays && code.equals("NOTENOUGH") ? "余额不足,请换一种付款方式" : TEXTS.getOrDefault(code, "微信支付拒绝了此请求");
        return refused ? Outcome.rejected(code, text) : Outcome.unknown(cause);
    }
}
