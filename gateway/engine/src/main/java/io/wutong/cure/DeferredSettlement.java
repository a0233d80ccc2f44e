package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Exchange;
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
import java.util.Optional;

/**
 * PLG-DOWN-001 at the place of care: sends the settlement that was kept, as the hospital had sent it and under its id, until
 * the home has said something: each minute at last, so that it goes soon after a long outage. What the hospital has settled
 * itself meanwhile, or taken back, ends it too.
 *
 * <p>A refusal is what the hospital is told under its id, so nothing is sent in its stead from then on, not even where
 * another is under way (SET-RUN-001) or this one has never arrived (NET-ABSENT-001): the hospital sends its own, under a new
 * id, and the case looks for it, soon at first.
 */
public final class DeferredSettlement implements Cure {

    private final Store store;
    private final OurMessages messages;
    private final TakeBack takeBack;

    public DeferredSettlement(Store store, OurMessages messages) {
        this.store = store;
        this.messages = messages;
        this.takeBack = new TakeBack(messages, "deferred.reversed");
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
        String entry = facts.textOr(Deferral.ENTRY, "");
        Key<Exchange> first = Deferral.exchange(entry, facts, Deferral.FIRST);
        Key<Exchange> sent = Deferral.exchange(entry, facts, Deferral.MSGID);
        return store.read(Needs.rows(visit, batch, first, sent), rows -> {
                    Optional<String> ended = rows.one(visit).flatMap(now -> end(now, rows.one(batch), facts));
                    return new Seen(
                            ended,
                            !first.equals(sent) && TakeBack.reversed(rows.one(first)),
                            TakeBack.mayStand(rows.one(sent), ended),
                            rows.one(visit).map(Visit::psnNo).orElse(""));
                })
                .compose(seen -> next(given, Turn.of(given), seen));
    }

    /**
     * What the turn goes by.
     *
     * @param ended what has settled it; an empty text for a visit that was taken back
     * @param reversed under the id that the hospital knows, which it is not sent under any more
     * @param mayStand whether it may have happened under the id that it is sent under
     */
    private record Seen(Optional<String> ended, boolean reversed, boolean mayStand, String psnNo) {}

    private Future<Turn> next(Case given, Turn turn, Seen seen) {
        if (seen.reversed() && seen.mayStand()) {
            Body facts = given.known();
            return takeBack.undo(turn, facts.textOr("infno", ""), facts.textOr(Deferral.MSGID, ""), seen.psnNo());
        }
        if (seen.ended().isPresent()) {
            String setlId = seen.ended().get();
            return Future.succeededFuture(
                    setlId.isEmpty()
                            ? turn.step(CaseText.of("visit.void")).withdrawn(undoing(given.known()))
                            : turn.step(CaseText.of("visit.settled", setlId)).settled(setlId));
        }
        return seen.reversed() ? Future.succeededFuture(takeBack.reversed(turn)) : send(given, turn);
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
        String msgid = facts.textOr(Deferral.MSGID, "");
        return messages.ofInstitution(
                        facts.textOr("infno", ""),
                        msgid,
                        hospital,
                        facts.textOr("care_area", ""),
                        facts.textOr("home_area", ""),
                        Json.read(facts.textOr("input", "{}")))
                .map(answered -> {
                    if (answered.outcome() instanceof Outcome.Succeeded) {
                        boolean looked = facts.textOr(TakeBack.SENT, "").equals(msgid);
                        if (!looked && !facts.textOr(Deferral.FIRST, msgid).equals(msgid)) {
                            return turn.know(TakeBack.SENT, msgid).atOnce();
                        }
                        String setlId = answered.setlId();
                        return turn.step(CaseText.of("deferred.settled", setlId))
                                .settled(setlId);
                    }
                    return answered.refusal()
                            .map(no -> refused(turn, no, hospital))
                            .orElseGet(turn::askingEachMinute);
                });
    }

    private Turn refused(Turn turn, Outcome.Rejected<Body> rejected, String hospital) {
        if (rejected.code().equals(Fault.REVERSED.code())) {
            return takeBack.reversed(turn);
        }
        if (rejected.code().equals(Fault.MSGID.code())) { // kept for longer than a message's id is good
            String msgid = turn.known().textOr(Deferral.MSGID, "");
            return turn.know(Deferral.FIRST, turn.known().textOr(Deferral.FIRST, msgid))
                    .know(Deferral.MSGID, messages.msgid(hospital))
                    .atOnce();
        }
        boolean news = !turn.known().textOr(TakeBack.REFUSED, "").equals(rejected.code());
        return TakeBack.toldNo(news ? turn.askingAnew() : turn, rejected, hospital)
                .askingAgain();
    }
}
