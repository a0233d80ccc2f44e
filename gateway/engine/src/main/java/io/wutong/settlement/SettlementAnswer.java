package io.wutong.settlement;

import io.wutong.benefit.rules.Account;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.FundLine;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Insured;
import io.wutong.envelope.Times;
import io.wutong.exchange.Message;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Writes {@code setlinfo} and {@code setldetail} (interface reference §4) from a calculation, and negates them. */
final class SettlementAnswer {

    /** {@code fund_pay_type} of the personal account. */
    static final String ACCOUNT = "310200";

    /** What the hospital bears stands among the lines, but nobody owes it. */
    static final String HOSPITAL = "999996";

    /** Characters of {@code setl_proc_info}. */
    private static final int PROCESS_LENGTH_MAX = 1000;

    private static final List<String> AMOUNTS = List.of(
            "medfee_sumamt",
            "fulamt_ownpay_amt",
            "overlmt_selfpay",
            "preselfpay_amt",
            "inscp_scp_amt",
            "act_pay_dedc",
            "hifp_pay",
            "cvlserv_pay",
            "hifes_pay",
            "hifmi_pay",
            "hifob_pay",
            "hifdm_pay",
            "maf_pay",
            "oth_pay",
            "fund_pay_sumamt",
            "psn_part_amt",
            "acct_pay",
            "psn_cash_pay",
            "hosp_part_amt",
            "acct_mulaid_pay");

    private static final String BASIC = "hifp_pay";

    /** Given though no fund pays them. */
    private static final List<String> OTHERS =
            List.of("cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay");

    private static final List<String> PERSON =
            List.of("psn_name", "psn_cert_type", "certno", "gend", "naty", "brdy", "age");

    /** Of {@code setlinfo}. */
    private static final int FIELDS = 48;

    private SettlementAnswer() {}

    /**
     * Of a calculation.
     *
     * @param account how the home's policy says {@code acct_pay} and {@code fund_pay_sumamt}
     * @param balanceFen what the personal account holds afterwards
     */
    static Body of(
            Message message,
            Node home,
            Insured person,
            Coverage coverage,
            Care care,
            Benefit benefit,
            Account account,
            long balanceFen,
            String setlId) {
        long accountFen = benefit.accountFen() + (account.includesMutualAid() ? benefit.mutualAidFen() : 0);
        List<Body> detail = new ArrayList<>();
        for (FundLine line : benefit.funds()) {
            detail.add(line(line.fundPayType(), line.name(), care, line.fen(), line.process()));
        }
        if (accountFen > 0) {
            detail.add(line(ACCOUNT, "职工基本医疗保险个人账户基金", care, accountFen, accountText(benefit, account)));
        }
        if (benefit.hospitalFen() > 0) {
            detail.add(line(HOSPITAL, "医院垫付", care, benefit.hospitalFen(), "超过病种或床日标准的部分由医院负担"));
        }
        Body base = person.baseinfo();
        Body.Builder info = Body.builder(FIELDS)
                .put("mdtrt_id", care.mdtrtId())
                .put("setl_id", setlId.isEmpty() ? null : setlId)
                .put("psn_no", care.psnNo());
        for (String field : PERSON) {
            Value value = base.get(field);
            info.put(field, value == null ? Value.Null.NULL : value);
        }
        info.put("insutype", care.insutype())
                .put("psn_type", coverage.psnType())
                .put("cvlserv_flag", "0")
                .put("setl_time", Times.seconds(LocalDateTime.ofInstant(message.receivedAt(), Clock.ZONE)))
                .put(
                        "mdtrt_cert_type",
                        message.data("data").text("mdtrt_cert_type").orElse(null))
                .put("med_type", care.medType())
                .fen("medfee_sumamt", care.medfeeSumFen())
                .fen("fulamt_ownpay_amt", care.ownPayFen())
                .fen("overlmt_selfpay", care.overLimitFen())
                .fen("preselfpay_amt", care.priorSelfPayFen())
                .fen("inscp_scp_amt", care.inScopeFen())
                .fen("act_pay_dedc", benefit.deductibleFen())
                .fen(BASIC, paid(benefit, BASIC))
                .put(
                        "pool_prop_selfpay",
                        new Value.Num(BigDecimal.valueOf(benefit.ratioBp(), 4).toPlainString()));
        for (String field : OTHERS) {
            info.fen(field, paid(benefit, field));
        }
        for (FundLine line : benefit.funds()) {
            if (!line.field().equals(BASIC)) { // of another field than these; one of these is put where it stands
                info.fen(line.field(), paid(benefit, line.field()));
            }
        }
        info.fen("fund_pay_sumamt", benefit.fundSumFen() + (account.fundSumIncludesIt() ? accountFen : 0))
                .fen("psn_part_amt", benefit.personFen())
                .fen("acct_pay", accountFen)
                .fen("psn_cash_pay", benefit.cashFen())
                .fen("hosp_part_amt", benefit.hospitalFen())
                .fen("balc", balanceFen)
                .fen("acct_mulaid_pay", benefit.mutualAidFen())
                .put("medins_setl_id", message.msgid())
                .put("clr_optins", home.area())
                .put("clr_way", "1")
                .put("clr_type", clearingType(message.infno()));
        return Body.builder()
                .put("setlinfo", info.build())
                .put("setldetail", detail)
                .build();
    }

