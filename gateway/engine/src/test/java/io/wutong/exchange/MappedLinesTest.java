package io.wutong.exchange;

import static io.wutong.exchange.World.PERSON;
import static io.wutong.exchange.World.PROVINCE_HOME;
import static io.wutong.exchange.World.must;
import static io.wutong.exchange.World.output;
import static io.wutong.exchange.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.catalogue.CatalogueMapping;
import io.wutong.catalogue.DecideMapping;
import io.wutong.catalogue.MappingState;
import io.wutong.catalogue.Resplit;
import io.wutong.catalogue.rules.Validity;
import io.wutong.port.Command;
import io.wutong.spi.Body;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fee lines whose code the place of care does not know, from the upload to the settlement. */
class MappedLinesTest {

    private static final String NODE = "321100";
    private static final Instant AT = Instant.parse("2026-10-30T02:00:00Z");

    private final World world = World.ofOne();
    private String mdtrtId;

    @BeforeEach
    void admit() {
        mdtrtId = output(must(world.send(world.admission(PROVINCE_HOME, "IPT1"))))
                .body("result")
                .textOr("mdtrt_id", "");
    }

    @Test
    void should_put_an_unknown_line_aside_and_go_on_with_the_others() {
        List<Body> result = upload(line("1", "A1", "S1", 1, "100.00"), line("2", "LOCAL-9", "S9", 2, "30.00"));

        assertThat(result.get(0).textOr("inscp_scp_amt", "")).isEqualTo("100.00");
        assertThat(result.get(1).textOr("fulamt_ownpay_amt", "")).isEqualTo("60.00");
        assertThat(result.get(1).textOr("memo", "")).contains("对照");
        assertThat(sums()).containsExactly(16_000, 6_000, 0, 0, 10_000);
        CatalogueMapping question = question("S9");
        assertThat(question.state()).isEqualTo(MappingState.PROPOSED);
        assertThat(question.sentCode()).isEqualTo("LOCAL-9");
        // the same name stands in the catalogue
        assertThat(question.code()).isEqualTo("B2");
    }

    @Test
    void should_split_again_when_the_code_is_mapped_within_the_stay() {
        upload(line("1", "A1", "S1", 1, "100.00"), line("2", "LOCAL-9", "S9", 2, "30.00"));
        assertThat(commit(decision("S9", "B2", Validity.ALWAYS))).isEqualTo(1);

        // mapped in the row, not yet in anybody's snapshot
        assertThat(resplit()).isEqualTo(1);

        assertThat(sums()).containsExactly(16_000, 0, 0, 600, 15_400);
        FeeLine line = line("2");
        assertThat(line.detail().unmapped()).isFalse();
        assertThat(line.detail().hilistCode()).isEqualTo("B2");
        assertThat(resplit()).isZero();
        assertThat(commit(decision("S9", "B2", Validity.ALWAYS))).isZero();

        // the next line of this code is mapped at once
        assertThat(upload(line("3", "LOCAL-9", "S9", 1, "30.00")).get(0).textOr("preselfpay_amt", ""))
                .isEqualTo("3.00");
        must(world.send(world.discharge(PROVINCE_HOME, mdtrtId, "2026-10-30 08:00:00")));
        Body settled = output(must(world.send(world.settlement("2304", PROVINCE_HOME, mdtrtId, "190.00"))))
                .body("setlinfo");
        assertThat(settled.textOr("preselfpay_amt", "")).isEqualTo("9.00");
        assertThat(settled.textOr("inscp_scp_amt", "")).isEqualTo("181.00");
    }

    @Test
    void should_stay_own_pay_when_the_code_is_left_outside() {
        upload(line("1", "LOCAL-9", "S9", 2, "30.00"));
        commit(new DecideMapping(
                List.of(new DecideMapping.Choice(
                        NODE, World.HOSPITAL, "S9", "", MappingState.Event.LEAVE_OUTSIDE, "", Validity.ALWAYS)),
                "clerk",
                "院内自制",
                AT));
        assertThat(resplit()).isEqualTo(1);
        assertThat(sums()).containsExactly(6_000, 6_000, 0, 0, 0);
        assertThat(line("1").detail().unmapped()).isFalse();
        assertThat(line("1").detail().memo()).contains("目录外");
    }

    @Test
    void should_wait_on_when_the_decision_is_not_for_the_day_of_the_fee() {
        upload(line("1", "LOCAL-9", "S9", 2, "30.00"));
        commit(decision("S9", "B2", Validity.parse("2026-10-30", "")));
        assertThat(resplit()).isZero();
        commit(decision("S9", "B2", Validity.parse("2026-10-29", "2026-10-29")));
        assertThat(resplit()).isEqualTo(1);
    }

    @Test
    void should_leave_what_is_settled_when_the_code_is_mapped_later() {
        upload(line("1", "LOCAL-9", "S9", 2, "30.00"));
        must(world.send(world.discharge(PROVINCE_HOME, mdtrtId, "2026-10-30 08:00:00")));
        Body settled = output(must(world.send(world.settlement("2304", PROVINCE_HOME, mdtrtId, "60.00"))))
                .body("setlinfo");
        commit(decision("S9", "B2", Validity.ALWAYS));
        assertThat(resplit()).isZero();
        assertThat(sums()).containsExactly(6_000, 6_000, 0, 0, 0);

        // once the settlement is cancelled the stay is open again
        must(world.send(world.cancellation(PROVINCE_HOME, mdtrtId, settled.textOr("setl_id", ""))));
        assertThat(resplit()).isEqualTo(1);
        assertThat(sums()).containsExactly(6_000, 0, 0, 600, 5_400);
    }

