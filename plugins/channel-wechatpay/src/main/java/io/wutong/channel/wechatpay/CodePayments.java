package io.wutong.channel.wechatpay;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.PluginServices;
import io.wutong.support.BadAnswer;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Payment by the patient's code (付款码), in version 2, which every merchant has: micropay, its query, and the reversal over
 * the merchant's own TLS certificate. Refunds of it go by version 3.
 *
 * <pre>
 *  pay:     SUCCESS, USERPAYING                      ─► Succeeded(NOTHING): a query tells
 *           ORDERPAID, OUT_TRADE_NO_USED             ─► Pending: an earlier try got through
 *           a refusal that is listed                 ─► Rejected; of the code itself on the first try only
 *           SYSTEMERROR, BANKERROR, anything else    ─► Unknown
 *  reverse: not before 15 s ─► Pending; recall=Y ─► Pending; SUCCESS ─► Succeeded
 * </pre>
 */
final class CodePayments implements ScannedCodes {

    private static final Duration REVERSE_AFTER = Duration.ofSeconds(15);
    private static final int NONCE_BYTES = 16;

    private static final Set<String> REFUSED = Set.of(
            "NOTENOUGH",
            "NOTSUPORTCARD",
            "ORDERCLOSED",
            "ORDERREVERSED",
            "BUYER_MISMATCH",
            "TRADE_ERROR",
            "PARAM_ERROR",
            "INVALID_REQUEST",
            "APPID_MCHID_NOT_MATCH");
    private static final Set<String> FIRST_TRY =
            Set.of("AUTHCODEEXPIRE", "AUTH_CODE_ERROR", "AUTH_CODE_INVALID", "NOAUTH", "SIGNERROR");
    private static final Map<String, String> TEXTS = Map.of(
            "AUTHCODEEXPIRE", "付款码已过期,请患者刷新后重扫",
            "AUTH_CODE_INVALID", "付款码无效或已使用,请患者刷新后重扫",
            "AUTH_CODE_ERROR", "付款码有误,请患者刷新后重扫",
            "NOTENOUGH", "余额不足,请换一种付款方式",
            "NOTSUPORTCARD", "不支持此卡,请换一种付款方式",
            "BUYER_MISMATCH", "同一订单换了付款人,请重新下单");

    private final Settings settings;
    private final PluginServices services;

    CodePayments(Settings settings, PluginServices services) {
        this.settings = settings;
        this.services = services;
    }

