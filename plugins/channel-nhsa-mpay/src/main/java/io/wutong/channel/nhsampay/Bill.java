package io.wutong.channel.nhsampay;

import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.InsuranceOrder;
import org.jspecify.annotations.Nullable;

/** What is uploaded with 6201: the institution's own words, and what the order says. */
final class Bill {

    private static final int SERIAL_LENGTH_MAX = 20;

    private Bill() {}

    static Body of(InsuranceOrder order, String idType) {
        return Body.builder()
                .putAll(order.details())
                .put("orgCodg", order.institution())
                .put("medOrgOrd", order.serialNo())
                .put("idNo", order.payer().certno())
                .put("userName", order.payer().name())
                .put("idType", idType)
                .put("payAuthNo", authorisation(order))
                .fen("medfeeSumamt", order.amounts().totalFen())
                .build();
    }

    /** What would be refused, said before anything is sent; empty when nothing is wrong. */
    static String wrong(InsuranceOrder order) {
        if (order.serialNo().isEmpty() || order.serialNo().length() > SERIAL_LENGTH_MAX) {
            return "医药机构订单号须为1至20位";
        }
        if (authorisation(order).isEmpty()) {
            return "缺少医保支付授权码";
        }
        long lines = 0;
        for (Body line : order.details().bodies("feedetailList")) {
            lines += line.fenOr("detItemFeeSumamt", 0);
        }
        return lines == order.amounts().totalFen()
                ? ""
                : "费用明细合计" + Fen.format(lines) + "与总额"
                        + Fen.format(order.amounts().totalFen()) + "不等";
    }

    static String authorisation(InsuranceOrder order) {
        InsuranceOrder.@Nullable Authorised authorised = order.authorised();
        return authorised == null ? "" : authorised.payAuthNo();
    }
}
