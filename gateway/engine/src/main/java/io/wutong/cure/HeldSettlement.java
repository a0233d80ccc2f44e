package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.visit.Visit;
import java.util.Optional;
import java.util.Set;

/**
 * COV-DUP-001 at the place of care: the settlement that the home has held is sent once more in the hospital's name, as
 * the hospital had sent it, under an id that is kept before; unless the hospital has taken its own back (2601). What
 * was sent by then is taken back too, as long as the case is open.
 */
public final class HeldSettlement implements Cure {

    /** Of the case: where the hospital's messages come in. */
    static final String ENTRY = "entry";

    private static final String MSGID = "msgid";
    private static final String SETTLEMENT = "2304";
    private static final Set<String> PASSING = Set.of(Fault.UNDERWAY.code(), Fault.ABSENT.code());

    private final Store store;
    private final OurMessages messages;
    private final TakeBack takeBack;

    public HeldSettlement(Store store, OurMessages messages) {
        this.store = store;
        this.messages = messages;
        this.takeBack = new TakeBack(messages, "held.reversed");
    }

    @Override
    public String kind() {
        return Case.HELD;
    }

    @Override
    public Future<Turn> work(Case given) {
        Key<Visit> visit = Visit.key(given.node(), given.ref());
        Key<Exchange> held = exchange(given, HoldSettlement.HELD_AS);
        Key<Exchange> sent = exchange(given, MSGID);
        return store.read(Needs.rows(visit, held, sent), rows -> {
                    Optional<String> ended = rows.one(visit).flatMap(HeldSettlement::end);
                    return new Seen(
                            TakeBack.reversed(rows.one(held)),
                            TakeBack.mayStand(rows.one(sent), ended)
                                    || (ended.isEmpty() && mayBeKept(given, rows.one(sent))),
                            rows.one(visit).map(Visit::psnNo).orElse(""));
                })
                .compose(seen -> next(given, seen));
    }

    /**
     * What the turn goes by.
     *
     * @param reversed under the id that the hospital knows
     * @param mayStand whether it may have happened, or may yet, under the id that it is sent under
     */
    private record Seen(boolean reversed, boolean mayStand, String psnNo) {}

    /** What could not leave may be kept (PLG-DOWN-001), and goes later unless its id is refused for ever. */
    private static boolean mayBeKept(Case given, Optional<Exchange> sent) {
        return !given.known().textOr(MSGID, "").isEmpty()
                && sent.map(row -> row.state() == Exchange.State.NOT_SENT).orElse(true);
    }

    /** A settlement of ours that the hospital has reversed is no end of the visit. */
    private Future<Turn> next(Case given, Seen seen) {
        if (seen.reversed() && seen.mayStand()) {
            return takeBack.undo(Turn.of(given), SETTLEMENT, given.known().textOr(MSGID, ""), seen.psnNo());
        }
        return WatchVisit.look(
                store,
                given,
                given.node(),
                (turn, visit) ->
                        seen.reversed() ? Future.succeededFuture(takeBack.reversed(turn)) : goesOn(given, turn));
    }

    /** What has settled it; an empty text for a visit that was taken back; empty while it goes on. */
    private static Optional<String> end(Visit visit) {
        return switch (visit.state()) {
            case VOID -> Optional.of("");
            case SETTLED -> Optional.ofNullable(visit.setlId());
            default -> Optional.empty();
        };
    }

    private static Key<Exchange> exchange(Case given, String msgid) {
        Body facts = given.known();
        return Exchange.key(facts.textOr(ENTRY, ""), facts.textOr("fixmedins_code", ""), facts.textOr(msgid, ""));
    }

    private Future<Turn> goesOn(Case given, Turn turn) {
        Body facts = given.known();
        String msgid = facts.textOr(MSGID, "");
        String hospital = facts.textOr("fixmedins_code", "");
        if (msgid.isEmpty()) {
            return Future.succeededFuture(
                    turn.know(MSGID, messages.msgid(hospital)).atOnce());
        }
        return messages.ofInstitution(
                        SETTLEMENT,
                        msgid,
                        hospital,
                        facts.textOr("care_area", ""),
                        facts.textOr("home_area", ""),
                        Json.read(facts.textOr("held", "{}")))
                .map(answered -> {
                    if (answered.outcome() instanceof Outcome.Succeeded) {
                        return facts.textOr(TakeBack.SENT, "").equals(msgid)
                                ? settled(turn, answered)
                                : turn.step(CaseText.of("held.sent", msgid))
                                        .know(TakeBack.SENT, msgid)
                                        .atOnce();
                    }
                    return answered.refusal().map(no -> refused(turn, no)).orElseGet(turn::askingEachMinute);
                });
    }

    /** Where the visit goes on: a part of it was settled, or the hospital has cancelled it again. */
    private static Turn settled(Turn turn, Answered answered) {
        String setlId = answered.setlId();
        return turn.step(CaseText.of("visit.settled", setlId)).settled(setlId);
    }

    /** Under another id later on; soon where another was under way, or this one was lost: that is over in a moment. */
    private static Turn refused(Turn turn, Outcome.Rejected<Body> no) {
        turn.learn(TakeBack.REFUSED, no.code(), CaseText.of("held.refused", no.code(), no.message()))
                .know(MSGID, "");
        return PASSING.contains(no.code()) ? turn.askingEachMinute() : turn.after(TakeBack.AFTER_REFUSAL);
    }
}
