package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.OurMessages;
import io.wutong.exchange.Reversals;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import java.time.Duration;
import java.util.Set;

/**
 * COV-DUP-001 at the place of care: the settlement that the home has held is sent once more in the hospital's name, as
 * the hospital had sent it, under an id that is kept before; unless the hospital has taken its own back (2601).
 */
public final class HeldSettlement implements Cure {

    /** Of the case: where the hospital's messages come in. */
    static final String ENTRY = "entry";

    private static final String MSGID = "msgid";
    private static final String SETTLEMENT = "2304";
    private static final Duration REFUSED = Duration.ofMinutes(30);
    private static final Set<String> PASSING = Set.of(Fault.UNDERWAY.code(), Fault.ABSENT.code());

    private final Store store;
    private final OurMessages messages;

    public HeldSettlement(Store store, OurMessages messages) {
        this.store = store;
        this.messages = messages;
    }

    @Override
    public String kind() {
        return Case.HELD;
    }

    @Override
    public Future<Turn> work(Case given) {
        return WatchVisit.look(
                store,
                given,
                given.node(),
                (turn, visit) -> takenBack(given)
                        .compose(back -> back
                                ? Future.succeededFuture(
                                        turn.step(CaseText.of("held.reversed")).withdrawn("2601"))
                                : goesOn(given, turn)));
    }

    /** Whether the hospital has reversed what was held, and nothing was sent in its stead that may have happened. */
    private Future<Boolean> takenBack(Case given) {
        Key<Exchange> held = exchange(given, HoldSettlement.HELD_AS);
        Key<Exchange> sent = exchange(given, MSGID);
        return store.read(
                Needs.rows(held, sent),
                rows -> rows.one(held)
                                .filter(row -> row.state() == Exchange.State.REVERSED)
                                .isPresent()
                        && rows.one(sent).map(Reversals::nothingHappened).orElse(true));
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
                        return turn.step(CaseText.of("held.sent", msgid)).atOnce();
                    }
                    return answered.refusal().map(no -> refused(turn, no)).orElseGet(turn::askingEachMinute);
                });
    }

    /** Under another id later on; soon where another was under way, or this one was lost: that is over in a moment. */
    private static Turn refused(Turn turn, Outcome.Rejected<Body> no) {
        turn.learn("refused", no.code(), CaseText.of("held.refused", no.code(), no.message()))
                .know(MSGID, "");
        return PASSING.contains(no.code()) ? turn.askingEachMinute() : turn.after(REFUSED);
    }
}
