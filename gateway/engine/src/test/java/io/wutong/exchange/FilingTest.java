package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.Policies;
import io.wutong.benefit.PolicyReader;
import io.wutong.coverage.HomeFiling;
import io.wutong.exchange.World.Message1;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a hospital files with a home, and what a settlement makes of it. */
class FilingTest extends OutpatientWorld {

    private static final String HOME = World.PROVINCE_HOME;

    @Test
    void should_pay_a_chronic_disease_when_it_is_registered_and_refuse_when_not() {
        policy();
        String visit = visit("M01600");
        assertThat(refused(chronicSettlement(visit))).contains("CHR-NONE-001", "M01600");
        assertThat(entitled("M01600")).isEqualTo("0");

        String sn = filed(chronic("M01600", "2026-10-30", ""));
        assertThat(entitled("M01600")).isEqualTo("1");
        assertThat(listed("5301", "feedetail"))
                .extracting(row -> row.textOr("opsp_dise_code", ""))
                .containsExactly("M01600");
        Body paid = settled(chronicSettlement(visit));
        // 70% from the first fen by the programme of the disease, not 65% after 800.00
        assertThat(paid.body("setlinfo").textOr("hifp_pay", "")).isEqualTo("700.00");

        World.must(world.send(undoFiling("2504", sn)));
        assertThat(listed("5301", "feedetail")).isEmpty();
        settled(cancellation(HOME, visit, setlId(paid)));
        assertThat(refused(chronicSettlement(visit))).contains("CHR-NONE-001");
        assertThat(refused(undoFiling("2504", sn))).contains("FIL-NO-001");
        assertThat(filed(chronic("M01600", "2026-10-30", ""))).isNotEqualTo(sn);
    }

    @Test
    void should_be_one_when_the_same_is_filed_from_several_channels() {
        String sn = filed(chronic("M01600", "2026-10-30", "2027-10-29"));
        assertThat(refused(chronic("M01600", "2026-10-30", "2027-10-29"))).contains("FIL-DUP-001", sn);
        assertThat(refused(chronic("M01600", "2027-01-01", ""))).contains("FIL-DUP-001", sn);
        filed(chronic("M01600", "2027-10-30", ""));
        filed(chronic("M03900", "2026-10-30", ""));
        assertThat(world.care().store.all(HomeFiling.class)).hasSize(3);
    }

    @Test
    void should_refuse_a_third_institution_and_say_which_stand() {
        filed(designated("H32010000001", "甲院"));
        String second = filed(designated("H32010000002", "乙院"));
        assertThat(refused(designated("H32010000003", "丙院"))).contains("FIX-FULL-001", "已选定甲院、乙院，最多两家；请更换其中一家");
        World.must(world.send(undoFiling("2506", second)));
        filed(designated("H32010000003", "丙院"));
        assertThat(listed("5302", "psnfixmedin"))
                .extracting(row -> row.textOr("fixmedins_name", ""))
                .containsExactlyInAnyOrder("甲院", "丙院");
    }

    @Test
    void should_choose_a_hospital_a_pharmacy_and_a_doctor_for_special_drugs_and_one_of_each() {
        String hospital = filed(special("H32010000001", "甲院"));
        filed(special("P32010000001", "甲药房"));
        filed(special("D320100000001", "甲医师"));
        assertThat(refused(special("H32010000002", "乙院"))).contains("FIX-FULL-002", "甲院");
        assertThat(refused(special("P32010000002", "乙药房"))).contains("FIX-FULL-002", "甲药房");
        assertThat(refused(special("D320100000002", "乙医师"))).contains("FIX-FULL-002", "甲医师");
        World.must(world.send(undoFiling("2506", hospital)));
        filed(special("H32010000002", "乙院"));
        // beside the institutions for other applications
        filed(designated("H32010000001", "甲院"));
    }

    private Message1 special(String code, String name) {
        Message1 message = designated(code, name);
        return message.withInput(message.input().replace("\"biz_appy_type\":\"03\"", "\"biz_appy_type\":\"10\""));
    }

    @Test
    void should_count_as_referred_when_a_hospital_has_filed_it() {
        policy();
        String sn = filed(world.message("2501", HOME, """
                {"refmedin":{"psn_no":"%s","diag_code":"C1","diag_name":"病","reflin_medins_no":"%s",
                "reflin_medins_name":"院","mdtrtarea_admdvs":"321100","refl_type":"1","refl_date":"2026-10-01",
                "refl_rea":"转","refl_opnn":"同意"}}""".formatted(World.PERSON, World.HOSPITAL)));
        String stay = world.stay(HOME, "Z1");
        // 75% with the referral: (10,000.00 − 800.00)
        assertThat(settled(world.settlement("2303", HOME, stay, "10000.00"))
                        .body("setlinfo")
                        .textOr("hifp_pay", ""))
                .isEqualTo("6900.00");
        World.must(world.send(undoFiling("2502", sn)));
        assertThat(settled(world.settlement("2303", HOME, stay, "10000.00"))
                        .body("setlinfo")
                        .textOr("hifp_pay", ""))
                .isEqualTo("5980.00");
    }