    @Test
    void should_leave_nothing_when_lines_are_given_back() {
        upload(line("1", "B2", "S2", 3, "33.333333"));
        upload(back("2", "1", -1, "33.333333"), back("3", "1", -1, "33.333333"));
        assertThat(sums()).containsExactly(3_334, 0, 0, 333, 3_001);
        upload(back("4", "1", -1, "33.333333"));
        // three thirds of a rounded amount differ from it by a fen; prior self-pay of nothing is nothing
        assertThat(sums()).containsExactly(1, 0, 0, 0, 1);

        upload(line("5", "LOCAL-9", "S9", 2, "30.00"), back("6", "5", -1, "30.00"));
        commit(decision("S9", "B2", Validity.ALWAYS));
        assertThat(resplit()).isEqualTo(2);
        assertThat(sums()).containsExactly(3_001, 0, 0, 300, 2_701);
        upload(back("7", "5", -1, "30.00"));
        assertThat(sums()).containsExactly(1, 0, 0, 0, 1);
    }

    @Test
    void should_refuse_when_more_is_given_back_than_stands_or_nothing_stands() {
        upload(line("1", "B2", "S2", 3, "30.00"));
        Answered more = world.send(message(back("2", "1", -4, "30.00")));
        Answered none = world.send(message(back("3", "77", -1, "30.00")));
        assertThat(text(more)).contains("LIN-BACK-001");
        assertThat(text(none)).contains("LIN-NONE-001");
        assertThat(sums()).containsExactly(9_000, 0, 0, 900, 8_100);
    }

    @Test
    void should_split_by_the_class_of_person_that_the_home_told() {
        assertThat(upload(line("1", "D4", "S4", 1, "100.00")).get(0).textOr("selfpay_prop", ""))
                .isEqualTo("0.0500");
        assertThat(visit().psnType()).isEqualTo("1501");
    }

    @Test
    void should_refuse_the_line_when_its_product_is_no_amount() {
        Answered answered = world.send(message(line("1", "A1", "S1", 1, "1")
                .replace("\"cnt\":1", "\"cnt\":999999999999")
                .replace("\"pric\":1", "\"pric\":9999999999.999999")));
        assertThat(text(answered)).contains("LIN-SUM-001");
    }

    // ------------------------------------------------------------------ steps

    private static String line(String serial, String code, String local, int cnt, String pric) {
        long fen = io.wutong.catalogue.rules.LineSplit.amount(
                java.math.BigDecimal.valueOf(cnt), new java.math.BigDecimal(pric));
        return String.format(Locale.ROOT, """
                {"feedetl_sn":"%s","mdtrt_id":"MDTRT","psn_no":"%s","med_type":"21",
                "fee_ocur_time":"2026-10-29 20:00:00","med_list_codg":"%s","medins_list_codg":"%s",
                "det_item_fee_sumamt":%s,"cnt":%d,"pric":%s,"bilg_dept_codg":"A1","bilg_dept_name":"科",
                "bilg_dr_codg":"D1","bilg_dr_name":"李","hosp_appr_flag":"1","memo":"乙药","init_feedetl_sn":"INIT"}""", serial, PERSON, code, local, io.wutong.spi.Fen.format(fen), cnt, pric);
    }

    private static String back(String serial, String of, int cnt, String pric) {
        return line(serial, "B2", "S2", cnt, pric).replace("INIT", of);
    }

    private World.Message1 message(String... lines) {
        return world.message(
                "2301",
                PROVINCE_HOME,
                ("{\"feedetail\":[" + String.join(",", lines) + "]}")
                        .replace("MDTRT", mdtrtId)
                        .replace("INIT", ""));
    }

    private List<Body> upload(String... lines) {
        return output(must(world.send(message(lines)))).bodies("result");
    }

    private static DecideMapping decision(String local, String code, Validity validity) {
        return new DecideMapping(
                List.of(new DecideMapping.Choice(
                        NODE, World.HOSPITAL, local, "", MappingState.Event.MAP, code, validity)),
                "clerk",
                "与目录项目一致",
                AT);
    }

    private int resplit() {
        return commit(new Resplit(world.care().directory, NODE, mdtrtId, AT));
    }

    private int commit(Command<Integer> command) {
        Future<Integer> done = world.care().session.commit(command);
        world.heap.run();
        assertThat(done.succeeded()).as(String.valueOf(done.cause())).isTrue();
        return done.result();
    }

    private CatalogueMapping question(String local) {
        return world.care()
                .store
                .one(CatalogueMapping.key(NODE, World.HOSPITAL, local))
                .orElseThrow();
    }

    private FeeLine line(String serial) {
        return world.care().store.one(FeeLine.key(NODE, mdtrtId, serial)).orElseThrow();
    }

    private Visit visit() {
        return world.care().store.one(Visit.key(NODE, mdtrtId)).orElseThrow();
    }

    /** Running sums of the visit, which are those of its lines. */
    private long[] sums() {
        Visit visit = visit();
        List<FeeLine> lines = world.care().store.all(FeeLine.class);
        assertThat(lines.stream().mapToLong(FeeLine::amountFen).sum())
                .isEqualTo(visit.bill().medfeeSumFen());
        assertThat(lines.stream().mapToLong(FeeLine::priorSelfPayFen).sum())
                .isEqualTo(visit.bill().priorSelfPayFen());
        assertThat(lines.stream().mapToLong(FeeLine::inScopeFen).sum())
                .isEqualTo(visit.bill().inScopeFen());
        return LongStream.of(
                        visit.bill().medfeeSumFen(),
                        visit.bill().ownPayFen(),
                        visit.bill().overLimitFen(),
                        visit.bill().priorSelfPayFen(),
                        visit.bill().inScopeFen())
                .toArray();
    }
}
