package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.exchange.World.Message1;
import io.wutong.ledger.Entry;
import io.wutong.spi.Body;
import io.wutong.visit.ChargeBatch;
import java.util.Map;
import java.util.TreeMap;

/** The messages of an outpatient's hospital, and what may be asked of the world after them. */
abstract class OutpatientWorld {

    World world = World.ofOne();

    String registered(String home, String number) {
        return World.output(World.must(world.send(registration(home, number))))
                .body("data")
                .textOr("mdtrt_id", "");
    }

    Message1 registration(String home, String number) {
        return world.message("2201", home, """
                {"data":{"psn_no":"%s","insutype":"390","begntime":"2026-10-30 08:40:00","mdtrt_cert_type":"02",
                "mdtrt_cert_no":"C1","ipt_otp_no":"%s","atddr_no":"D1","dr_name":"李","dept_code":"A1","dept_name":"科",
                "caty":"A03"}}""".formatted(World.PERSON, number));
    }

    void upload(String home, String visit, String batch, String serial, String yuan) {
        World.must(world.send(lines(home, visit, batch, serial, yuan, "")));
    }

    Message1 lines(String home, String visit, String batch, String serial, String yuan, String disease) {
        return world.message("2204", home, """
                {"feedetail":[{"feedetl_sn":"%s","mdtrt_id":"%s","psn_no":"%s","chrg_bchno":"%s","dise_codg":"%s",
                "fee_ocur_time":"2026-10-30 09:00:00","med_list_codg":"A1","medins_list_codg":"S1",
                "det_item_fee_sumamt":%s,"cnt":1,"pric":%s,"bilg_dept_codg":"A1","bilg_dept_name":"科",
                "bilg_dr_codg":"D1","bilg_dr_name":"李","hosp_appr_flag":"1"}]}""".formatted(serial, visit, World.PERSON, batch, disease, yuan, yuan));
    }

    Message1 undoLines(String home, String visit, String batch) {
        return world.message("2205", home, """
                {"data":{"mdtrt_id":"%s","chrg_bchno":"%s","psn_no":"%s"}}""".formatted(visit, batch, World.PERSON));
    }

    Message1 settlement(String infno, String home, String visit, String batch, String yuan) {
        return world.message(infno, home, """
                {"data":{"psn_no":"%s","mdtrt_cert_type":"02","mdtrt_cert_no":"C1","med_type":"11","medfee_sumamt":%s,
                "psn_setlway":"01","mdtrt_id":"%s","chrg_bchno":"%s","insutype":"390","acct_used_flag":"0",
                "fulamt_ownpay_amt":0,"overlmt_selfpay":0,"preselfpay_amt":0,"inscp_scp_amt":%s}}""".formatted(World.PERSON, yuan, visit, batch, yuan));
    }

    Message1 cancellation(String home, String visit, String setlId) {
        return world.message("2208", home, """
                {"data":{"setl_id":"%s","mdtrt_id":"%s","psn_no":"%s"}}""".formatted(setlId, visit, World.PERSON));
    }

    Message1 undo(String home, String visit) {
        return world.message("2202", home, """
                {"data":{"psn_no":"%s","mdtrt_id":"%s","ipt_otp_no":"M1"}}""".formatted(World.PERSON, visit));
    }

    Body settled(Message1 message) {
        return World.output(World.must(world.send(message)));
    }

    String refused(Message1 message) {
        Answered answered = world.send(message);
        assertThat(answered.outcome().label()).isEqualTo("rejected");
        return World.text(answered);
    }

    static String setlId(Body output) {
        return output.body("setlinfo").textOr("setl_id", "");
    }

    ChargeBatch charge(String batch) {
        return world.care().store.all(ChargeBatch.class).stream()
                .filter(charge -> charge.batch().equals(batch))
                .findFirst()
                .orElseThrow();
    }

    Map<String, Long> balances() {
        Map<String, Long> balances = new TreeMap<>();
        for (World.Process process : world.processes.values()) {
            process.store
                    .all(Entry.class)
                    .forEach(entry ->
                            balances.merge(entry.node() + " " + entry.account(), entry.amountFen(), Long::sum));
        }
        balances.values().removeIf(fen -> fen == 0);
        return balances;
    }

    static long total(World.Process process) {
        return process.store.all(Entry.class).stream()
                .mapToLong(Entry::amountFen)
                .sum();
    }

    void noFailures() {
        world.processes.values().forEach(process -> assertThat(process.failures).isEmpty());
    }
}