    @Test
    void should_list_visits_and_lines_when_asked_for_the_person() {
        String visit = registered(HOME, "M1");
        upload(HOME, visit, "S1", "1", "1000.00");
        upload(HOME, visit, "S2", "2", "10.00");
        String setlId = setlId(settled(settlement("2207", HOME, visit, "S1", "1000.00")));
        Body admitted = World.output(World.must(world.send(world.admission(HOME, "Z1"))));
        String stay = admitted.body("result").textOr("mdtrt_id", "");

        assertThat(listed("5201", "mdtrtinfo"))
                .extracting(row -> row.textOr("mdtrt_id", ""))
                .containsExactlyInAnyOrder(visit, stay);
        assertThat(listed("5303", "data"))
                .extracting(row -> row.textOr("mdtrt_id", ""))
                .containsExactly(stay);
        assertThat(lines(visit, ""))
                .extracting(row -> row.textOr("feedetl_sn", ""))
                .containsExactly("1", "2");
        assertThat(lines(visit, setlId))
                .extracting(row -> row.textOr("feedetl_sn", ""))
                .containsExactly("1");
        Body found = settled(world.message("5203", HOME, """
                {"data":{"psn_no":"%s","mdtrt_id":"%s"}}""".formatted(World.PERSON, visit)));
        assertThat(setlId(found)).isEqualTo(setlId);
    }

    // ------------------------------------------------------------------------------------------- means

    private String visit(String disease) {
        String visit = registered(HOME, "M1");
        World.must(world.send(world.message("2203", HOME, """
                {"mdtrtinfo":{"mdtrt_id":"%s","psn_no":"%s","med_type":"14","begntime":"2026-10-30 09:00:00",
                "dise_codg":"%s"},"diseinfo":[{"diag_type":"1","diag_srt_no":1,"diag_code":"E11","diag_name":"病"}]}""".formatted(visit, World.PERSON, disease))));
        upload(HOME, visit, "S1", "1", "1000.00");
        return visit;
    }

    private Message1 chronicSettlement(String visit) {
        Message1 message = settlement("2207", HOME, visit, "S1", "1000.00");
        return message.withInput(message.input().replace("\"med_type\":\"11\"", "\"med_type\":\"14\""));
    }

    private Message1 chronic(String disease, String from, String to) {
        return world.message("2503", HOME, """
                {"data":{"psn_no":"%s","insutype":"390","opsp_dise_code":"%s","opsp_dise_name":"病",
                "ide_fixmedins_no":"H1","ide_fixmedins_name":"院","hosp_ide_date":"2026-10-29","diag_dr_codg":"D1",
                "diag_dr_name":"李","begndate":"%s","enddate":"%s"}}""".formatted(World.PERSON, disease, from, to));
    }

    private Message1 designated(String institution, String name) {
        return world.message("2505", HOME, """
                {"data":{"psn_no":"%s","biz_appy_type":"03","begndate":"2026-10-30","fix_srt_no":"1",
                "fixmedins_code":"%s","fixmedins_name":"%s"}}""".formatted(World.PERSON, institution, name));
    }

    private Message1 undoFiling(String infno, String sn) {
        return world.message(infno, HOME, """
                {"data":{"trt_dcla_detl_sn":"%s","psn_no":"%s","memo":"误"}}""".formatted(sn, World.PERSON));
    }

    private String filed(Message1 message) {
        return settled(message).body("result").textOr("trt_dcla_detl_sn", "");
    }

    private String entitled(String disease) {
        return settled(world.message("2001", HOME, """
                        {"data":{"psn_no":"%s","insutype":"390","fixmedins_code":"%s","med_type":"14",
                        "begntime":"2026-10-30 09:00:00","dise_codg":"%s"}}""".formatted(World.PERSON, World.HOSPITAL, disease)))
                .bodies("trtinfo")
                .get(0)
                .textOr("trt_enjymnt_flag", "");
    }

    private List<Body> listed(String infno, String part) {
        return settled(world.message(infno, HOME, """
                {"data":{"psn_no":"%s","begntime":"2026-10-01 00:00:00","endtime":"2026-12-31 00:00:00"}}""".formatted(World.PERSON))).bodies(part);
    }

    private List<Body> lines(String visit, String setlId) {
        return settled(world.message("5204", HOME, """
                {"data":{"psn_no":"%s","setl_id":"%s","mdtrt_id":"%s"}}""".formatted(World.PERSON, setlId, visit)))
                .bodies("result");
    }

    private void policy() {
        String text = """
                {"policy":"p","title":"居民医保","area":"%s","insutype":"390","valid":{"from":"2020-01-01"},
                 "year_start":"01-01","local_areas":["%s"],
                 "programmes":[{"id":"chronic","when":{"disease":["M01600"]},"name":"慢特病","fund_pay_type":"390100",
                   "field":"hifp_pay","ratio":"70%%"}],
                 "basic":{"name":"统筹","fund_pay_type":"390100","field":"hifp_pay","deductible":"800.00","ratio":"65%%",
                   "ratio_changes":[{"when":{"filing":["referred"]},"points":10}]}}
                """.formatted(HOME, HOME);
        Directory before = world.care().directory;
        world.care().directory = new Directory(
                before.topology(),
                before.institutions(),
                Policies.of(List.of(PolicyReader.read(Json.read(text), "test"))),
                before.catalogues());
    }
}
