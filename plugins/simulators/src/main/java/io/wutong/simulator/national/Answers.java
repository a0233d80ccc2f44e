package io.wutong.simulator.national;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wutong.simulator.pool.Calculated;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import io.wutong.simulator.pool.Stay;
import io.wutong.simulator.pool.Yuan;

/** How the region writes persons and settlements. */
final class Answers {

    private Answers() {}

    static void person(Person person, Pool pool, ObjectNode out) {
        out.putObject("baseinfo")
                .put("psn_no", person.number())
                .put("psn_cert_type", "01")
                .put("certno", person.certificate())
                .put("psn_name", person.name())
                .put("gend", person.sex())
                .putNull("naty");
        out.putArray("insuinfo")
                .addObject()
                .put("balc", Yuan.of(pool.year(person.number()).accountFen()))
                .put("insutype", person.coverage())
                .put("psn_type", person.resident() ? "15" : "11")
                .put("psn_insu_stas", person.frozen() ? "2" : "1")
                .put("cvlserv_flag", "0")
                .put("insuplc_admdvs", person.area());
    }

    static void settlement(Calculated calculated, Stay stay, String setlId, String msgid, Pool pool, ObjectNode out) {
        ObjectNode info = out.putObject("setlinfo");
        info.put("mdtrt_id", stay.notes.getOrDefault("visit", stay.number))
                .put("setl_id", setlId)
                .put("medins_setl_id", msgid);
        amounts(calculated, stay, 1, info);
        info.put("balc", Yuan.of(pool.year(stay.person.number()).accountFen()))
                .put("setl_time", calculated.at())
                .put("clr_optins", stay.person.area());
        detail(calculated, stay, 1, out);
    }

    static void cancellation(
            Calculated settled, Stay stay, String id, String original, String msgid, Pool pool, ObjectNode out) {
        ObjectNode info = out.putObject("setlinfo");
        info.put("mdtrt_id", stay.notes.getOrDefault("visit", stay.number))
                .put("setl_id", id)
                .put("init_setl_id", original);
        info.put("medins_setl_id", msgid).put("setl_time", pool.now()).put("setl_type", "2");
        amounts(settled, stay, -1, info);
        detail(settled, stay, -1, out);
    }

    private static void amounts(Calculated calculated, Stay stay, int sign, ObjectNode info) {
        info.put("psn_no", stay.person.number())
                .put("psn_name", stay.person.name())
                .put("insutype", stay.person.coverage())
                .put("medfee_sumamt", Yuan.of(sign * calculated.split().totalFen()))
                .put("fulamt_ownpay_amt", Yuan.of(sign * calculated.split().ownFen()))
                .put("overlmt_selfpay", Yuan.of(0))
                .put("preselfpay_amt", Yuan.of(sign * calculated.split().priorFen()))
                .put("inscp_scp_amt", Yuan.of(sign * calculated.split().scopeFen()))
                .put("act_pay_dedc", Yuan.of(sign * calculated.payment().deductibleFen()))
                .put("hifp_pay", Yuan.of(sign * calculated.payment().basicFen()))
                .put("cvlserv_pay", Yuan.of(0))
                .put("hifes_pay", Yuan.of(0))
                .put(
                        "hifmi_pay",
                        Yuan.of(
                                stay.person.resident()
                                        ? sign * calculated.payment().criticalFen()
                                        : 0))
                .put(
                        "hifob_pay",
                        Yuan.of(
                                stay.person.resident()
                                        ? 0
                                        : sign * calculated.payment().criticalFen()))
                .put("maf_pay", Yuan.of(0))
                .put("oth_pay", Yuan.of(0))
                .put("hosp_part_amt", Yuan.of(0))
                .put("fund_pay_sumamt", Yuan.of(sign * calculated.fundsFen()))
                .put("psn_part_amt", Yuan.of(sign * calculated.personFen()))
                // amounts come as numbers or as strings
                .put("acct_pay", Yuan.of(sign * calculated.accountFen()).toPlainString())
                .put("psn_cash_pay", Yuan.of(sign * calculated.cashFen()).toPlainString())
                .put("acct_mulaid_pay", Yuan.of(0));
    }

    private static void detail(Calculated calculated, Stay stay, int sign, ObjectNode out) {
        var list = out.putArray("setldetail");
        boolean resident = stay.person.resident();
        add(list, resident ? "390100" : "310100", sign * calculated.payment().basicFen());
        add(list, resident ? "390200" : "330100", sign * calculated.payment().criticalFen());
        add(list, "310200", sign * calculated.accountFen());
    }

    private static void add(com.fasterxml.jackson.databind.node.ArrayNode list, String type, long fen) {
        if (fen != 0) {
            list.addObject().put("fund_pay_type", type).put("fund_payamt", Yuan.of(fen));
        }
    }
}
