package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import java.time.Duration;

/**
 * COV-DUP-001 at the place of care: the settlement that the home has held is sent once more in the hospital's name, as
 * the hospital had sent it, under an id that is kept before.
 */
public final class HeldSettlement implements Cure {

    private static final String SETTLEMENT = "2304";
    private static final Duration REFUSED = Duration.ofMinutes(30);

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
        return WatchVisit.look(store, given, given.node(), (turn, visit) -> {
            Body facts = given.known();
            String msgid = facts.textOr("msgid", "");
            String hospital = facts.textOr("fixmedins_code", "");
            if (msgid.isEmpty()) {
                return Future.succeededFuture(
                        turn.know("msgid", messages.msgid(hospital)).atOnce());
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
                        return answered.refusal()
                                .map(no -> turn.learn(
                                                "refused",
                                                no.code(),
                                                CaseText.of("held.refused", no.code(), no.message()))
                                        .know("msgid", "")
                                        .after(REFUSED))
                                .orElseGet(turn::askingAgain);
                    });
        });
    }
}