    private static long paid(Benefit benefit, String field) {
        long fen = 0;
        for (FundLine line : benefit.funds()) {
            fen += line.field().equals(field) ? line.fen() : 0;
        }
        return fen;
    }

    /** The cancelling row: the same fields, amounts negative, its own {@code setl_id} (§4.3). */
    static Body negative(Body output, String setlId, Message message) {
        Body info = output.body("setlinfo");
        String original = info.textOr("setl_id", "");
        Body.Builder negated = Body.builder();
        info.fields()
                .forEach((name, value) -> negated.put(
                        name,
                        AMOUNTS.contains(name) && info.text(name).isPresent()
                                ? Value.fen(-Fen.parse(name, info.textOr(name, "0")))
                                : value));
        negated.put("setl_id", setlId)
                .put("init_setl_id", original)
                .put("setl_time", Times.seconds(LocalDateTime.ofInstant(message.receivedAt(), Clock.ZONE)))
                .put("medins_setl_id", message.msgid());
        List<Body> detail = new ArrayList<>();
        for (Body line : output.bodies("setldetail")) {
            detail.add(
                    line.with("fund_payamt", Value.fen(-line.fen("fund_payamt").orElse(0L))));
        }
        return Body.builder()
                .put("setlinfo", negated.build())
                .put("setldetail", detail)
                .build();
    }

    private static Body line(String type, String name, Care care, long fen, String process) {
        return Body.builder()
                .put("fund_pay_type", type)
                .fen("inscp_scp_amt", care.inScopeFen())
                .put("crt_payb_lmt_amt", (String) null)
                .fen("fund_payamt", fen)
                .put("fund_pay_type_name", name)
                .put("setl_proc_info", cut(process))
                .build();
    }

    private static String accountText(Benefit benefit, Account account) {
        String mutual =
                "家庭共济支付" + Fen.format(benefit.mutualAidFen()) + (account.includesMutualAid() ? "(已计入)" : "(另计)");
        return "个人负担" + Fen.format(benefit.personFen()) + "，个人账户支付" + Fen.format(benefit.accountFen())
                + (benefit.mutualAidFen() == 0 ? "" : "，" + mutual) + "，现金支付" + Fen.format(benefit.cashFen());
    }

    /** How it is cleared later: {@code clr_type}. */
    private static String clearingType(String infno) {
        return switch (infno.substring(0, 2)) {
            case "21" -> "41";
            case "22" -> "11";
            default -> "21";
        };
    }

    private static String cut(String text) {
        return text.length() <= PROCESS_LENGTH_MAX ? text : text.substring(0, PROCESS_LENGTH_MAX);
    }
}
