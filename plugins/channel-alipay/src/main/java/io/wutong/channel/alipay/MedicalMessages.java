package io.wutong.channel.alipay;

import static io.wutong.channel.alipay.Messages.given;

import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.InsuranceStatus.Part;
import io.wutong.spi.Json;
import io.wutong.spi.PayOrder;
import io.wutong.support.BadAnswer;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Orders of both halves in Alipay's words and back, in yuan. */
final class MedicalMessages {

    private static final Pattern USER_ID = Pattern.compile("2088[0-9]{12}");
    private static final Pattern INSTITUTION = Pattern.compile("[HP][0-9]{11}");
    private static final int SERIAL_LENGTH_MAX = 20;

    private final MedicalSettings settings;

    MedicalMessages(MedicalSettings settings) {
        this.settings = settings;
    }

    /** What is wrong with an order before it is sent; empty when nothing is. */
    static String wrong(InsuranceOrder order) {
        InsuranceOrder.Authorised authorised = order.authorised();
        if (authorised == null
                || authorised.payOrderId().isEmpty()
                || authorised.payAuthNo().isEmpty()) {
            return "缺少医保支付订单号或支付授权码";
        }
        if (order.amounts().insuranceFen() == 0) {
            return "没有医保支付金额,请按自费下单";
        }
        if (order.amounts().reducedFen() > 0) {
            return "支付宝医保订单不能减免现金";
        }
        if (order.serialNo().isEmpty() || order.serialNo().length() > SERIAL_LENGTH_MAX) {
            return "医疗机构订单号须为1至20位";
        }
        return INSTITUTION.matcher(order.institution()).matches() ? "" : "定点医药机构编码须为H或P加11位数字";
    }

    /** The cash part, an ordinary order under the same number. */
    static PayOrder cash(InsuranceOrder order) {
        return new PayOrder(
                order.orderNo(),
                order.amounts().payFen(),
                order.description(),
                PayOrder.Method.IN_APP,
                order.createdAt(),
                order.expiresAt(),
                order.notifyUrl(),
                order.payer().id());
    }

    Body create(InsuranceOrder order, Messages messages) {
        return messages.order(cash(order), settings.productCode())
                .put(
                        byUserId(order) ? "buyer_id" : "buyer_open_id",
                        order.payer().id())
                .putIfGiven("op_app_id", settings.miniAppId().orElse(null))
                .build();
    }

    /** @param tradeNo of the cash part; empty where there is none */
    Body createAndPay(InsuranceOrder order, String tradeNo) {
        InsuranceOrder.Amounts amounts = order.amounts();
        InsuranceOrder.@Nullable Authorised authorised = order.authorised();
        return number(order)
                .put("pay_order_id", authorised == null ? "" : authorised.payOrderId())
                .put("pay_auth_no", authorised == null ? "" : authorised.payAuthNo())
                .put("payment_city_code", settings.cityCode())
                .put("total_amount", Fen.format(amounts.totalFen()))
                .put("gov_amount", Fen.format(amounts.fundFen()))
                .put("account_amount", Fen.format(amounts.accountFen()))
                .put("other_amount", Fen.format(amounts.otherFen()))
                .put("real_amount", Fen.format(amounts.payFen()))
                .put("gmt_out_create", Messages.time(order.createdAt()))
                .put("gmt_expire_time", Messages.time(order.expiresAt()))
                .put("call_url", order.notifyUrl())
                .put("merchant_name", order.institutionName())
                .put(
                        byUserId(order) ? "alipay_user_id" : "open_id",
                        order.payer().id())
                .putIfGiven("trade_no", tradeNo.isEmpty() ? null : tradeNo)
                .build();
    }

    /** What names an order at its queries. */
    static Body.Builder number(InsuranceOrder order) {
        return Body.builder()
                .put("out_trade_no", order.orderNo())
                .put("med_org_ord", order.serialNo())
                .put("org_no", order.institution());
    }

    private static boolean byUserId(InsuranceOrder order) {
        return USER_ID.matcher(order.payer().id()).matches();
    }

    /** Alipay's page, where the patient pays both. */
    static String page(InsuranceOrder order, Body data, String tradeNo) {
        requireOurs(order, data);
        String url = given(data, "pay_url");
        if (!url.startsWith("https://") && !url.startsWith("alipays://")) {
            throw new BadAnswer("answer.pay_url");
        }
        return Json.writeText(Body.builder()
                .put("payUrl", url)
                .putIfGiven("tradeNO", tradeNo.isEmpty() ? null : tradeNo)
                .build());
    }

    InsuranceStatus status(InsuranceOrder order, Body data) {
        requireOurs(order, data);
        InsuranceStatus.Amounts amounts = new InsuranceStatus.Amounts(
                fen(data, "total_amount"),
                fen(data, "gov_amount"),
                fen(data, "account_amount"),
                fen(data, "other_amount"),
                fen(data, "real_amount"));
        if (!amounts.equals(InsuranceStatus.Amounts.of(order.amounts()))) {
            throw new BadAnswer("answer.amount");
        }
        Part cash = order.amounts().payFen() == 0 ? Part.NONE : cash(data, amounts.payFen());
        Part insurance = settings.state(given(data, "medical_pay_status"));
        return new InsuranceStatus(
                order.orderNo(), given(data, "chnl_ord_sn"), whole(cash, insurance), cash, insurance, amounts);
    }

    private static void requireOurs(InsuranceOrder order, Body data) {
        Messages.same(data, "out_trade_no", order.orderNo());
        Messages.same(data, "med_org_ord", order.serialNo());
    }

    /** The state of the trade, as the ordinary query tells it; closed with its money given back is another than unpaid. */
    private static Part cash(Body data, long payFen) {
        long back = data.has("real_refund_amount") ? fen(data, "real_refund_amount") : 0;
        return switch (given(data, "own_pay_status")) {
            case "WAIT_BUYER_PAY" -> Part.OPEN;
            case "TRADE_SUCCESS", "TRADE_FINISHED" -> Part.PAID;
            case "TRADE_CLOSED" -> back == payFen ? Part.REFUNDED : Part.FAILED;
            default -> throw new BadAnswer("answer.own_pay_status");
        };
    }

    /** Alipay has no word for both: paid when all of it is, over when any of it is over. */
    private static Part whole(Part cash, Part insurance) {
        List<Part> both = cash == Part.NONE ? List.of(insurance) : List.of(cash, insurance);
        return both.contains(Part.FAILED)
                ? Part.FAILED
                : both.contains(Part.REFUNDED) ? Part.REFUNDED : both.contains(Part.OPEN) ? Part.OPEN : Part.PAID;
    }

    private static long fen(Body data, String name) {
        return Messages.fen(given(data, name), name);
    }
}
