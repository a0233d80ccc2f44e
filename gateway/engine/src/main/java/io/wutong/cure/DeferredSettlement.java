package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Answered;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.Mids;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.Optional;

/**
 * PLG-DOWN-001 at the place of care: sends the settlement that was kept, as the hospital had sent it and under its id, until
 * the home has said something. What the hospital has settled itself meanwhile, or taken back, ends it too.
 */
public final class DeferredSettlement implements Cure {

    private static final Duration REFUSED = Duration.ofMinutes(30);

    private final Store store;
    private final OurMessages messages;

    public DeferredSettlement(Store store, OurMessages messages) {
        this.store = store;
        this.messages = messages;
    }

    @Override
    public String kind() {
        return Case.DEFERRED;
    }

    @Override
    public Future<Turn> work(Case given) {
        Body facts = given.known();
        String mdtrtId = facts.textOr("mdtrt_id", "");
        Key<Visit> visit = Visit.key(given.node(), mdtrtId);
        Key<ChargeBatch> batch = ChargeBatch.key(given.node(), mdtrtId, facts.textOr("batch", ""));
        return store.read(
                        Needs.rows(visit, batch),
                        rows -> rows.one(visit).flatMap(now -> end(now, rows.one(batch), facts)))
                .compose(ended -> {
                    Turn turn = Turn.of(given);
                    if (ended.isEmpty()) {
                        return send(given, turn);
                    }
                    return Future.succeededFuture(
                            ended.get().isEmpty()
                                    ? turn.step(CaseText.of("visit.void")).withdrawn(undoing(facts))
                                    : turn.step(CaseText.of("visit.settled", ended.get()))
                                            .settled(ended.get()));
                });
    }

    /** What has settled it; an empty text for a visit that was taken back; empty while it goes on. */
    private static Optional<String> end(Visit visit, Optional<ChargeBatch> batch, Body facts) {
        if (visit.state() == VisitState.VOID) {
            return Optional.of("");
        }
        if (!facts.textOr("batch", "").isEmpty()) {
            return batch.flatMap(row -> Optional.ofNullable(row.setlId()));
        }
        return ofPart(visit, facts.textOr(Deferral.MID, ""))
                .or(() -> visit.state() == VisitState.SETTLED ? Optional.ofNullable(visit.setlId()) : Optional.empty());
    }

    /** The hospital may have settled the part itself, with what came after it. */
    private static Optional<String> ofPart(Visit visit, String number) {
        return number.isEmpty()
                ? Optional.empty()
                : visit.mids().standing().stream()
                        .filter(mid -> mid.number() >= Integer.parseInt(number))
                        .map(Mids.Mid::setlId)
                        .findFirst();
    }

    private static String undoing(Body facts) {
        return facts.textOr("infno", "").equals("2207") ? "2202" : "2404";
    }

    private Future<Turn> send(Case given, Turn turn) {
        Body facts = given.known();
        String hospital = facts.textOr("fixmedins_code", "");
        return messages.ofInstitution(
                        facts.textOr("infno", ""),
                        facts.textOr("msgid", ""),
                        hospital,
                        facts.textOr("care_area", ""),
                        facts.textOr("home_area", ""),
                        Json.read(facts.textOr("input", "{}")))
                .map(answered -> {
                    if (answered.outcome() instanceof Outcome.Succeeded) {
                        String setlId = setlId(answered);
                        return turn.step(CaseText.of("deferred.settled", setlId))
                                .settled(setlId);
                    }
                    return answered.refusal()
                            .map(no -> refused(turn, no, hospital))
                            .orElseGet(turn::askingAgain);
                });
    }

    private Turn refused(Turn turn, Outcome.Rejected<Body> rejected, String hospital) {
        if (rejected.code().equals(Fault.REVERSED.code())) {
            return turn.step(CaseText.of("deferred.reversed")).withdrawn("2601");
        }
        if (rejected.code().equals(Fault.MSGID.code())) {
            // kept for longer than a message's id is good
            return turn.know("msgid", messages.msgid(hospital)).atOnce();
        }
        return turn.learn("refused", rejected.code(), CaseText.of("held.refused", rejected.code(), rejected.message()))
                .actor(hospital)
                .after(REFUSED);
    }

    private static String setlId(Answered answered) {
        return answered.output()
                .map(said -> said.body("setlinfo").textOr("setl_id", ""))
                .orElse("");
    }
}
