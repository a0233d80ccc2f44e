package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.cure.RegionRules;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A newborn in hospital before he was insured: his stay settles once he is, when that was in time. */
class NewbornStayTest extends CuresWorld {

    private void insured(String birth, String since) {
        Body base =
                Body.builder().put("psn_no", World.PERSON).put("brdy", birth).build();
        Coverage coverage = new Coverage("390", "1401", "1", HOME, since, null, 0, 0);
        world.away()
                .store
                .put(new Person(HOME, World.PERSON, 1, World.hash("C2"), Person.content(base, List.of(coverage))));
    }

    @Test
    void should_settle_the_stay_before_it_when_a_newborn_was_insured_in_time() {
        // admitted on the second day of life, on 2026-10-12; insured two months later
        insured("2026-10-11", "2026-12-10");
        assertThat(settleStay(mdtrtId(admit("Z1")))).contains("setl_id");
    }

    @Test
    void should_refuse_the_stay_before_it_when_a_newborn_was_insured_too_late() {
        insured("2026-10-11", "2027-01-10");
        assertThat(World.text(world.send(world.admission(HOME, "Z1")))).contains("PSN-COV-001");
        rules("420000", RegionRules.NEWBORN, "100");
        assertThat(World.text(world.send(world.admission(HOME, "Z2")))).contains("mdtrt_id");
        rules("420000", RegionRules.NEWBORN, "no");
        insured("2026-10-11", "2026-10-20");
        assertThat(World.text(world.send(world.admission(HOME, "Z3")))).contains("PSN-COV-001");
    }

    @Test
    void should_not_begin_with_the_birth_when_a_newborn_was_insured_elsewhere_before() {
        insured("2026-10-11", "2026-12-10");
        Person person = world.away().store.one(Person.key(HOME, World.PERSON)).orElseThrow();
        Body spell = Body.builder().put("insuplc_admdvs", "310000").build();
        world.away()
                .store
                .put(person.changed(person.read().content().with("insuhist", new Value.Items(List.of(spell)))));
        assertThat(World.text(world.send(world.admission(HOME, "Z1")))).contains("PSN-COV-001");
    }
}
