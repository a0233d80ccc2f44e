package io.wutong.channel.wechatpay;

import io.wutong.spi.Body;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.InsuranceStatus.Part;
import io.wutong.spi.Value;
import io.wutong.support.BadAnswer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;

/**
 * Orders of both halves in WeChat's words ({@code /v3/med-ins}): which of the three mixed types, the amounts that must
 * agree with each other, the person encrypted with WeChat's key. Encrypting is never the same twice, so these requests
 * are not either.
 */
final class MedicalMessages {

    private static final DateTimeFormatter RFC3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECK_DIGITS = "10X98765432";
    private static final int AMOUNT_DIGITS_MAX = 15;

    private final String appid;
    private final String cityId;
    private final boolean doubleUnderscore;

    /**
     * @param cityId WeChat's number of the city
     * @param doubleUnderscore how the shares of a refund are spelt
     */
    MedicalMessages(String appid, String cityId, boolean doubleUnderscore) {
        this.appid = appid;
        this.cityId = cityId;
        this.doubleUnderscore = doubleUnderscore;
    }

    /** @param prepayId of the cash part; empty without one */
    Body order(InsuranceOrder order, String prepayId, PublicKey key) throws GeneralSecurityException {
        InsuranceOrder.Authorised authorised = order.authorised();
        InsuranceOrder.Amounts amounts = order.amounts();
        Body.Builder out = Body.builder()
                .put("mix_pay_type", type(order))
                .put(
                        "order_type",
                        switch (order.kind()) {
                            case REGISTRATION -> "REG_PAY";
                            case CONSULTING_ROOM -> "DIAG_PAY";
                            case DISCHARGE -> "IN_HOSP_PAY";
                            case PHARMACY -> "PHARMACY_PAY";
                        })
                .put("appid", appid)
                .put("openid", order.payer().id())
                .put(
                        "payer",
                        Body.builder()
                                .put("name", encrypted(order.payer().name(), key))
                                .put(
                                        "id_digest",
                                        encrypted(idDigest(order.payer().certno()), key))
                                .put("card_type", "ID_CARD")
                                .build())
                .put("pay_for_relatives", new Value.Bool(false))
                .put("out_trade_no", order.orderNo())
                .put("serial_no", order.serialNo())
                .put("city_id", cityId)
                .put("med_inst_name", order.institutionName())
                .put("med_inst_no", order.institution())
                .put(
                        "med_ins_order_create_time",
                        RFC3339.format(order.createdAt().atOffset(BEIJING)))
                .put("total_fee", amounts.totalFen());
        if (authorised != null) {
            out.put("pay_order_id", authorised.payOrderId())
                    .put("pay_auth_no", authorised.payAuthNo())
                    .put("geo_location", authorised.location())
                    .put("med_ins_gov_fee", amounts.fundFen())
                    .put("med_ins_self_fee", amounts.accountFen())
                    .put("med_ins_other_fee", amounts.otherFen())
                    .put("med_ins_cash_fee", amounts.cashFen());
        }
        if (amounts.payFen() > 0) {
            out.put("wechat_pay_cash_fee", amounts.payFen()).put("prepay_id", prepayId);
        }
        if (amounts.addedFen() > 0) {
            out.put(
                    "cash_add_detail",
                    List.of(Body.builder()
                            .put("cash_add_fee", amounts.addedFen())
                            .put("cash_add_type", "DEFAULT_ADD_TYPE")
                            .build()));
        }
        if (amounts.reducedFen() > 0) {
            out.put(
                    "cash_reduce_detail",
                    List.of(Body.builder()
                            .put("cash_reduce_fee", amounts.reducedFen())
                            .put("cash_reduce_type", "DEFAULT_REDUCE_TYPE")
                            .build()));
        }
        return out.put("callback_url", order.notifyUrl())
                .put("med_ins_test_env", new Value.Bool(false))
                .build();
    }

    static String type(InsuranceOrder order) {
        if (order.authorised() == null) {
            return "CASH_ONLY";
        }
        return order.amounts().payFen() > 0 ? "CASH_AND_INSURANCE" : "INSURANCE_ONLY";
    }

