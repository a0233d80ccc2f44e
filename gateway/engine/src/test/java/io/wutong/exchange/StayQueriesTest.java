package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.exchange.World.Message1;
import io.wutong.spi.Body;
import io.wutong.visit.Bill;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Mids;
import io.wutong.visit.PersonVisit;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hospitals ask and note of a stay beside settling it: 5202, 5205, 2406, 2407. */
class StayQueriesTest extends OutpatientWorld {

    private static final String HOME = World.FAR_HOME;

    // ------------------------------------------------------------------ 5202

    @Test
    void should_list_what_the_latest_messages_brought_when_a_stay_is_changed_and_ended() {
        world = World.ofTwo();
        String stay = admitted();
        assertThat(codes(stay)).containsExactly("1:C1");

        settled(change(stay, "C2", "C3"));
        assertThat(codes(stay)).containsExactly("1:C2", "1:C3");

        settled(discharge(stay, "D9"));
        assertThat(codes(stay)).containsExactly("1:C2", "1:C3", "2:D9");

        settled(data("2405", HOME, stay));
        assertThat(codes(stay)).containsExactly("1:C2", "1:C3");
        settled(discharge(stay, "D8"));
        List<Body> all = diagnoses(stay);
        assertThat(all).extracting(row -> row.textOr("diag_info_id", "")).doesNotHaveDuplicates();
        assertThat(all.get(2).textOr("diag_name", "")).isEqualTo("名D8");
        assertThat(all.get(2).textOr("opt_time", "")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        noFailures();
    }

    @Test
    void should_not_list_what_was_refused_when_a_stay_may_not_change_any_more() {
        String stay = admitted();
        settled(data("2404", HOME, stay));
        assertThat(refused(change(stay, "C2"))).contains("VIS-STATE-001");
        assertThat(codes(stay)).containsExactly("1:C1");
    }

    @Test
    void should_list_an_outpatients_valid_diagnoses_when_they_are_asked_for() {
        String visit = registered(World.PROVINCE_HOME, "M1");
        assertThat(diagnoses(World.PROVINCE_HOME, visit)).isEmpty();
        settled(world.message("2203", World.PROVINCE_HOME, """
                {"mdtrtinfo":{"mdtrt_id":"%s","psn_no":"%s","med_type":"11","begntime":"2026-10-30 08:40:00"},
                "diseinfo":[%s,%s]}""".formatted(
                        visit, World.PERSON, row("1", "E1", "1"), row("2", "E2", "0"))));
        assertThat(diagnoses(World.PROVINCE_HOME, visit))
                .extracting(row -> row.textOr("diag_code", "") + row.textOr("inout_diag_type", "-"))
                .containsExactly("E1-");
    }

    @Test
    void should_have_the_home_say_the_main_diagnosis_when_another_hospital_asks() {
        world = World.ofTwo();
        String stay = admitted();
        Message1 own = data("5202", HOME, stay);
        Message1 others = new Message1(
                "5202", own.msgid().replace(World.HOSPITAL, World.OTHER_HOSPITAL), own.home(), own.input());
        List<Body> told = settled(others).bodies("diseinfo");
        assertThat(told).extracting(row -> row.textOr("diag_code", "")).containsExactly("C1");
        assertThat(told.get(0).text("dise_dor_no")).isEmpty();
        assertThat(refused(others.withInput(own.input().replace(World.PERSON, "P0"))
                        .named(world.msgid().replace(World.HOSPITAL, World.OTHER_HOSPITAL))))
                .contains("VIS-NONE-001");
    }

    // ------------------------------------------------------------------ 5205

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_list_drugs_of_chronic_batches_from_both_sides_when_asked(String home) {
        world = World.ofTwo();
        String visit = registered(home, "M1");
        drug(home, visit, "S1", "1", "M01600");
        drug(home, visit, "S2", "2", "");
        settled(lines(home, visit, "S1", "3", "10.00", "M01600")); // no drug
        givenAtHome(home);

        List<Body> all = drugs(home, "2026-10-01 00:00:00", "2026-10-31 00:00:00");

        assertThat(all)
                .extracting(row -> row.textOr("fixmedins_code", "") + "/" + row.textOr("feedetl_sn", ""))
                .containsExactly("H99999900001/H1", World.HOSPITAL + "/1");
        assertThat(all.get(1).textOr("med_list_codg", "")).isEqualTo("D4");
        assertThat(drugs(home, "2026-10-30 09:00:01", "2026-10-31 00:00:00")).isEmpty();
        assertThat(refused(world.message("5205", home, "{\"data\":{\"psn_no\":\"" + World.PERSON + "\"}}")))
                .contains("begntime");
        noFailures();
    }

    // ------------------------------------------------------------ 2406, 2407

    @Test
    void should_keep_an_attribute_once_when_it_is_uploaded_twice() {
        String stay = admitted();
        String first = attribute(stay, "01", "1");
        assertThat(attribute(stay, "01", "1")).isEqualTo(first);
        String second = attribute(stay, "02", "1");
        assertThat(second).isNotEqualTo(first);

        assertThat(attributes("\"mdtrt_id\":\"" + stay + "\"")).containsExactly(first, second);
        assertThat(attributes("\"ipt_psn_sp_flag_detl_id\":\"" + second + "\"")).containsExactly(second);
        assertThat(attributes("\"psn_no\":\"" + World.PERSON + "\",\"ipt_psn_sp_flag_type\":\"01\""))
                .containsExactly(first);
        assertThat(attributes("\"psn_no\":\"P0\"")).isEmpty();
    }

    @Test
    void should_refuse_an_attribute_when_the_visit_is_not_the_senders_or_was_revoked() {
        String stay = admitted();
        Message1 upload = upload(stay, "01", "1");
        Message1 others = upload.named(upload.msgid().replace(World.HOSPITAL, World.OTHER_HOSPITAL));
        assertThat(refused(others)).contains("VIS-NONE-001");
        attribute(stay, "01", "1");
        Message1 query =
                world.message("2407", "", "{\"data\":{\"page_num\":1,\"page_size\":10,\"mdtrt_id\":\"" + stay + "\"}}");
        assertThat(settled(query.named(query.msgid().replace(World.HOSPITAL, World.OTHER_HOSPITAL)))
                        .bodies("data"))
                .isEmpty();
        settled(data("2404", HOME, stay));
        assertThat(refused(upload(stay, "02", "1"))).contains("VIS-STATE-001");
        assertThat(refused(world.message("2407", "", "{\"data\":{\"page_num\":1,\"page_size\":10}}")))
                .contains("mdtrt_id");
    }

    // ---------------------------------------------------------------- helpers

    private String admitted() {
        return World.output(World.must(world.send(world.admission(HOME, "Z1"))))
                .body("result")
                .textOr("mdtrt_id", "");
    }

    private Message1 change(String stay, String... codes) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < codes.length; i++) {
            rows.append(i == 0 ? "" : ",").append(row(String.valueOf(i + 1), codes[i], "1"));
        }
        return world.message("2403", HOME, """
                {"adminfo":{"mdtrt_id":"%s","psn_no":"%s","begntime":"2026-10-12 09:20:00","med_type":"21",
                "dscg_maindiag_code":"%s","dscg_maindiag_name":"病"},"diseinfo":[%s]}""".formatted(stay, World.PERSON, codes[0], rows));
    }

    private Message1 discharge(String stay, String code) {
        Message1 plain = world.discharge(HOME, stay, "2026-10-30 08:00:00");
        return plain.withInput(plain.input().replace("\"diseinfo\":[]", "\"diseinfo\":[" + row("1", code, "1") + "]"));
    }

    private static String row(String number, String code, String valid) {
        return """
                {"diag_type":"1","maindiag_flag":"0","diag_srt_no":%s,"diag_code":"%s","diag_name":"名%s","diag_dept":"科",
                "dise_dor_no":"D1","dise_dor_name":"李","diag_time":"2026-10-30 08:45:00","vali_flag":"%s"}""".formatted(number, code, code, valid);
    }

    private Message1 data(String infno, String home, String visit) {
        return world.message(
                infno, home, "{\"data\":{\"mdtrt_id\":\"" + visit + "\",\"psn_no\":\"" + World.PERSON + "\"}}");
    }

    private List<Body> diagnoses(String stay) {
        return diagnoses(HOME, stay);
    }

    private List<Body> diagnoses(String home, String visit) {
        return settled(data("5202", home, visit)).bodies("diseinfo");
    }

    private List<String> codes(String stay) {
        return diagnoses(stay).stream()
                .map(row -> row.textOr("inout_diag_type", "") + ":" + row.textOr("diag_code", ""))
                .toList();
    }

    private void drug(String home, String visit, String batch, String serial, String disease) {
        Message1 line = lines(home, visit, batch, serial, "100.00", disease);
        settled(line.withInput(line.input().replace("\"med_list_codg\":\"A1\"", "\"med_list_codg\":\"D4\"")));
    }

    /** Care that the home gave itself. */
    private void givenAtHome(String home) {
        Visit visit = new Visit(
                home,
                "V9",
                Visit.Side.CARE,
                VisitState.OPEN,
                World.PERSON,
                "390",
                "14",
                "H99999900001",
                "本地医院",
                "3",
                home,
                home,
                "M9",
                "2026-10-02 08:00:00",
                null,
                null,
                null,
                Visit.OUTPATIENT,
                null,
                Bill.EMPTY,
                "",
                null,
                Mids.NONE);
        FeeLine line = new FeeLine(
                home,
                "V9",
                "H1",
                "D4",
                "1",
                "5.00",
                500,
                "01",
                "0",
                0,
                0,
                0,
                500,
                false,
                new FeeLine.Detail("2026-10-02 09:00:00", "", "", "", "", "D4", "", false, "09", "", false, "S9"));
        var store = (home.equals(World.FAR_HOME) ? world.away() : world.care()).store;
        store.put(visit);
        store.put(PersonVisit.of(visit));
        store.put(line);
    }

    private List<Body> drugs(String home, String from, String to) {
        return settled(world.message("5205", home, """
                {"data":{"psn_no":"%s","begntime":"%s","endtime":"%s"}}""".formatted(World.PERSON, from, to)))
                .bodies("feedetail");
    }

    private Message1 upload(String stay, String kind, String flag) {
        return world.message("2406", HOME, """
                {"data":{"mdtrt_id":"%s","psn_no":"%s","ipt_otp_no":"Z1","ipt_psn_sp_flag_type":"%s",
                "ipt_psn_sp_flag":"%s"}}""".formatted(stay, World.PERSON, kind, flag));
    }

    private String attribute(String stay, String kind, String flag) {
        return settled(upload(stay, kind, flag)).body("result").textOr("ipt_psn_sp_flag_detl_id", "");
    }

    private List<String> attributes(String asked) {
        return settled(world.message("2407", "", "{\"data\":{\"page_num\":1,\"page_size\":10," + asked + "}}"))
                .bodies("data")
                .stream()
                .map(row -> row.textOr("ipt_psn_sp_flag_detl_id", ""))
                .toList();
    }
}
