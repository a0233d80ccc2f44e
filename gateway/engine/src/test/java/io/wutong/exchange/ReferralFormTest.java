package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.coverage.HomeFiling;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.coverage.ReferralForm;
import io.wutong.notice.Notice;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A referral on identity card and slip: filled in but for two fields, told once. */
class ReferralFormTest extends CuresWorld {

    private ReferralForm form;

    @BeforeEach
    void open() {
        form = new ReferralForm(world.heap, world.care().session, world.care().messages, () -> world.care().directory);
        Person person = world.away().store.one(Person.key(HOME, World.PERSON)).orElseThrow();
        Body content = Json.read(person.content());
        world.away()
                .store
                .put(person.changed(
                        content.with("baseinfo", content.body("baseinfo").with("tel", Value.text("13800000000")))));
    }

    private Body told(String visit, String certno) {
        return told(visit, certno, "ZZ0001");
    }

    private Body told(String visit, String certno, String slip) {
        return Body.builder()
                .put("mdtrt_id", visit)
                .put("certno", certno)
                .put("slip_no", slip)
                .put("reflin_medins_no", World.OTHER_HOSPITAL)
                .put("refl_rea", "本院无条件救治")
                .build();
    }

    private Future<Body> file(String visit, String certno) {
        return file(told(visit, certno));
    }

    private Future<Body> file(Body told) {
        Future<Body> filed = form.file("321100", World.HOSPITAL, told);
        world.heap.run();
        return filed;
    }

    @Test
    void should_leave_two_fields_when_the_form_is_shown() {
        String visit = mdtrtId(admit("Z1"));
        Future<Body> shown = form.show("321100", visit, World.HOSPITAL);
        Future<Body> ofOthers = form.show("321100", visit, World.OTHER_HOSPITAL);
        world.heap.run();
        assertThat(Json.writeText(shown.result().get("left"))).isEqualTo("[\"reflin_medins_no\",\"refl_rea\"]");
        assertThat(shown.result().body("form").fields())
                .containsKeys("psn_no", "insutype", "diag_code", "diag_name", "refl_type", "refl_date", "refl_opnn");
        assertThat(ofOthers.cause()).hasMessageContaining("没有就诊");
    }

    @Test
    void should_file_and_tell_the_patient_once_when_card_and_slip_are_shown_twice() {
        String visit = mdtrtId(admit("Z1"));
        Body filed = file(visit, "C2").result();
        assertThat(filed.textOr("outcome", "")).isEqualTo("succeeded");
        assertThat(filed.textOr("trt_dcla_detl_sn", "")).isNotEmpty();
        assertThat(Json.writeText(file(visit, "C2").result())).isEqualTo(Json.writeText(filed));
        assertThat(file(told(visit, "C2", "ZZ0002")).result().textOr("code", ""))
                .isEqualTo("FIL-DUP-001");
        assertThat(filings()).singleElement().satisfies(filing -> {
            assertThat(filing.kind()).isEqualTo(HomeFiling.Kind.REFERRAL);
            assertThat(filing.content()).contains("转诊单ZZ0001", "镇江市示范中医院", "本院无条件救治");
        });
        assertThat(world.away().store.all(Notice.class)).hasSize(1);
    }

    @Test
    void should_ask_what_became_of_the_first_when_a_legacy_home_was_not_heard() {
        world.legacy.filedFor = new HashSet<>(Set.of("321100"));
        String visit = mdtrtId(World.must(world.send(world.admission(World.LEGACY_HOME, "Z1"))));
        world.legacy.moods.addAll(List.of(LegacySystem.Mood.WELL, LegacySystem.Mood.BOOKS_UNHEARD));
        assertThat(file(visit, "C2").result().textOr("outcome", "")).isEqualTo("unknown");
        world.heap.runFor(Duration.ofHours(30).toMillis());
        Body again = file(visit, "C2").result();
        assertThat(again.textOr("outcome", "")).isEqualTo("succeeded");
        assertThat(again.textOr("trt_dcla_detl_sn", "")).isEqualTo("LF2");
        assertThat(world.legacy.calls("2501")).isEqualTo(1);
    }

    @Test
    void should_file_anew_when_the_home_has_refused_the_first() {
        world.legacy.filedFor = new HashSet<>(Set.of("321100"));
        String visit = mdtrtId(World.must(world.send(world.admission(World.LEGACY_HOME, "Z1"))));
        world.legacy.moods.addAll(List.of(LegacySystem.Mood.WELL, LegacySystem.Mood.REFUSES));
        assertThat(file(visit, "C2").result().textOr("code", "")).isEqualTo("L-1");
        assertThat(file(visit, "C2").result().textOr("outcome", "")).isEqualTo("succeeded");
        assertThat(world.legacy.calls("2501")).isEqualTo(2);
    }

    @Test
    void should_know_no_visit_when_its_admission_was_taken_back() {
        String visit = mdtrtId(admit("Z1"));
        Visit open = visitAtCare(visit);
        world.care().store.put(open.withState(VisitState.VOID));
        Future<Body> shown = form.show("321100", visit, World.HOSPITAL);
        assertThat(file(visit, "C2").cause()).hasMessageContaining("没有就诊");
        assertThat(shown.cause()).hasMessageContaining("没有就诊");
        assertThat(filings()).isEmpty();
    }

    @Test
    void should_file_nothing_when_the_card_is_not_the_patients() {
        String visit = mdtrtId(admit("Z1"));
        world.away().store.put(new PersonIndex(World.hash("C9"), HOME, "P9"));
        world.away().store.put(new Person(HOME, "P9", 1, World.hash("C9"), """
                {"baseinfo":{"psn_no":"P9"},"insuinfo":[]}"""));
        assertThat(file(visit, "C9").cause()).hasMessageContaining("不属于该人员");
        assertThat(file(visit, "C8").result().textOr("outcome", "")).isEqualTo("rejected");
        assertThat(filings()).isEmpty();
        assertThat(world.away().store.all(Notice.class)).isEmpty();
    }

    @Test
    void should_wait_for_the_responsible_level_when_the_home_wants_referrals_approved() {
        rules("420000", "referral_approval", "city");
        Body filed = file(mdtrtId(admit("Z1")), "C2").result();
        assertThat(filed.textOr("memo", "")).contains("待参保地审批");
        assertThat(theCase(Case.APPROVAL, filed.textOr("trt_dcla_detl_sn", "")).closedAt())
                .isNull();
        assertThat(world.away().store.all(Notice.class)).isEmpty();
    }
}