    /** What is wrong with an order before it is sent; empty when nothing is. */
    static String wrong(InsuranceOrder order) {
        InsuranceOrder.Amounts amounts = order.amounts();
        if (order.authorised() == null && amounts.insuranceFen() > 0) {
            return "没有医保授权,不能有医保支付金额";
        }
        if (order.authorised() != null && amounts.insuranceFen() == 0) {
            return "有医保授权而没有医保支付金额";
        }
        if (order.authorised() != null && order.authorised().payOrderId().isEmpty()) {
            return "缺少医保支付订单号";
        }
        if (amounts.payFen() == 0 && order.authorised() == null) {
            return "没有应付金额";
        }
        return order.serialNo().isEmpty() || order.serialNo().length() > 20 ? "医保上传流水号须为1至20位" : "";
    }

    /** What has happened at the insurer, told before the cash goes back. */
    Body refunded(InsuranceOrder order, String refundNo, Instant at) {
        // two readings of WeChat's documents: the configuration says which one holds
        String joint = doubleUnderscore ? "__" : "_";
        InsuranceOrder.Amounts amounts = order.amounts();
        return Body.builder()
                .put("med_refund_total_fee", amounts.insuranceFen())
                .put("med_refund" + joint + "gov_fee", amounts.fundFen())
                .put("med_refund" + joint + "self_fee", amounts.accountFen())
                .put("med_refund" + joint + "other_fee", amounts.otherFen())
                .put("refund_time", RFC3339.format(at.atOffset(BEIJING)))
                .put("out_refund_no", refundNo)
                .build();
    }

    /** An order of ours, in an answer or a notification. */
    InsuranceStatus status(Body answer) {
        Messages.same(answer, "appid", appid);
        return new InsuranceStatus(
                Messages.given(answer, "out_trade_no"),
                Messages.given(answer, "mix_trade_no"),
                switch (Messages.given(answer, "mix_pay_status")) {
                    case "MIX_PAY_CREATED", "MIX_PAY_USER_PAYING" -> Part.OPEN;
                    case "MIX_PAY_SUCCESS" -> Part.PAID;
                    case "MIX_PAY_REFUND", "MIX_PAY_REVERSED" -> Part.REFUNDED;
                    case "MIX_PAY_FAIL" -> Part.FAILED;
                    default -> throw new BadAnswer("answer.mix_pay_status");
                },
                part(answer, "self_pay_status", "SELF_PAY_"),
                part(answer, "med_ins_pay_status", "MED_INS_PAY_"),
                new InsuranceStatus.Amounts(
                        fen(answer, "total_fee"),
                        fen(answer, "med_ins_gov_fee"),
                        fen(answer, "med_ins_self_fee"),
                        fen(answer, "med_ins_other_fee"),
                        fen(answer, "wechat_pay_cash_fee")));
    }

    private static Part part(Body answer, String field, String prefix) {
        String said = Messages.given(answer, field);
        if (said.startsWith("NO_")) {
            return Part.NONE;
        }
        return switch (said.startsWith(prefix) ? said.substring(prefix.length()) : "") {
            case "CREATED" -> Part.OPEN;
            case "SUCCESS" -> Part.PAID;
            case "REFUND" -> Part.REFUNDED;
            case "FAIL" -> Part.FAILED;
            default -> throw new BadAnswer("answer." + field);
        };
    }

    /** Whole fen; absent where there is none. */
    private static long fen(Body answer, String field) {
        if (!answer.has(field)) {
            return 0;
        }
        if (answer.get(field) instanceof Value.Num number
                && number.text().length() <= AMOUNT_DIGITS_MAX
                && number.text().chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(number.text());
        }
        throw new BadAnswer("answer." + field);
    }

    /** MD5, lower hex, of the 18 characters in upper case; an old number of 15 digits is made 18 first. */
    static String idDigest(String certno) throws GeneralSecurityException {
        String id = certno.length() == 15 ? eighteen(certno) : certno.toUpperCase(Locale.ROOT);
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(id.getBytes(StandardCharsets.UTF_8)));
    }

    private static String eighteen(String certno) {
        String body = certno.substring(0, 6) + "19" + certno.substring(6);
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (body.charAt(i) - '0') * WEIGHTS[i];
        }
        return body + CHECK_DIGITS.charAt(sum % 11);
    }

    private static String encrypted(String text, PublicKey key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
