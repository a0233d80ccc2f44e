package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.cure.BeginTransfer;
import io.wutong.spi.Body;
import java.util.List;

/** Somebody who has moved from 江宁 to 江岸, and what may be asked of his coverages. */
abstract class TransferWorld extends CuresWorld {

    static final String FORMER = World.PROVINCE_HOME;
    static final String REF = World.PERSON + "/" + FORMER;

    /** Insured in 武汉 since 2020, from 江宁. */
    Future<Case> begin() {
        Future<Case> begun = world.away()
                .session
                .commit(new BeginTransfer(HOME, World.PERSON, "390", FORMER, "窗口01", "迁居", world.heap.now()));
        world.heap.run();
        return begun;
    }

    Coverage here() {
        return coverage(world.away().store.one(Person.key(HOME, World.PERSON)).orElseThrow());
    }

    Coverage there() {
        return coverage(world.care().store.one(Person.key(FORMER, World.PERSON)).orElseThrow());
    }

    static Coverage coverage(Person person) {
        return person.read().coverages().get(0);
    }

    List<Body> history() {
        return world.away()
                .store
                .one(Person.key(HOME, World.PERSON))
                .orElseThrow()
                .read()
                .content()
                .bodies("insuhist");
    }

    void here(String since) {
        world.away().store.put(person(HOME, "390", since, "1"));
    }

    long messages(String infno) {
        return world.processes.values().stream()
                .flatMap(process -> process.store.all(Exchange.class).stream())
                .filter(exchange -> exchange.infno().equals(infno)
                        && exchange.entryNode().equals(infno.equals("WT10") ? FORMER : HOME))
                .count();
    }

    void joined(String day, String since) {
        assertThat(here().since()).isEqualTo(day);
        assertThat(here().goesOn()).isTrue();
        assertThat(there().pausedFrom()).isEqualTo(day);
        assertThat(there().covers(day)).isFalse();
        assertThat(history())
                .singleElement()
                .matches(spell -> spell.textOr("psn_insu_date", "").equals(since)
                        && spell.textOr("paus_insu_date", "").equals(day));
        assertThat(theCase(Case.TRANSFER_IN, REF).state()).isEqualTo(CaseState.CLOSED);
        assertThat(world.away().failures).isEmpty();
        assertThat(world.care().failures).isEmpty();
    }

    static Person formerly(Coverage... coverages) {
        Body base = Body.builder().put("psn_no", World.PERSON).build();
        return new Person(FORMER, World.PERSON, 1, World.hash("C2"), Person.content(base, List.of(coverages)));
    }

    static Person paused(String from) {
        Body base = Body.builder().put("psn_no", World.PERSON).build();
        Coverage coverage = new Coverage("390", "1501", "2", FORMER, "2024-01-01", from, null, 0, 0);
        return new Person(FORMER, World.PERSON, 1, World.hash("C2"), Person.content(base, List.of(coverage)));
    }
}