    @Override
    public Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context) {
        String code = order.payer() == null ? "" : order.payer();
        if (!CODE.matcher(code).matches()) {
            return Future.succeededFuture(Outcome.rejected("PARAM_ERROR", "这不是微信付款码"));
        }
        Map<String, String> fields = merchant();
        fields.put("body", order.description());
        fields.put("out_trade_no", order.orderNo());
        fields.put("total_fee", Long.toString(order.amountFen()));
        fields.put("spbill_create_ip", settings.terminalIp());
        fields.put("auth_code", code);
        return exchange(settings.baseUrl() + "/pay/micropay", fields, context)
                .map(answer -> read(answer, said -> {
                    String error = said.getOrDefault("err_code", "");
                    if (succeeded(said)) {
                        same(said, "out_trade_no", order.orderNo());
                        same(said, "total_fee", Long.toString(order.amountFen()));
                        return nothingToShow();
                    }
                    if (error.equals("USERPAYING")) {
                        return nothingToShow();
                    }
                    if (error.equals("ORDERPAID") || error.equals("OUT_TRADE_NO_USED")) {
                        return Outcome.pending("wechat." + error);
                    }
                    boolean refused = REFUSED.contains(error) || (context.attempt() <= 1 && FIRST_TRY.contains(error));
                    return refused
                            ? Outcome.rejected(error, TEXTS.getOrDefault(error, "微信支付拒绝了此付款码"))
                            : Outcome.unknown("wechat." + error);
                }));
    }

    @Override
    public Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context) {
        Map<String, String> fields = merchant();
        fields.put("out_trade_no", order.orderNo());
        return exchange(settings.baseUrl() + "/pay/orderquery", fields, context)
                .map(answer -> read(answer, said -> {
                    String error = said.getOrDefault("err_code", "");
                    if (!succeeded(said)) {
                        return error.equals("ORDERNOTEXIST")
                                ? Outcome.rejected(error, "微信支付没有此订单")
                                : Outcome.unknown("wechat." + error);
                    }
                    same(said, "out_trade_no", order.orderNo());
                    PaymentStatus.State state = Messages.state(given(said, "trade_state"));
                    boolean paid = state == PaymentStatus.State.PAID || state == PaymentStatus.State.REFUNDING;
                    if (paid && !said.getOrDefault("fee_type", "CNY").equals("CNY")) {
                        throw new BadAnswer("answer.fee_type");
                    }
                    return Outcome.succeeded(new PaymentStatus(
                            order.orderNo(),
                            state,
                            paid ? given(said, "transaction_id") : null,
                            paid ? fen(given(said, "total_fee")) : 0,
                            "CNY",
                            paid ? iso(given(said, "time_end")) : null));
                }));
    }

    @Override
    public Future<Outcome<Void>> reverse(PayOrder order, CallContext context) {
        if (services.clock().instant().isBefore(order.createdAt().plus(REVERSE_AFTER))) {
            return Future.succeededFuture(Outcome.pending("wechat.reverse_too_early"));
        }
        Map<String, String> fields = merchant();
        fields.put("out_trade_no", order.orderNo());
        return exchange(settings.secureBaseUrl() + "/secapi/pay/reverse", fields, context)
                .map(answer -> read(answer, said -> {
                    String error = said.getOrDefault("err_code", "");
                    if (said.getOrDefault("recall", "N").equals("Y") || error.equals("USERPAYING")) {
                        return Outcome.pending("wechat.reverse_again");
                    }
                    if (succeeded(said)) {
                        return done();
                    }
                    return error.equals("REVERSE_EXPIRE") || error.equals("INVALID_TRANSACTIONID")
                            ? Outcome.rejected(error, "微信支付不能撤销此订单")
                            : Outcome.unknown("wechat." + error);
                }));
    }

    private Map<String, String> merchant() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("appid", settings.appid());
        fields.put("mch_id", settings.mchid());
        fields.put("nonce_str", HexFormat.of().formatHex(services.random(NONCE_BYTES)));
        return fields;
    }

    private Future<Outcome<Map<String, String>>> exchange(String url, Map<String, String> fields, CallContext context) {
        if (settings.apiV2Key().isEmpty()) {
            return Future.succeededFuture(Outcome.rejected("NOT_CONFIGURED", "未配置 APIv2 密钥,不能扫付款码收款"));
        }
        byte[] key = settings.apiV2Key().get().bytes();
        return services.work(() -> V2Messages.write(fields, key))
                .compose(document -> services.http(new HttpCall(
                                "POST",
                                url,
                                Map.of("Content-Type", "text/xml; charset=utf-8"),
                                Buffer.buffer(document),
                                Math.min(settings.timeoutMillis(), context.remainingMillis())))
                        .map(Outcome::succeeded)
                        .otherwise(CallFailure::outcomeOf))
                .compose(sent -> sent instanceof Outcome.Succeeded<HttpReply> reply
                        ? services.work(() -> judge(reply.answer(), key))
                                .otherwise(failure -> Outcome.unknown("answer_not_judged"))
                        : Future.succeededFuture(sent.map(never -> Map.of())));
    }

    /** Signed, and of our merchant: then it is read. A refusal of the message itself comes unsigned and proves nothing. */
    private Outcome<Map<String, String>> judge(HttpReply reply, byte[] key) throws GeneralSecurityException {
        if (reply.status() != 200) {
            return Outcome.unknown("http_" + reply.status());
        }
        try {
            Map<String, String> said =
                    V2Messages.read(Charsets.decode(reply.body().getBytes(), StandardCharsets.UTF_8));
            if (!"SUCCESS".equals(said.get("return_code"))) {
                services.log().error("WeChat Pay refuses our message: {}", said.getOrDefault("return_msg", ""));
                return Outcome.unknown("wechat.return_fail");
            }
            if (!V2Messages.holds(said, key)) {
                services.log().warn("answer of WeChat Pay not accepted: signature.wrong");
                return Outcome.unknown(said.containsKey(V2Messages.SIGN) ? "signature.wrong" : "signature.missing");
            }
            same(said, "mch_id", settings.mchid());
            same(said, "appid", settings.appid());
            return Outcome.succeeded(said);
        } catch (CharsetException e) {
            return Outcome.unknown("answer_unreadable");
        } catch (BadAnswer e) {
            return Outcome.unknown(e.shortCause());
        }
    }

    private static boolean succeeded(Map<String, String> said) {
        return "SUCCESS".equals(said.get("result_code"));
    }

    private static Outcome<PayPrompt> nothingToShow() {
        return Outcome.succeeded(new PayPrompt(PayPrompt.Kind.NOTHING, ""));
    }

    private static void same(Map<String, String> said, String field, String expected) {
        if (!expected.equals(said.get(field))) {
            throw new BadAnswer("answer." + field);
        }
    }

    private static String given(Map<String, String> said, String field) {
        String value = said.getOrDefault(field, "");
        if (value.isEmpty()) {
            throw new BadAnswer("answer." + field);
        }
        return value;
    }

    private static long fen(String text) {
        if (!text.matches("[0-9]{1,15}")) {
            throw new BadAnswer("answer.total_fee");
        }
        return Long.parseLong(text);
    }

    private static String iso(String civil) {
        if (!civil.matches("[0-9]{14}")) {
            throw new BadAnswer("answer.time_end");
        }
        return civil.replaceFirst("(....)(..)(..)(..)(..)(..)", "$1-$2-$3T$4:$5:$6+08:00");
    }

    private static <T> Outcome<T> read(
            Outcome<Map<String, String>> answer, Function<Map<String, String>, Outcome<T>> reader) {
        return answer.flatMap(said -> {
            try {
                return reader.apply(said);
            } catch (BadAnswer e) {
                return Outcome.unknown(e.shortCause());
            }
        });
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Outcome<Void> done() {
        return Outcome.succeeded(null);
    }
}
