package io.wutong.simulator.mpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wutong.simulator.pool.No;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the centre does: uploads by the institution's number, orders, refunds by their numbers, each once. */
final class Desk {

    private static final List<String> REQUIRED = List.of(
            "orgCodg",
            "psnNo",
            "insutype",
            "medOrgOrd",
            "begntime",
            "idNo",
            "userName",
            "idType",
            "insuCode",
            "iptOtpNo",
            "deptCode",
            "deptName",
            "caty",
            "medType",
            "feeType",
            "psnSetlway",
            "chrgBchno",
            "pubHospRfomFlag",
            "medfeeSumamt",
            "feedetailList");

    private final Map<String, Upload> byNumber = new LinkedHashMap<>();
    private final Map<String, Paid> paid = new LinkedHashMap<>();
    private final Set<String> authorisations = new HashSet<>();
    private long serial;

    private record Paid(long fundFen, long accountFen) {}

    void pays(String medOrgOrd, long fundFen, long accountFen) {
        paid.put(medOrgOrd, new Paid(fundFen, accountFen));
    }

    void used(String payAuthNo) {
        authorisations.add(payAuthNo);
    }

    ObjectNode answer(String path, ObjectNode asked) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "uldFeeInfo" -> upload(asked);
            case "pay_order" -> order(asked);
            case "query_order_info" -> shown(known(asked), asked);
            case "refund_Order" -> refund(asked);
            case "revoke_order" -> revoke(asked);
            default -> throw new No("没有此接口");
        };
    }

    private ObjectNode upload(ObjectNode asked) {
        for (String name : REQUIRED) {
            JsonNode value = asked.path(name);
            if (value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty()) {
                throw new No(name + "不能为空");
            }
        }
        if (asked.path("ecToken").asText().isEmpty()
                && (asked.path("payAuthNo").asText().isEmpty()
                        || asked.path("mdtrtId").asText().isEmpty())) {
            throw new No("ecToken与payAuthNo不能同时为空");
        }
        long total = fen(asked, "medfeeSumamt");
        long lines = 0;
        for (JsonNode line : asked.path("feedetailList")) {
            lines += fen(line, "detItemFeeSumamt");
        }
        if (lines != total) {
            throw new No("明细合计与总额不等");
        }
        Upload before = byNumber.get(asked.path("medOrgOrd").asText());
        if (before != null) {
            if (!before.asked.equals(asked)) {
                throw new No("同一医药机构订单号的内容不同");
            }
            return token(before);
        }
        Upload upload = new Upload("ORD" + String.format("%012d", ++serial), "TOKEN" + serial, asked, total);
        Paid insurer = paid.getOrDefault(upload.of("medOrgOrd"), new Paid(0, 0));
        upload.fundFen = insurer.fundFen();
        upload.accountFen = insurer.accountFen();
        upload.ownFen = total - upload.fundFen - upload.accountFen;
        byNumber.put(upload.of("medOrgOrd"), upload);
        return token(upload);
    }

    private static ObjectNode token(Upload upload) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("payOrdId", upload.payOrdId)
                .put("payToken", upload.payToken);
    }

    private ObjectNode order(ObjectNode asked) {
        Upload upload = known(asked);
        String authorisation = asked.path("payAuthNo").asText();
        if (!authorisation.equals(upload.of("payAuthNo"))
                || asked.path("orgBizSer").asText().isEmpty()) {
            throw new No("支付授权码与上传时不符");
        }
        if (!upload.state.equals(Upload.SAVED)) {
            throw new No("订单已下单");
        }
        if (!authorisations.add(authorisation)) {
            throw new No("支付授权码已使用");
        }
        upload.state = Upload.ORDERED;
        return shown(upload, null);
    }

    private ObjectNode shown(Upload upload, @Nullable ObjectNode asked) {
        if (asked != null
                && !(asked.path("idNo").asText().equals(upload.of("idNo"))
                        && asked.path("userName").asText().equals(upload.of("userName"))
                        && asked.path("idType").asText().equals(upload.of("idType")))) {
            throw new No("人员信息与订单不符");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("payOrdId", upload.payOrdId)
                .put("medOrgOrd", upload.of("medOrgOrd"))
                .put("ordStas", upload.state)
                .put("setlType", "ALL")
                .put("feeSumamt", yuan(upload.totalFen))
                .put("ownPayAmt", yuan(upload.ownFen))
                .put("psnAcctPay", yuan(upload.accountFen))
                .put("fundPay", yuan(upload.fundFen));
    }

    private ObjectNode refund(ObjectNode asked) {
        Upload upload = find(asked.path("payOrdId").asText());
        String number = asked.path("appRefdSn").asText();
        String type = asked.path("refdType").asText();
        if (number.isEmpty() || !asked.path("appRefdTime").asText().matches("[0-9]{14}")) {
            throw new No("退款流水或退款时间不正确");
        }
        if (asked.path("ecToken").asText().isEmpty()
                == asked.path("payAuthNo").asText().isEmpty()) {
            throw new No("ecToken与payAuthNo须且只须其一");
        }
        long account = fen(asked, "psnAcctRefdAmt");
        long fund = fen(asked, "fundRefdAmt");
        long cash = fen(asked, "cashRefdAmt");
        if (fen(asked, "totlRefdAmt") != account + fund + cash) {
            throw new No("退款金额不平");
        }
        String meant = type + "/" + account + "/" + fund + "/" + cash;
        String before = upload.refunds.get(number);
        if (before != null) {
            if (!before.equals(meant)) {
                throw new No("同一退款流水的内容不同");
            }
            return JsonNodeFactory.instance.objectNode().put("refStatus", "SUCC");
        }
        boolean insurance = type.equals("HI");
        boolean paid = insurance
                ? upload.state.equals(Upload.DONE)
                        && account == upload.accountFen
                        && fund == upload.fundFen
                        && cash == 0
                : type.equals("CASH")
                        && account + fund == 0
                        && cash > 0
                        && upload.cashBackFen + cash <= upload.ownFen
                        && Set.of(Upload.DONE, Upload.INSURANCE_REFUNDED, Upload.INSURANCE_FAILED, Upload.CASH_PAID)
                                .contains(upload.state);
        if (!paid) {
            throw new No("订单状态或金额不允许退费");
        }
        upload.refunds.put(number, meant);
        upload.cashBackFen += cash;
        if (insurance) {
            upload.state = Upload.INSURANCE_REFUNDED;
        } else if (upload.cashBackFen == upload.ownFen && upload.state.equals(Upload.INSURANCE_REFUNDED)) {
            upload.state = Upload.ALL_REFUNDED;
        }
        return JsonNodeFactory.instance.objectNode().put("refStatus", "SUCC");
    }

    private ObjectNode revoke(ObjectNode asked) {
        Upload upload = known(asked);
        if (!Set.of(Upload.SAVED, Upload.ORDERED, Upload.REVOKED).contains(upload.state)) {
            throw new No("订单已支付，不能撤销");
        }
        upload.state = Upload.REVOKED;
        return JsonNodeFactory.instance.objectNode().put("payOrdId", upload.payOrdId);
    }

    private Upload known(ObjectNode asked) {
        Upload upload = find(asked.path("payOrdId").asText());
        if (!upload.payToken.equals(asked.path("payToken").asText())
                || !upload.of("orgCodg").equals(asked.path("orgCodg").asText())) {
            throw new No("payToken或机构与订单不符");
        }
        return upload;
    }

    private Upload find(String payOrdId) {
        return byNumber.values().stream()
                .filter(upload -> upload.payOrdId.equals(payOrdId))
                .findFirst()
                .orElseThrow(() -> new No("订单不存在"));
    }

    Upload of(String medOrgOrd) {
        Upload upload = byNumber.get(medOrgOrd);
        if (upload == null) {
            throw new IllegalStateException("no upload " + medOrgOrd);
        }
        return upload;
    }

    private static long fen(JsonNode node, String name) {
        try {
            return new BigDecimal(node.path(name).asText()).movePointRight(2).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new No(name + "不是金额");
        }
    }

    private static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }
}
