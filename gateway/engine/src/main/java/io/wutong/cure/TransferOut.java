package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Person;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Answered;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * At the home that a person has left: sends the record of his coverages after him (WT10, 信息表) until it has come. One that
 * is refused is sent again later, and after a week it is the clerks'.
 */
public final class TransferOut implements Cure {

    private final Store store;
    private final OurMessages messages;
    private final Supplier<Topology> topology;

    public TransferOut(Store store, OurMessages messages, Supplier<Topology> topology) {
        this.store = store;
        this.messages = messages;
        this.topology = topology;
    }

    @Override
    public String kind() {
        return Case.TRANSFER_OUT;
    }

    @Override
    public Future<Turn> work(Case given) {
        Body facts = given.known();
        Key<Person> key = Person.key(given.node(), facts.textOr("psn_no", ""));
        return store.read(Needs.rows(key), rows -> rows.one(key))
                .compose(person -> send(given, person))
                .map(outcome -> ended(Turn.of(given), facts.textOr("to_area", ""), outcome));
    }

    private static Turn ended(Turn turn, String to, Outcome<Body> outcome) {
        if (outcome instanceof Outcome.Rejected<Body> refused) {
            return turn.learn(
                            "refused",
                            refused.code() + refused.message(),
                            CaseText.of("move.record_refused", to, refused.code(), refused.message()))
                    .askingLater(CaseText.of("move.clerks"));
        }
        return outcome instanceof Outcome.Succeeded
                ? turn.step(CaseText.of("move.record_sent", to)).done()
                : turn.askingAgain();
    }

    private Future<Outcome<Body>> send(Case given, Optional<Person> person) {
        Body facts = given.known();
        Body data = Body.builder()
                .put("ref", facts.textOr("ref", ""))
                .put("psn_no", facts.textOr("ref", "").replaceFirst("/.*", ""))
                .put("cert_hash", facts.textOr("cert_hash", ""))
                .put("insutype", facts.textOr("insutype", ""))
                .put("day", facts.textOr("day", ""))
                .put(
                        "insuhist",
                        person.map(found -> spells(found, facts.textOr("insutype", ""), facts.textOr("area", "")))
                                .orElse(List.of()))
                .build();
        return messages.ofAgency(
                        Transaction.RECORD, topology.get().node(given.node()), facts.textOr("to_area", ""), data)
                .map(Answered::outcome);
    }

    /** What came with him before, and the coverage here; one that has not covered any day is none. */
    private static List<Value> spells(Person person, String insutype, String area) {
        List<Value> spells = new ArrayList<>(person.read().content().bodies("insuhist"));
        MovedPerson.coverage(person, insutype, area)
                .filter(coverage -> coverage.since().compareTo(coverage.pausedFrom()) < 0)
                .ifPresent(coverage -> spells.add(Body.builder()
                        .put("insuplc_admdvs", coverage.area())
                        .put("insutype", coverage.insutype())
                        .put("psn_insu_date", coverage.since())
                        .put("paus_insu_date", coverage.pausedFrom())
                        .build()));
        return spells;
    }
}
