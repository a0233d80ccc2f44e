package io.wutong.region.hunan;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.simulator.pool.Accumulators;
import io.wutong.simulator.pool.Fault;
import io.wutong.spi.Body;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Fen;
import io.wutong.spi.Outcome;
import io.wutong.spi.Request;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.SumRules;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stay, and each thing that can go wrong with it, against the simulated legacy system. */
class StayContractTest {

    private static final String SETTLE = "Remote_BIZC131256";
    private static final String CANCEL = "Remote_BIZC131259";
    private static final String ADMIT = "Remote_BIZC131204";
    private static final Duration QUIET = Duration.ofSeconds(31);

    private Bench bench;

    @BeforeEach
    void open() {
        bench = Bench.open();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void should_find_the_person_and_each_coverage_when_asked_by_certificate() {
        Body output = bench.answered(Bench.resident().person());
        assertThat(output.body("baseinfo").text("psn_no")).contains(Bench.PERSON);
        assertThat(output.body("baseinfo").text("brdy")).contains("1955-01-01");
        assertThat(output.body("baseinfo").text("age")).contains("70.0");
        assertThat(output.bodies("insuinfo"))
                .extracting(coverage -> coverage.textOr("insutype", "")
                        + coverage.textOr("insuplc_admdvs", "")
                        + coverage.textOr("balc", ""))
                .containsExactly("3904303810.00", "31043038112.34");
    }

    @Test
    void should_refuse_when_nobody_has_the_certificate_or_none_is_given() {
        NationalStay stay = Bench.resident();
        Request unknown = stay.request("1101", "{\"data\":{\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"0\"}}", null);
        assertThat(bench.call(unknown)).isEqualTo(Outcome.rejected("HUNAN-1", "未查询到该人员的参保信息"));
        Request voucher =
                stay.request("1101", "{\"data\":{\"mdtrt_cert_type\":\"01\",\"mdtrt_cert_no\":\"token\"}}", null);
        assertThat(rejectedCode(bench.call(voucher))).isEqualTo("HUNAN-CERT");
    }

    @ParameterizedTest
    @CsvSource({"430300000000001, 390, 1, ''", "430300000000003, 390, 0, 待遇已冻结", "430300000000002, 390, 0, 未参加该险种"})
    void should_say_whether_benefits_may_be_had_when_asked_by_number(
            String psnNo, String insutype, String flag, String reason) {
        Body output = bench.answered(Bench.stay(psnNo, insutype).entitlement());
        Body trtinfo = output.bodies("trtinfo").get(0);
        assertThat(trtinfo.text("trt_enjymnt_flag")).contains(flag);
        assertThat(trtinfo.textOr("trt_chk_rslt", "")).isEqualTo(reason);
    }

    @Test
    void should_settle_and_cancel_when_a_whole_stay_is_played() {
        final Accumulators before = bench.legacy.accumulators(Bench.PERSON);
        NationalStay stay = bench.admitted();
        Body trial = bench.answered(stay.trial());
        assertThat(trial.body("setlinfo").text("setl_id")).isEmpty();
        assertThat(bench.legacy.settledVisits()).isZero();

        Request settle = stay.settle();
        Body settled = bench.answered(settle);
        SumRules.assertHold(trial);
        SumRules.assertHold(settled);
        Body setlinfo = settled.body("setlinfo");
        assertThat(setlinfo.fen("medfee_sumamt")).contains(14_100_000L);
        assertThat(setlinfo.fen("hifp_pay")).contains(9_100_000L);
        assertThat(setlinfo.fen("hifmi_pay")).contains(1_938_000L);
        assertThat(setlinfo.fen("psn_cash_pay")).contains(3_042_000L + 20_000L);
        assertThat(setlinfo.fen("act_pay_dedc")).contains(80_000L);
        assertThat(setlinfo.text("pool_prop_selfpay")).contains("0.6500");
        assertThat(setlinfo.text("psn_name")).contains("参保人甲");
        assertThat(settled.bodies("setldetail"))
                .extracting(line -> line.textOr("fund_pay_type", "") + " " + line.textOr("fund_payamt", ""))
                .containsExactly("390100 91000.00", "390200 19380.00");
        assertThat(bench.legacy.accumulators(Bench.PERSON).basicPaidFen()).isEqualTo(9_100_000L);

        String setlId = setlinfo.text("setl_id").orElseThrow();
        assertThat(setlId.length()).isLessThanOrEqualTo(30);
        assertThat(bench.query(settle)).isEqualTo(Outcome.succeeded(settled));
        Body asked = bench.answered(stay.ofVisit("5203", setlId));
        assertThat(asked.get("setldetail")).isEqualTo(settled.get("setldetail"));

        Body cancelled = bench.answered(stay.cancel(setlId));
        SumRules.assertHold(cancelled);
        assertOpposite(settled, cancelled);
        assertThat(bench.legacy.accumulators(Bench.PERSON)).isEqualTo(before);
        for (String fund : new String[] {"801", "803", "999"}) {
            assertThat(bench.legacy.fundPaidFen(fund)).isZero();
        }
        bench.answered(stay.removal("0000"));
        bench.answered(stay.ofVisit("2404", ""));
        assertThat(bench.legacy.openVisits()).isZero();
    }

    @Test
    void should_ask_about_each_visit_of_a_day_and_say_where_it_stands_otherwise() {
        NationalStay stay = bench.admitted();
        Body settled = bench.answered(stay.settle()).body("setlinfo");
        String setlId = settled.textOr("setl_id", "");
        DayRow row = row(settled, "");
        assertThat(bench.compare(row)).isEmpty();
        Body cancelled = bench.answered(stay.cancel(setlId)).body("setlinfo");
        assertThat(bench.compare(row(settled, ""), row(cancelled, setlId))).isEmpty();
        assertThat(bench.compare(row)).containsExactly(new DayDifference(setlId, "本方已结算，参保地没有该笔结算"));
        DayRow before = row(cancelled, setlId);
        bench.answered(stay.settle());
        assertThat(bench.compare(before)).containsExactly(new DayDifference(setlId, "本方已撤销，参保地仍为已结算"));
        assertThat(bench.compare(new DayRow("X", "", "P", "321102", "430381", "H1", 1, 1, "", "")))
                .containsExactly(new DayDifference("X", "本方没有该次就诊的登记号，无法核对"));
    }

    private DayRow row(Body setlinfo, String original) {
        return new DayRow(
                setlinfo.textOr("setl_id", ""),
                original,
                Bench.PERSON,
                "321102",
                "430381",
                "H32110200001",
                setlinfo.fen("medfee_sumamt").orElseThrow(),
                setlinfo.fen("fund_pay_sumamt").orElseThrow(),
                setlinfo.textOr("setl_time", ""),
                bench.memory.text());
    }

    private static void assertOpposite(Body settled, Body cancelled) {
        for (String name : new String[] {"medfee_sumamt", "inscp_scp_amt", "hifp_pay", "hifmi_pay", "psn_cash_pay"}) {
            assertThat(cancelled.body("setlinfo").fen(name).orElseThrow())
                    .isEqualTo(-settled.body("setlinfo").fen(name).orElseThrow());
        }
        assertThat(cancelled.body("setlinfo").text("setl_id"))
                .isPresent()
                .isNotEqualTo(settled.body("setlinfo").text("setl_id"));
    }

    @Test
    void should_take_from_the_account_only_when_the_hospital_says_so() {
        NationalStay stay = Bench.stay("430300000000002", "310");
        bench.answered(stay.request(
                "2401",
                io.wutong.spi.Json.writeText(withoutCertificate(stay.admission().input())),
                stay.empty()));
        bench.answered(stay.wholeBill());
        Body without = bench.answered(stay.settlement("2303", stay.whole(), "0"));
        assertThat(without.body("setlinfo").fen("acct_pay")).contains(0L);
        Body with = bench.answered(stay.settlement("2304", stay.whole(), "1"));
        SumRules.assertHold(with);
        assertThat(with.body("setlinfo").fen("acct_pay")).contains(50_000L);
        assertThat(with.body("setlinfo").fen("hifob_pay")).contains(1_938_000L);
        assertThat(with.body("setlinfo").fen("balc")).contains(0L);
        assertThat(bench.legacy.accumulators("430300000000002").accountFen()).isZero();
    }

    private static Body withoutCertificate(Body input) {
        return input.with("mdtrtinfo", input.body("mdtrtinfo").with("mdtrt_cert_type", io.wutong.spi.Value.text("03")));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void should_end_in_the_right_outcome_when_the_settlement_meets_a_fault(Fault fault) {
        NationalStay stay = bench.admitted();
        bench.legacy.misbehave(SETTLE, fault);
        Request settle = stay.settle();
        Outcome<Body> outcome =
                fault == Fault.HANG || fault == Fault.SLOW ? bench.callHurried(settle) : bench.call(settle);
        if (fault == Fault.EXPIRE_SESSION) {
            assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
            return;
        }
        assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
        boolean happened = fault != Fault.HANG && fault != Fault.RESET_AFTER_READ && fault != Fault.HTTP_500;
        assertThat(bench.legacy.settledVisits()).isEqualTo(happened ? 1 : 0);
        if (happened) {
            Body found = Bench.answer(bench.query(settle));
            SumRules.assertHold(found);
            assertThat(found.body("setlinfo").fen("hifp_pay")).contains(9_100_000L);
            assertThat(bench.query(settle)).isEqualTo(Outcome.succeeded(found));
        } else {
            assertThat(bench.query(settle)).isEqualTo(Outcome.unknown("absence_unproven"));
            bench.clock.move(QUIET);
            assertThat(rejectedCode(bench.query(settle))).isEqualTo("HUNAN-ABSENT");
            assertThat(bench.call(stay.settle())).isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOSE_ANSWER_AFTER_EFFECT", "RESET_AFTER_READ"})
    void should_undo_once_when_a_settlement_is_reversed_again_and_again(Fault fault) {
        final Accumulators before = bench.legacy.accumulators(Bench.PERSON);
        NationalStay stay = bench.admitted();
        bench.legacy.misbehave(SETTLE, fault);
        Request settle = stay.settle();
        assertThat(bench.call(settle)).isInstanceOf(Outcome.Unknown.class);
        bench.clock.move(QUIET);
        for (int i = 0; i < 3; i++) {
            assertThat(bench.reverse(settle)).isInstanceOf(Outcome.Succeeded.class);
        }
        assertThat(bench.legacy.settledVisits()).isZero();
        assertThat(bench.legacy.accumulators(Bench.PERSON)).isEqualTo(before);
        assertThat(Collections.frequency(bench.legacy.calls(), CANCEL)).isLessThanOrEqualTo(1);
        assertThat(rejectedCode(bench.query(settle))).isEqualTo("HUNAN-ABSENT");
    }

    @Test
    void should_find_it_undone_when_the_answer_of_a_reversal_was_lost() {
        NationalStay stay = bench.admitted();
        Request settle = stay.settle();
        bench.answered(settle);
        bench.legacy.misbehave(CANCEL, Fault.LOSE_ANSWER_AFTER_EFFECT);
        assertThat(bench.reverse(settle)).isInstanceOf(Outcome.Unknown.class);
        bench.clock.move(QUIET);
        assertThat(bench.reverse(settle)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(bench.legacy.settledVisits()).isZero();
    }

    @Test
    void should_find_the_cancellation_when_its_answer_was_lost() {
        NationalStay stay = bench.admitted();
        Body settled = bench.answered(stay.settle());
        Request cancel = stay.cancel(settled.body("setlinfo").textOr("setl_id", ""));
        bench.legacy.misbehave(CANCEL, Fault.LOSE_ANSWER_AFTER_EFFECT);
        assertThat(bench.call(cancel)).isInstanceOf(Outcome.Unknown.class);
        Body found = Bench.answer(bench.query(cancel));
        assertOpposite(settled, found);
        assertThat(bench.query(cancel)).isEqualTo(Outcome.succeeded(found));
        assertThat(rejectedCode(bench.call(stay.cancel(settled.body("setlinfo").textOr("setl_id", "")))))
                .isEqualTo("HUNAN-NOSETL");
    }

    @Test
    void should_know_that_a_cancellation_did_not_happen_when_it_is_still_settled() {
        NationalStay stay = bench.admitted();
        Body settled = bench.answered(stay.settle());
        Request cancel = stay.cancel(settled.body("setlinfo").textOr("setl_id", ""));
        bench.legacy.misbehave(CANCEL, Fault.RESET_AFTER_READ);
        assertThat(bench.call(cancel)).isInstanceOf(Outcome.Unknown.class);
        bench.clock.move(QUIET);
        assertThat(rejectedCode(bench.query(cancel))).isEqualTo("HUNAN-ABSENT");
        bench.answered(stay.cancel(settled.body("setlinfo").textOr("setl_id", "")));
    }

    @Test
    void should_refuse_when_another_settlement_is_asked_for() {
        NationalStay stay = bench.admitted();
        bench.answered(stay.settle());
        assertThat(rejectedCode(bench.call(stay.settle()))).isEqualTo("HUNAN-SETTLED");
        assertThat(rejectedCode(bench.call(stay.cancel("another")))).isEqualTo("HUNAN-NOSETL");
        assertThat(bench.legacy.settledVisits()).isOne();
    }

    @Test
    void should_not_send_a_second_settlement_when_the_end_of_the_first_is_not_known() {
        NationalStay stay = bench.admitted();
        bench.legacy.misbehave(SETTLE, Fault.LOSE_ANSWER_AFTER_EFFECT);
        Request first = stay.settle();
        assertThat(bench.call(first)).isInstanceOf(Outcome.Unknown.class);
        assertThat(bench.call(stay.settle())).isEqualTo(Outcome.notSent("earlier_unresolved"));
        assertThat(bench.query(first)).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_tell_the_sums_when_the_lines_do_not_add_up_to_the_bill() {
        NationalStay stay = Bench.resident();
        bench.answered(stay.admission());
        bench.answered(stay.lines(new NationalStay.Line("F0001", "ZY0001", 20_000)));
        Outcome<Body> outcome = bench.call(stay.settle());
        assertThat(outcome).isEqualTo(Outcome.rejected("HUNAN-1", "费用合计与明细合计不符：明细合计200.00，传入合计141000.00"));
        bench.answered(stay.lines(new NationalStay.Line("F0002", "ZY0002", 14_080_000)));
        bench.answered(stay.settle());
    }

    @Test
    void should_settle_on_the_split_sums_when_no_line_was_uploaded() {
        NationalStay stay = Bench.resident();
        bench.answered(stay.admission());
        bench.answered(stay.settlement("2303", stay.care(10_000, 500, 700, 1_000_000, null), "0"));
        assertThat(bench.legacy.feesFen()).isEqualTo(1_011_200);
        Body settled = bench.answered(stay.settle());
        SumRules.assertHold(settled);
        assertThat(bench.legacy.feesFen()).isEqualTo(14_100_000);
        assertThat(settled.body("setlinfo").fen("hifp_pay")).contains(9_100_000L);
        bench.answered(stay.cancel(settled.body("setlinfo").textOr("setl_id", "")));
        bench.answered(stay.ofVisit("2404", ""));
        assertThat(bench.legacy.openVisits()).isZero();
    }

    @Test
    void should_upload_in_pages_and_take_lines_back_when_told() {
        NationalStay stay = Bench.resident();
        bench.answered(stay.admission());
        Request many = stay.lines(IntStream.range(0, 230)
                .mapToObj(i -> new NationalStay.Line("F%028d".formatted(i), "T0001", 100 + i))
                .toArray(NationalStay.Line[]::new));
        assertThat(bench.answered(many).bodies("result")).hasSize(230);
        assertThat(Collections.frequency(bench.legacy.calls(), "Remote_BIZC131252"))
                .isEqualTo(3);
        assertThat(bench.legacy.feesFen()).isEqualTo(230 * 100 + 229 * 230 / 2);
        bench.answered(stay.removal("F%028d".formatted(7)));
        bench.answered(stay.removal("F%028d".formatted(7)));
        assertThat(bench.legacy.feesFen()).isEqualTo(230 * 100 + 229 * 230 / 2 - 107);
        bench.answered(stay.removal("0000"));
        assertThat(bench.legacy.feesFen()).isZero();
    }

    @Test
    void should_find_or_take_back_the_lines_when_the_answer_of_an_upload_was_lost() {
        NationalStay stay = Bench.resident();
        bench.answered(stay.admission());
        bench.legacy.misbehave("Remote_BIZC131252", Fault.LOSE_ANSWER_AFTER_EFFECT);
        Request lines = stay.wholeBill();
        assertThat(bench.call(lines)).isInstanceOf(Outcome.Unknown.class);
        assertThat(bench.query(lines)).isInstanceOf(Outcome.Succeeded.class);
        bench.clock.move(QUIET);
        assertThat(bench.reverse(lines)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(bench.reverse(lines)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(bench.legacy.feesFen()).isZero();
    }

    @Test
    void should_find_or_cancel_the_admission_when_its_answer_was_lost() {
        NationalStay stay = Bench.resident();
        bench.legacy.misbehave(ADMIT, Fault.LOSE_ANSWER_AFTER_EFFECT);
        Request admission = stay.admission();
        assertThat(bench.call(admission)).isInstanceOf(Outcome.Unknown.class);
        Body found = Bench.answer(bench.query(admission));
        assertThat(found.body("result").text("mdtrt_id")).contains(NationalStay.VISIT);
        assertThat(bench.reverse(admission)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(bench.reverse(admission)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(bench.legacy.openVisits()).isZero();
        assertThat(rejectedCode(bench.call(stay.trial()))).isEqualTo("HUNAN-NOVISIT");
    }

    @Test
    void should_log_in_once_and_again_only_when_the_session_is_gone() {
        NationalStay stay = bench.admitted();
        bench.legacy.misbehave(Fault.EXPIRE_SESSION);
        bench.answered(stay.trial());
        bench.answered(stay.person());
        assertThat(Collections.frequency(bench.legacy.calls(), "sys0001")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"HANG", "GARBAGE", "HTTP_500", "RESET_AFTER_READ"})
    void should_not_send_when_the_login_meets_a_fault(Fault fault) {
        bench.legacy.misbehave("sys0001", fault);
        assertThat(bench.call(Bench.resident().admission()))
                .isInstanceOfSatisfying(
                        Outcome.NotSent.class,
                        outcome -> assertThat(outcome.cause()).startsWith("login."));
        assertThat(bench.legacy.openVisits()).isZero();
        assertThat(bench.call(Bench.resident().admission())).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_not_send_when_the_login_is_refused_or_nobody_listens() {
        try (Bench wrong = Bench.withPassword("another")) {
            assertThat(wrong.call(Bench.resident().admission())).isEqualTo(Outcome.notSent("login.refused"));
        }
        Bench.await(bench.legacy.stop());
        // another program may be given its port
        assertThat(bench.call(Bench.resident().admission()))
                .isInstanceOfSatisfying(
                        Outcome.NotSent.class,
                        outcome -> assertThat(outcome.cause()).startsWith("login."));
    }

    @Test
    void should_not_send_when_the_intent_cannot_be_kept() {
        NationalStay stay = bench.admitted();
        bench.memory.refuse(true);
        assertThat(bench.call(stay.settle())).isEqualTo(Outcome.notSent("memory_remember"));
        assertThat(bench.legacy.settledVisits()).isZero();
    }

    @Test
    void should_ask_by_our_number_of_the_stay_when_the_memory_was_lost() {
        NationalStay stay = bench.admitted();
        Request settle = stay.settle();
        Body settled = bench.answered(settle);
        bench.memory.lose();
        Body found = Bench.answer(bench.query(settle));
        assertThat(found.get("setldetail")).isEqualTo(settled.get("setldetail"));
        assertThat(found.body("setlinfo").text("setl_id"))
                .isEqualTo(settled.body("setlinfo").text("setl_id"));
        bench.memory.lose();
        assertThat(bench.reverse(settle)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(bench.legacy.settledVisits()).isZero();
    }

    @Test
    void should_keep_no_personal_data_when_it_remembers_a_visit() {
        NationalStay stay = bench.admitted();
        bench.answered(stay.settle());
        assertThat(bench.memory.text()).doesNotContain(Bench.CERTNO).doesNotContain("参保人甲");
    }

    @Test
    void should_settle_when_the_charset_is_gbk_and_refuse_what_gbk_cannot_carry() {
        try (Bench gbk = Bench.open("GBK")) {
            NationalStay stay = gbk.admitted();
            Body settled = gbk.answered(stay.settle());
            assertThat(settled.body("setlinfo").text("psn_name")).contains("参保人甲");
            gbk.legacy.misbehave(CANCEL, Fault.WRONG_CHARSET);
            assertThat(gbk.call(stay.cancel(settled.body("setlinfo").textOr("setl_id", ""))))
                    .isEqualTo(Outcome.unknown("answer_charset"));
            Request rare = stay.lines(new NationalStay.Line("F𠮷", "T0001", 100));
            assertThat(rejectedCode(gbk.call(rare))).isEqualTo("HUNAN-CHARSET");
        }
    }

    @Test
    void should_refuse_when_the_message_lacks_what_the_legacy_system_needs() {
        NationalStay stay = Bench.resident();
        Request bare = stay.request("2401", "{\"mdtrtinfo\":{\"med_type\":\"21\"}}", stay.empty());
        assertThat(rejectedCode(bench.call(bare))).isEqualTo("HUNAN-FIELD");
        assertThat(bench.call(stay.request("2207", "{}", stay.empty())))
                .isEqualTo(Outcome.rejected("HUNAN-UNSUPPORTED", "参保地系统不支持该交易"));
        assertThat(Fen.format(bench.legacy.feesFen())).isEqualTo("0.00");
    }

    private static String rejectedCode(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected<Body>) outcome).code();
    }
}
