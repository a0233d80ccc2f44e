package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Directory;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * ADM-ORPHAN-001 at the place of care: takes an admission back in the reverse of the doing, in the hospital's name, one
 * message a turn. What was spent goes to the home first as a manual claim with nothing left to key in (WT03).
 *
 * <pre>
 *   fees there? ─▶ WT03 claim ─▶ 2405 if discharged ─▶ 2302 if fees ─▶ 2404 ─▶ the visit is void
 * </pre>
 *
 * <p>The id of each message is kept before it is sent: a turn that is done twice asks what became of it.
 */
public final class Revocation implements Cure {

    private static final Set<String> BY_ITSELF = Set.of("filing_cancelled", "self_paid", "insured_elsewhere");
    private static final Duration REFUSED = Duration.ofMinutes(30);

    private final Store store;
    private final OurMessages messages;
    private final Supplier<Directory> directory;

    public Revocation(Store store, OurMessages messages, Supplier<Directory> directory) {
        this.store = store;
        this.messages = messages;
        this.directory = directory;
    }

    @Override
    public String kind() {
        return Case.REVOCATION;
    }

    /** Whether the patient himself has decided it, so that the hospital need not be asked. */
    static boolean byItself(String reason) {
        return BY_ITSELF.contains(reason);
    }

    @Override
    public Future<Turn> work(Case given) {
        return WatchVisit.look(
                store,
                given,
                given.node(),
                (turn, visit) -> visit.filter(
                                now -> now.state() == VisitState.OPEN || now.state() == VisitState.DISCHARGED)
                        .map(now -> next(given, turn, now))
                        .orElseGet(() -> Future.succeededFuture(turn.askingAgain())));
    }

    private Future<Turn> next(Case given, Turn turn, Visit visit) {
        if (visit.bill().lines() > 0 && given.known().textOr("claim_no", "").isEmpty()) {
            return claim(given, turn, visit);
        }
        String infno = directory
                .get()
                .rules()
                .list(directory.get().topology().areas(), visit.homeArea(), RegionRules.REVOKE_ORDER)
                .stream()
                .filter(step -> needed(step, visit))
                .findFirst()
                .orElse("2404");
        return sent(given, turn, visit, infno, input(infno, visit), visit.homeArea())
                .map(answered -> {
                    if (answered.isEmpty()) {
                        return turn;
                    }
                    if (answered.get().outcome() instanceof Outcome.Succeeded) {
                        return turn.step(CaseText.of("revoke.done", infno))
                                .askingAnew()
                                .atOnce();
                    }
                    return notDone(turn, infno, answered.get());
                });
    }

    private static boolean needed(String infno, Visit visit) {
        return switch (infno) {
            case "2405" -> visit.state() == VisitState.DISCHARGED;
            case "2302" -> visit.bill().lines() > 0;
            default -> true;
        };
    }

    private static Body input(String infno, Visit visit) {
        Body data = Body.builder()
                .put("mdtrt_id", visit.mdtrtId())
                .put("psn_no", visit.psnNo())
                .build();
        return infno.equals("2302")
                ? Body.builder()
                        .put("data", List.of(data.with("feedetl_sn", Value.text("0000"))))
                        .build()
                : Body.of("data", data);
    }

    /** The stay's data as the home needs them for a manual claim. */
    private Future<Turn> claim(Case given, Turn turn, Visit visit) {
        Key<FeeLine> lines = FeeLine.of(visit.node(), visit.mdtrtId());
        return store.read(Needs.groups(lines), rows -> rows.all(lines))
                .compose(all -> sent(
                        given,
                        turn,
                        visit,
                        Transaction.CLAIM,
                        Body.of(
                                "data",
                                whose(Claim.data(visit, all, given.known().textOr("reason", "")), given)),
                        given.known().textOr("claim_to", visit.homeArea())))
                .map(answered -> {
                    if (answered.isEmpty()) {
                        return turn;
                    }
                    String claimNo = answered.get()
                            .output()
                            .map(said -> said.body("result").textOr("claim_no", ""))
                            .orElse("");
                    return claimNo.isEmpty()
                            ? notClaimed(turn, answered.get())
                            : turn.know("claim_no", claimNo)
                                    .step(CaseText.of("claim.sent", claimNo))
                                    .askingAnew()
                                    .atOnce();
                });
    }

    private static Body whose(Body claim, Case given) {
        Body whose = claim;
        for (String name : List.of(Claim.CERT_HASH, Claim.PERSON_THERE)) {
            String said = given.known().textOr(name, "");
            whose = said.isEmpty() ? whose : whose.with(name, Value.text(said));
        }
        return whose;
    }

    /** First the id is kept, then the message goes out; empty for the former. */
    private Future<Optional<Answered>> sent(
            Case given, Turn turn, Visit visit, String infno, Body input, String toArea) {
        String msgid = given.known().textOr(infno, "");
        if (msgid.isEmpty()) {
            turn.know(infno, messages.msgid(visit.fixmedinsCode())).atOnce();
            return Future.succeededFuture(Optional.empty());
        }
        return messages.ofInstitution(infno, msgid, visit.fixmedinsCode(), visit.careArea(), toArea, input)
                .map(Optional::of);
    }

    /** A home that knows nobody of it may know him once it has read its next person file. */
    private static Turn notClaimed(Turn turn, Answered answered) {
        Turn not = notDone(turn, Transaction.CLAIM, answered);
        return answered.refusal().isPresent() ? not.askingLater() : not;
    }

    private static Turn notDone(Turn turn, String infno, Answered answered) {
        // what refuses it must be mended first; the next try is another message
        return answered.refusal()
                .map(no -> turn.learn(
                                "refused",
                                infno + no.code(),
                                CaseText.of("revoke.refused", infno, no.code(), no.message()))
                        .know(infno, "")
                        .after(REFUSED))
                .orElseGet(turn::askingAgain);
    }
}
