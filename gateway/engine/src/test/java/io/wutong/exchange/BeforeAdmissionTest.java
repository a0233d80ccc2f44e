package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.Policies;
import io.wutong.benefit.PolicyReader;
import io.wutong.exchange.World.Message1;
import io.wutong.ledger.EntrySet;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.visit.Visit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examinations before the admission, uploaded with the stay's lines: the home's policy says which of them it pays. */
class BeforeAdmissionTest extends OutpatientWorld {

    private static final String POLICY = """
            {"policy":"p-AREA","title":"居民医保","area":"AREA","insutype":"390","valid":{"from":"2026-01-01"},
             "year_start":"01-01",
             "pre_admission":{"institutions":["H32110200001"],"diseases":["C1"],"items":["A1"],"days":7},
             "basic":{"name":"统筹","fund_pay_type":"390100","field":"hifp_pay","deductible":"800.00","ratio":"65%"}}
            """;

    @BeforeEach
    void list() {
        world = World.ofTwo();
        for (World.Process process : world.processes.values()) {
            Directory now = process.directory;
            process.directory = new Directory(
                    now.topology(),
                    now.institutions(),
                    Policies.of(List.of(policy(World.PROVINCE_HOME), policy(World.FAR_HOME))),
                    now.catalogues());
        }
    }

    private static io.wutong.benefit.rules.Policy policy(String area) {
        return PolicyReader.read(Json.read(POLICY.replace("AREA", area)), "hash-of-" + area);
    }

    @ParameterizedTest
    @CsvSource({
        // what is listed joins the bill of 10,000.00; the rest is the patient's: 65% after 800.00
        "420102, A1, 2026-10-10 10:00:00, 0.00, 6500.00",
        "320115, A1, 2026-10-10 10:00:00, 0.00, 6500.00",
        "420102, A1, 2026-10-12 08:00:00, 0.00, 6500.00",
        "420102, B2, 2026-10-10 10:00:00, 800.00, 5980.00",
        "320115, B2, 2026-10-10 10:00:00, 800.00, 5980.00",
        "420102, A1, 2026-10-04 10:00:00, 800.00, 5980.00"
    })
    void should_pay_what_the_policy_lists_when_an_examination_was_before_the_admission(
            String home, String item, String when, String ownPay, String fund) {
        String stay = admitted(home);
        settled(exam(home, stay, item, when));
        settled(world.discharge(home, stay, "2026-10-30 08:00:00"));

        Body trial = settled(world.settlement("2303", home, stay, "10800.00")).body("setlinfo");
        Body done = settled(world.settlement("2304", home, stay, "10800.00")).body("setlinfo");

        for (Body info : List.of(trial, done)) {
            assertThat(info.textOr("medfee_sumamt", "")).isEqualTo("10800.00");
            assertThat(info.textOr("fulamt_ownpay_amt", "")).isEqualTo(ownPay);
            assertThat(info.textOr("hifp_pay", "")).isEqualTo(fund);
        }
        settled(world.cancellation(home, stay, done.textOr("setl_id", "")));
        assertThat(balances()).isEmpty();
        assertThat(world.care().store.all(EntrySet.class)).isNotEmpty();
        noFailures();
    }

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_leave_nothing_of_it_when_it_is_taken_back_after_the_admission_was_moved(String home) {
        String stay = admitted(home);
        settled(exam(home, stay, "A1", "2026-10-10 10:00:00"));
        assertThat(days(stay)).hasSize(2).first().matches(day -> day.item().equals("A1"));
        settled(world.message("2403", home, """
                {"adminfo":{"mdtrt_id":"%s","psn_no":"%s","begntime":"2026-10-09 09:20:00","med_type":"21",
                "dscg_maindiag_code":"C1","dscg_maindiag_name":"病"}}""".formatted(stay, World.PERSON)));
        settled(world.message("2302", home, """
                {"data":[{"feedetl_sn":"E1","mdtrt_id":"%s","psn_no":"%s"}]}""".formatted(stay, World.PERSON)));
        assertThat(days(stay)).singleElement().matches(day -> day.item().isEmpty());
        settled(world.discharge(home, stay, "2026-10-30 08:00:00"));
        assertThat(settled(world.settlement("2304", home, stay, "10000.00"))
                        .body("setlinfo")
                        .textOr("hifp_pay", ""))
                .isEqualTo("5980.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_count_what_gives_back_with_the_examination_when_that_stands_apart(String home) {
        String stay = admitted(home);
        settled(exam(home, stay, "B2", "2026-10-10 10:00:00"));
        Message1 back = world.line(home, stay, "E2", "-800.00");
        settled(back.withInput(back.input()
                .replace("\"cnt\":1", "\"cnt\":-1")
                .replace("\"pric\":-800.00", "\"pric\":800.00")
                .replace("\"med_list_codg\":\"A1\"", "\"med_list_codg\":\"B2\",\"init_feedetl_sn\":\"E1\"")
                .replace("2026-10-29 20:00:00", "2026-10-13 09:00:00")));
        assertThat(days(stay)).singleElement().matches(day -> day.item().isEmpty());

        settled(world.message("2302", home, """
                {"data":[{"feedetl_sn":"E2","mdtrt_id":"%s","psn_no":"%s"}]}""".formatted(stay, World.PERSON)));
        assertThat(days(stay)).hasSize(2).first().matches(day -> day.item().equals("B2"));
        settled(world.discharge(home, stay, "2026-10-30 08:00:00"));
        Body info = settled(world.settlement("2304", home, stay, "10800.00")).body("setlinfo");
        assertThat(info.textOr("fulamt_ownpay_amt", "")).isEqualTo("800.00");
        assertThat(info.textOr("hifp_pay", "")).isEqualTo("5980.00");
    }

    @Test
    void should_not_move_the_admission_when_fees_of_the_stay_were_before_it() {
        String stay = admitted(World.FAR_HOME);
        settled(exam(World.FAR_HOME, stay, "B2", "2026-10-12 10:00:00"));
        assertThat(World.text(world.send(world.message("2403", World.FAR_HOME, """
                {"adminfo":{"mdtrt_id":"%s","psn_no":"%s","begntime":"2026-10-13 09:20:00","med_type":"21",
                "dscg_maindiag_code":"C1","dscg_maindiag_name":"病"}}""".formatted(stay, World.PERSON)))))
                .contains("有早于新入院日期的费用明细，须先撤销");
    }

    private String admitted(String home) {
        String stay = World.output(World.must(world.send(world.admission(home, "Z1"))))
                .body("result")
                .textOr("mdtrt_id", "");
        settled(world.line(home, stay, "1", "10000.00"));
        return stay;
    }

    private Message1 exam(String home, String stay, String item, String when) {
        Message1 line = world.line(home, stay, "E1", "800.00");
        return line.withInput(line.input()
                .replace("\"med_list_codg\":\"A1\"", "\"med_list_codg\":\"" + item + "\"")
                .replace("2026-10-29 20:00:00", when));
    }

    private List<Care.DayFees> days(String stay) {
        return world.care()
                .store
                .one(Visit.key("321100", stay))
                .orElseThrow()
                .bill()
                .days();
    }
}
