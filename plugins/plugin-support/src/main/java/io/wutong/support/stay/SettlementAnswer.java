package io.wutong.support.stay;

import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of a stay as national {@code setlinfo} and {@code setldetail}: amounts by the table of funds, split
 * sums and total from {@link Care}. The sum rules hold because every row is counted once: in a fund's field and its
 * line, in the account, with the hospital, or as cash.
 */
final class SettlementAnswer {

    /** Fields that together are {@code fund_pay_sumamt} (I4). */
    private static final List<String> FUNDS =
            List.of("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay");

    private final Care care;
    private final Parts parts;
    private final int sign;
    private final Map<String, Long> fields = new LinkedHashMap<>();
    private final Map<String, Long> lines = new LinkedHashMap<>();
    private final Map<String, String> lineNames = new LinkedHashMap<>();

    private SettlementAnswer(Care care, Parts parts, Funds funds, int sign) {
        this.care = care;
        this.parts = parts;
        this.sign = sign;
        for (Parts.Row row : parts.rows()) {
            Funds.Fund fund = funds.of(row.fund(), care.insutype());
            fields.merge(fund.field(), row.fen(), Long::sum);
            if (fund.hasLine()) {
                lines.merge(fund.type(), row.fen(), Long::sum);
                lineNames.put(fund.type(), fund.name());
            }
        }
    }

    /**
     * What 2303, 2304 and 5203 answer.
     *
     * @param person the person's part of setlinfo
     * @param setlId null in a trial
     * @param balanceFen what the account holds afterwards, null when not known
     */
    static Body settled(
            Step step,
            Parts parts,
            Profile profile,
            Body person,
            @Nullable String setlId,
            String setlTime,
            @Nullable Long balanceFen) {
        Care care = step.care();
        SettlementAnswer answer = new SettlementAnswer(care, parts, profile.funds(), 1);
        Body.Builder setlinfo = Body.builder()
                .put("mdtrt_id", care.mdtrtId())
                .put("setl_id", setlId)
                .put("psn_no", care.psnNo())
                .put("insutype", care.insutype())
                .putAll(person)
                .put("setl_time", setlTime)
                .put("med_type", care.medType());
        answer.amounts(setlinfo);
        setlinfo.put("balc", balanceFen == null ? Value.Null.NULL : Value.fen(balanceFen))
                .put("medins_setl_id", step.request().msgid())
                .put("clr_optins", profile.pool())
                .put("clr_way", (String) null)
                .put("clr_type", "21");
        return answer.output(setlinfo.build());
    }

    /** What 2305 answers: the same amounts below zero, and a number of its own. */
    static Body cancelled(Step step, Parts parts, Profile profile, String setlId, String originalId, String setlTime) {
        Care care = step.care();
        SettlementAnswer answer = new SettlementAnswer(care, parts, profile.funds(), -1);
        Body.Builder setlinfo = Body.builder()
                .put("mdtrt_id", care.mdtrtId())
                .put("setl_id", setlId)
                .put("init_setl_id", originalId)
                .put("psn_no", care.psnNo())
                .put("insutype", care.insutype())
                .put("setl_type", "2")
                .put("setl_time", setlTime)
                .put("clr_optins", profile.pool());
        answer.amounts(setlinfo);
        answer.coreNames(setlinfo);
        return answer.output(
                setlinfo.put("medins_setl_id", step.request().msgid()).build());
    }

    private void amounts(Body.Builder setlinfo) {
        long account = field("acct_pay");
        long cash = field("psn_cash_pay");
        long family = field("acct_mulaid_pay");
        long funds = FUNDS.stream().mapToLong(this::field).sum();
        setlinfo.fen("medfee_sumamt", sign * care.medfeeSumFen())
                .fen("fulamt_ownpay_amt", sign * care.ownPayFen())
                .fen("overlmt_selfpay", sign * care.overLimitFen())
                .fen("preselfpay_amt", sign * care.priorSelfPayFen())
                .fen("inscp_scp_amt", sign * care.inScopeFen())
                .put(
                        "act_pay_dedc",
                        parts.deductibleFen() == null ? Value.Null.NULL : Value.fen(sign * parts.deductibleFen()))
                .put("pool_prop_selfpay", ratio());
        FUNDS.forEach(name -> setlinfo.fen(name, field(name)));
        setlinfo.fen("hosp_part_amt", field("hosp_part_amt"))
                .fen("fund_pay_sumamt", funds)
                .fen("psn_part_amt", account + family + cash)
                .fen("acct_pay", account)
                .fen("psn_cash_pay", cash)
                .fen("acct_mulaid_pay", family);
    }

    /** The names that 5203 and cancellations use for the same amounts. */
    private void coreNames(Body.Builder setlinfo) {
        setlinfo.fen("psn_pay", field("acct_pay") + field("acct_mulaid_pay") + field("psn_cash_pay"))
                .fen("cash_payamt", field("psn_cash_pay"))
                .fen("ownpay_hosp_part", field("hosp_part_amt"));
    }

    /** What the basic fund paid of the amount above the deductible: the legacy system states no ratio. */
    private Value ratio() {
        Long deductible = parts.deductibleFen();
        if (deductible == null || care.inScopeFen() <= deductible) {
            return Value.Null.NULL;
        }
        return new Value.Num(BigDecimal.valueOf(fields.getOrDefault("hifp_pay", 0L))
                .divide(BigDecimal.valueOf(care.inScopeFen() - deductible), 4, RoundingMode.HALF_UP)
                .toPlainString());
    }

    private long field(String name) {
        return sign * fields.getOrDefault(name, 0L);
    }

    private Body output(Body setlinfo) {
        List<Body> details = new ArrayList<>();
        lines.forEach((type, fen) -> details.add(Body.builder()
                .put("fund_pay_type", type)
                .fen("inscp_scp_amt", sign * care.inScopeFen())
                .put("crt_payb_lmt_amt", Value.Null.NULL)
                .fen("fund_payamt", sign * fen)
                .put("fund_pay_type_name", lineNames.get(type))
                .put("setl_proc_info", (String) null)
                .build()));
        return Body.builder()
                .put("setlinfo", setlinfo)
                .put("setldetail", details)
                .build();
    }
}
