package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.sandbox.Dialects.Resident;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Outpatients as a hospital's client sees them, over three processes and PostgreSQL: a chronic disease at a home with a
 * policy, the same at a home behind the national interface, a purchase, and a home whose system has no outpatients.
 */
class OutpatientIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

    private static final Resident JIANGNING = new Resident("", "320115", "320115190001010003", "张示例");
    private static final Resident HENGYANG = new Resident(
            "region-hunan-xml", Counterparts.HUNAN_AREA, Counterparts.HUNAN_CERTNO, Counterparts.HUNAN_NAME);

    private final HospitalClient hospital = WORLD.hospital();

    @Test
    void should_settle_and_cancel_a_chronic_disease_when_home_has_registered_it() {
        Map<String, Long> before = WORLD.balances();
        Resident resident = JIANGNING;
        String psnNo = who(resident);
        String visit = visit(resident, psnNo, "MZ0001");
        Body bill = bill(psnNo, visit);
        assertThat(call("2207", resident, bill).error()).contains("CHR-NONE-001");
        String filed = ok("2503", resident, """
                {"data":{"psn_no":"%s","insutype":"390","opsp_dise_code":"M01600","opsp_dise_name":"糖尿病",
                "ide_fixmedins_no":"H32110200001","ide_fixmedins_name":"院","hosp_ide_date":"2026-10-01",
                "diag_dr_codg":"D1","diag_dr_name":"李","begndate":"2026-01-01"}}""".formatted(psnNo)).body("result").textOr("trt_dcla_detl_sn", "");
        settledAndCancelled(resident, psnNo, visit, bill);
        ok("2504", resident, """
                {"data":{"trt_dcla_detl_sn":"%s","psn_no":"%s","memo":"误"}}""".formatted(filed, psnNo));
        assertThat(WORLD.balances()).isEqualTo(before);
        assertThat(WORLD.unbalancedSets()).isZero();
    }

    @Test
    void should_settle_and_cancel_when_home_speaks_the_national_interface() {
        Map<String, Long> before = WORLD.balances();
        Resident resident = Dialects.CHANGCHUN;
        String psnNo = who(resident);
        String visit = visit(resident, psnNo, "MZ0002");
        settledAndCancelled(resident, psnNo, visit, bill(psnNo, visit));
        assertThat(WORLD.balances()).isEqualTo(before);
        assertThat(WORLD.world().counterparts().dialects().pool(resident).settledStays())
                .isZero();
    }

    @Test
    void should_say_what_was_noted_of_a_visit_when_the_hospital_asks() {
        String psnNo = who(JIANGNING);
        String visit = visit(JIANGNING, psnNo, "MZ0004");
        String mark = """
                {"data":{"mdtrt_id":"%s","psn_no":"%s","ipt_psn_sp_flag_type":"01","ipt_psn_sp_flag":"1"}}""".formatted(visit, psnNo);
        String id = ok("2406", JIANGNING, mark).body("result").textOr("ipt_psn_sp_flag_detl_id", "");
        assertThat(ok("2406", JIANGNING, mark).body("result").textOr("ipt_psn_sp_flag_detl_id", ""))
                .isEqualTo(id);
        assertThat(ok("2407", JIANGNING, """
                {"data":{"page_num":1,"page_size":10,"psn_no":"%s","ipt_psn_sp_flag_detl_id":"%s"}}""".formatted(psnNo, id)).bodies("data"))
                .singleElement()
                .matches(row -> row.textOr("mdtrt_id", "").equals(visit));
        assertThat(ok("5202", JIANGNING, """
                {"data":{"mdtrt_id":"%s","psn_no":"%s"}}""".formatted(visit, psnNo)).bodies("diseinfo"))
                .singleElement()
                .matches(row -> row.textOr("diag_code", "").equals("E11.900"));
        assertThat(ok("5205", JIANGNING, """
                {"data":{"psn_no":"%s","begntime":"2026-10-30 00:00:00"}}""".formatted(psnNo)).bodies("feedetail"))
                .filteredOn(row -> row.textOr("mdtrt_id", "").equals(visit))
                .singleElement()
                .matches(row -> row.textOr("med_list_codg", "").equals("XA01ABA075A002010100483"));
    }

    @Test
    void should_refuse_the_registration_when_home_has_no_outpatients() {
        String psnNo = who(HENGYANG);
        assertThat(call("2201", HENGYANG, registration(HENGYANG, psnNo, "MZ0003"))
                        .error())
                .contains("RTE-CAP-001");
    }

    @Test
    void should_settle_and_cancel_a_purchase_when_it_brings_its_lines() {
        Map<String, Long> before = WORLD.balances();
        String psnNo = who(JIANGNING);
        Body bought = ok("2102", JIANGNING, """
                {"druginfo":{"psn_no":"%s","mdtrt_cert_type":"02","mdtrt_cert_no":"%s","begntime":"2026-10-30 15:00:00",
                "medfee_sumamt":900.00,"insutype":"390","acct_used_flag":"0","med_type":"41"},
                "drugdetail":[{"feedetl_sn":"1","fee_ocur_time":"2026-10-30 15:00:00",
                "med_list_codg":"XA01ABA075A002010100483","medins_list_codg":"S1","det_item_fee_sumamt":900.00,"cnt":1,
                "pric":900.00}]}""".formatted(psnNo, JIANGNING.certno()));
        assertThat(bought.bodies("detlcutinfo")).hasSize(1);
        Body info = bought.body("setlinfo");
        assertThat(info.textOr("hifp_pay", "")).isEqualTo("65.00");
        ok("2103", JIANGNING, """
                {"data":{"psn_no":"%s","setl_id":"%s","mdtrt_id":"%s"}}""".formatted(psnNo, info.textOr("setl_id", ""), info.textOr("mdtrt_id", "")));
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    /** 2206, 2207, 5203, 2208, and all undone to the registration. */
    private void settledAndCancelled(Resident resident, String psnNo, String visit, Body bill) {
        Body trial = Patient.ok(call("2206", resident, bill)).output().body("setlinfo");
        Body settled = Patient.ok(call("2207", resident, bill)).output().body("setlinfo");
        assertThat(settled.fen("psn_cash_pay")).isEqualTo(trial.fen("psn_cash_pay"));
        assertThat(settled.fen("hifp_pay").orElse(0L)).isPositive();
        String setlId = settled.textOr("setl_id", "");
        Body named = Json.read("""
                {"data":{"setl_id":"%s","mdtrt_id":"%s","psn_no":"%s"}}""".formatted(setlId, visit, psnNo));
        assertThat(Patient.ok(call("5203", resident, named))
                        .output()
                        .body("setlinfo")
                        .textOr("setl_id", ""))
                .isEqualTo(setlId);
        assertThat(call("2205", resident, undone(visit, psnNo)).succeeded()).isTrue();
        assertThat(lines(resident, visit, psnNo)).isEqualTo(1);
        Body cancelled = Patient.ok(call("2208", resident, named)).output().body("setlinfo");
        assertThat(cancelled.fen("medfee_sumamt").orElse(0L)).isEqualTo(-2_000_00);
        Patient.ok(call("2205", resident, undone(visit, psnNo)));
        assertThat(lines(resident, visit, psnNo)).isZero();
        ok("2202", resident, """
                {"data":{"psn_no":"%s","mdtrt_id":"%s","ipt_otp_no":"M"}}""".formatted(psnNo, visit));
    }

    private int lines(Resident resident, String visit, String psnNo) {
        return ok("5204", resident, """
                {"data":{"psn_no":"%s","mdtrt_id":"%s"}}""".formatted(psnNo, visit))
                .bodies("result")
                .size();
    }

    private static Body undone(String visit, String psnNo) {
        return Json.read("""
                {"data":{"mdtrt_id":"%s","chrg_bchno":"0000","psn_no":"%s"}}""".formatted(visit, psnNo));
    }

    private String who(Resident resident) {
        Stay stay = new Stay(hospital, resident.area(), resident.certno(), resident.name());
        Patient.ok(await(stay.who()));
        return stay.psnNo();
    }

    /** Registered, with a diagnosis and one batch of a line. */
    private String visit(Resident resident, String psnNo, String number) {
        String visit = Patient.ok(call("2201", resident, registration(resident, psnNo, number)))
                .output()
                .body("data")
                .textOr("mdtrt_id", "");
        ok("2203", resident, """
                {"mdtrtinfo":{"mdtrt_id":"%s","psn_no":"%s","med_type":"14","begntime":"2026-10-30 09:00:00",
                "dise_codg":"M01600","dise_name":"糖尿病"},"diseinfo":[{"diag_type":"1","diag_srt_no":1,
                "diag_code":"E11.900","diag_name":"2型糖尿病","vali_flag":"1"}]}""".formatted(visit, psnNo));
        ok("2204", resident, """
                {"feedetail":[{"feedetl_sn":"1","mdtrt_id":"%s","psn_no":"%s","chrg_bchno":"S1","dise_codg":"M01600",
                "fee_ocur_time":"2026-10-30 09:10:00","med_list_codg":"XA01ABA075A002010100483","medins_list_codg":"S1",
                "det_item_fee_sumamt":2000.00,"cnt":1,"pric":2000.00,"bilg_dept_codg":"A1","bilg_dept_name":"科",
                "bilg_dr_codg":"D1","bilg_dr_name":"李"}]}""".formatted(visit, psnNo));
        return visit;
    }

    private static Body registration(Resident resident, String psnNo, String number) {
        return Json.read("""
                {"data":{"psn_no":"%s","insutype":"390","begntime":"2026-10-30 08:40:00","mdtrt_cert_type":"02",
                "mdtrt_cert_no":"%s","ipt_otp_no":"%s","atddr_no":"D1","dr_name":"李","dept_code":"A1","dept_name":"科",
                "caty":"A03"}}""".formatted(psnNo, resident.certno(), number));
    }

    private static Body bill(String psnNo, String visit) {
        return Json.read("""
                {"data":{"psn_no":"%s","mdtrt_cert_type":"02","mdtrt_cert_no":"0","med_type":"14",
                "medfee_sumamt":2000.00,"psn_setlway":"01","mdtrt_id":"%s","chrg_bchno":"S1","insutype":"390",
                "acct_used_flag":"0","fulamt_ownpay_amt":0.00,"overlmt_selfpay":0.00,"preselfpay_amt":0.00,
                "inscp_scp_amt":2000.00}}""".formatted(psnNo, visit));
    }

    private Answer call(String infno, Resident resident, Body input) {
        return await(hospital.call(infno, resident.area(), input));
    }

    private Body ok(String infno, Resident resident, String input) {
        return Patient.ok(call(infno, resident, Json.read(input))).output();
    }
}
