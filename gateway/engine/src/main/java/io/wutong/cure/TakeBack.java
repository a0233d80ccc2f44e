package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.OurMessages;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes back what a case has sent in its hospital's name under an id that the hospital does not know. The hospital has
 * reversed the id that it knows and was told that there is nothing of it; a 2601 in its name goes after the other,
 * under an id that is kept before it is sent.
 */
final class TakeBack {

    /** Of the case: the code of the last refusal. */
    static final String REFUSED = "refused";

    /** Of the case: the id under which it has settled; the hospital may reverse the one that it knows before the next look. */
    static final String SENT = "sent";

    private static final String REVERSAL = "2601";
    /** What was refused is tried anew so much later. */
    static final Duration AFTER_REFUSAL = Duration.ofMinutes(30);

    private final OurMessages messages;
    private final String done;

    /** @param done the step that says that nothing is left of it */
    TakeBack(OurMessages messages, String done) {
        this.messages = messages;
        this.done = done;
    }

    /** Whether the hospital has reversed it, by the row of the id that it knows. */
    static boolean reversed(Optional<Exchange> known) {
        return known.filter(row -> row.state() == Exchange.State.REVERSED).isPresent();
    }

    /**
     * Whether it stands, or may yet, under the id that it was sent under.
     *
     * @param ended what has settled it; an empty text for a visit that was taken back; empty while it goes on
     */
    static boolean mayStand(Optional<Exchange> sent, Optional<String> ended) {
        return sent.filter(Exchange::mayStand)
                .filter(row -> ended.isEmpty() || ended.get().equals(row.result()))
                .isPresent();
    }

    /** The end, where nothing stands. */
    Turn reversed(Turn turn) {
        return turn.step(CaseText.of(done)).withdrawn(REVERSAL);
    }

    /**
     * Sends the 2601.
     *
     * @param infno of what was sent
     * @param omsgid that it was sent under
     */
    Future<Turn> undo(Turn turn, String infno, String omsgid, String psnNo) {
        Body facts = turn.known();
        String hospital = facts.textOr("fixmedins_code", "");
        String msgid = facts.textOr(REVERSAL, "");
        if (msgid.isEmpty()) {
            return Future.succeededFuture(
                    turn.know(REVERSAL, messages.msgid(hospital)).atOnce());
        }
        Body data = Body.builder()
                .put("psn_no", psnNo)
                .put("omsgid", omsgid)
                .put("oinfno", infno)
                .build();
        return messages.ofInstitution(
                        REVERSAL,
                        msgid,
                        hospital,
                        facts.textOr("care_area", ""),
                        facts.textOr("home_area", ""),
                        Body.of("data", data))
                .map(answered -> answered.outcome() instanceof Outcome.Succeeded
                        ? reversed(turn)
                        : answered.refusal()
                                .map(no -> no.code().equals(Fault.CANCELLED.code())
                                        ? reversed(turn)
                                        : toldNo(turn, no, hospital)
                                                .know(REVERSAL, "")
                                                .after(AFTER_REFUSAL))
                                .orElseGet(turn::askingEachMinute));
    }

    /** The hospital must act on it. */
    static Turn toldNo(Turn turn, Outcome.Rejected<Body> rejected, String hospital) {
        return turn.learn(REFUSED, rejected.code(), CaseText.of("held.refused", rejected.code(), rejected.message()))
                .actor(hospital);
    }
}
