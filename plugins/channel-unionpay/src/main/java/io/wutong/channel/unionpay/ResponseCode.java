package io.wutong.channel.unionpay;

import io.wutong.spi.Outcome;
import java.util.Map;
import java.util.Set;

/**
 * What UnionPay's two-character answers mean. Only what is listed is an end; the rest is asked about.
 *
 * <pre>
 *  00, A6                done, or accepted where it is a refund (A6: done with a flaw, the day's file settles it)
 *  03 04 05 12           under way, or sent before: ask
 *  34                    no such transaction
 *  10 11 13 31 32        our message, signature or rights: an end on the first try only
 *  01 02 30 33 35 36 38 39 40 60–79   refused
 *  everything else       Unknown
 * </pre>
 */
enum ResponseCode {
    DONE,
    UNDER_WAY,
    NOT_FOUND,
    OUR_ACCESS,
    REFUSED,
    UNKNOWN;

    private static final Set<String> DONE_CODES = Set.of("00", "A6");
    private static final Set<String> UNDER_WAY_CODES = Set.of("03", "04", "05", "12");
    private static final Set<String> ACCESS_CODES = Set.of("10", "11", "13", "31", "32");
    private static final Set<String> REFUSED_CODES = Set.of("01", "02", "30", "33", "35", "36", "38", "39", "40");

    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("01", "银联交易失败,请换一种付款方式"),
            Map.entry("10", "银联认为报文格式有误,请联系管理员"),
            Map.entry("11", "银联未通过本机构签名校验,请联系管理员检查商户证书"),
            Map.entry("13", "银联认为报文缺少要素,请联系管理员"),
            Map.entry("31", "商户状态不正确,请联系管理员"),
            Map.entry("32", "商户没有此交易权限,请联系管理员"),
            Map.entry("33", "交易金额超限,请换一种付款方式"),
            Map.entry("34", "银联没有此交易"),
            Map.entry("35", "原交易状态不允许此操作"),
            Map.entry("36", "与原交易信息不符"),
            Map.entry("61", "卡号无效,请换一张卡"),
            Map.entry("64", "卡内余额不足,请换一种付款方式"));

    static ResponseCode of(String code) {
        if (DONE_CODES.contains(code)) {
            return DONE;
        }
        if (UNDER_WAY_CODES.contains(code)) {
            return UNDER_WAY;
        }
        if (code.equals("34")) {
            return NOT_FOUND;
        }
        if (ACCESS_CODES.contains(code)) {
            return OUR_ACCESS;
        }
        return REFUSED_CODES.contains(code) || code.matches("[67][0-9]") ? REFUSED : UNKNOWN;
    }

    /** The outcome of what was neither done nor is under way. */
    static <T> Outcome<T> refusal(String code, int attempt) {
        ResponseCode meaning = of(code);
        boolean end = meaning == REFUSED || meaning == NOT_FOUND || (meaning == OUR_ACCESS && attempt <= 1);
        return end ? Outcome.rejected(code, TEXTS.getOrDefault(code, "银联拒绝了此请求")) : Outcome.unknown("unionpay." + code);
    }
}
