package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cases.Case;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.cure.Claim;
import io.wutong.envelope.Transaction;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose claim it is, when a stay goes on as one at another home than it began under (WT03). */
class HandedOverTest extends CuresWorld {

    /** His number at 江宁; at 江岸 he has another. */
    private static final String THERE = "P0000000000000000077";

    private void insuredThere() {
        insuredTwice("310", "2024-01-01");
        Body base = Body.builder().put("psn_no", THERE).build();
        Coverage coverage = new Coverage("310", "1101", "1", World.PROVINCE_HOME, "2024-01-01", null, 0, 0);
        world.care()
                .store
                .put(new Person(
                        World.PROVINCE_HOME, THERE, 1, World.hash("C2"), Person.content(base, List.of(coverage))));
        knownThere(THERE);
    }

    private void knownThere(String psnNo) {
        world.care().store.put(new PersonIndex(World.hash("C2"), World.PROVINCE_HOME, psnNo));
    }

    private long claims() {
        return world.care().store.all(Exchange.class).stream()
                .filter(exchange -> exchange.infno().equals(Transaction.CLAIM))
                .count();
    }

    @Test
    void should_be_claimed_under_his_number_there_when_COV_DUP_001_the_other_home_stays() {
        insuredThere();
        String visit = mdtrtId(admit("Z1"));
        settleStay(visit);
        world.cures(Duration.ofMinutes(2));
        choose(visit, World.PROVINCE_HOME);
        world.cures(Duration.ofMinutes(10));
        assertThat(world.care().store.all(Claim.class)).singleElement().satisfies(claim -> {
            assertThat(claim.psnNo()).isEqualTo(THERE);
            assertThat(Json.read(claim.content()).textOr("psn_no", "")).isEqualTo(THERE);
        });
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.VOID);
    }

    @Test
    void should_wait_until_he_is_known_when_COV_DUP_001_the_other_home_knows_nobody_of_the_claim() {
        insuredThere();
        String visit = mdtrtId(admit("Z1"));
        settleStay(visit);
        world.cures(Duration.ofMinutes(2));
        choose(visit, World.PROVINCE_HOME);
        while (theCase(Case.INSURED_TWICE, visit).known().textOr("phase", "").isEmpty()) {
            world.away().cures.sweep();
            world.heap.runFor(1_000);
        }
        knownThere(""); // forgotten before the claim comes

        world.cures(Duration.ofDays(2));
        assertThat(world.care().store.all(Claim.class)).isEmpty();
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(timeline(Case.REVOCATION, visit))
                .filteredOn(text -> text.contains("PSN-NONE-001"))
                .hasSize(1);
        assertThat(claims()).isLessThan(10);

        knownThere(THERE);
        world.cures(Duration.ofDays(2));
        assertThat(world.care().store.all(Claim.class))
                .singleElement()
                .extracting(Claim::psnNo)
                .isEqualTo(THERE);
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.VOID);
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_refuse_the_claim_when_the_home_knows_nobody_by_that_number() {
        Body claim = Body.builder()
                .put("psn_no", "P9")
                .put("mdtrt_id", "M9")
                .put("medfee_sumamt", "1.00")
                .build();
        var told = world.care()
                .messages
                .ofAgency(Transaction.CLAIM, world.care().topology.node("321100"), HOME, claim);
        world.heap.run();
        assertThat(World.text(told.result())).contains("PSN-NONE-001");
        assertThat(world.away().store.all(Claim.class)).isEmpty();
    }

    @Test
    void should_refuse_the_claim_when_a_home_that_was_asked_about_him_is_told_only_the_others_number() {
        Node there = world.care().topology.node(World.PROVINCE_HOME);
        world.care()
                .store
                .put(Case.open(there.id(), Case.COVERAGE_ASKED, "M9", "", world.heap.now())
                        .turnAt(null));
        Body claim = Body.builder()
                .put("psn_no", "P9")
                .put("mdtrt_id", "M9")
                .put("medfee_sumamt", "1.00")
                .build();
        var told = world.care()
                .messages
                .ofAgency(Transaction.CLAIM, world.care().topology.node("321100"), World.PROVINCE_HOME, claim);
        world.heap.run();
        assertThat(World.text(told.result())).contains("PSN-NONE-001");
        assertThat(world.care().store.all(Claim.class)).isEmpty();
    }

    @Test
    void should_be_claimed_under_his_number_there_when_COV_DUP_001_the_taking_back_began_without_it() {
        insuredThere();
        String visit = mdtrtId(admit("Z1"));
        settleStay(visit);
        world.cures(Duration.ofMinutes(2));
        choose(visit, World.PROVINCE_HOME);
        while (revocation(visit).isEmpty()) {
            world.away().cures.sweep();
            world.heap.runFor(1_000);
        }
        // as a process of the version before has kept it
        Case begun = revocation(visit).orElseThrow();
        Body facts = begun.known().with("cert_hash", Value.text("")).with("psn_no_there", Value.text(""));
        world.care()
                .store
                .put(new Case(
                        begun.node(),
                        begun.kind(),
                        begun.ref(),
                        begun.state(),
                        begun.cause(),
                        begun.openedAt(),
                        null,
                        begun.actor(),
                        begun.dueAt(),
                        Json.writeText(facts),
                        begun.workAt(),
                        ""));
        for (int i = 0; i < 3; i++) {
            world.away().cures.sweep();
            world.heap.runFor(2_000);
        }

        world.cures(Duration.ofHours(1));
        assertThat(world.care().store.all(Claim.class))
                .singleElement()
                .extracting(Claim::psnNo)
                .isEqualTo(THERE);
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.VOID);
    }

    private Optional<Case> revocation(String visit) {
        return world.care().store.one(Case.key("321100", Case.REVOCATION, visit));
    }
}
