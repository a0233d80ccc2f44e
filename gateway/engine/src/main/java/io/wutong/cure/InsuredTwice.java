package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Directory;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * COV-DUP-001 at the home under which a person was admitted who is insured elsewhere too. The visit is held: everything
 * goes on but its settlement.
 *
 * <pre>
 *   ask the other homes (WT04) ─ none insures him any more ──────────────────────────▶ release
 *          └ one does ─▶ the patient chooses, or at the deadline the policy does
 *                            ├ this home ──▶ the others suspend (WT06), asked again ─▶ release
 *                            └ another ────▶ this one suspends, the admission is taken back (WT02)
 *                                            and the claim goes there (WT03)
 *   release ─▶ the place of care settles what was held (WT05)
 * </pre>
 */
public final class InsuredTwice implements Cure {

    private static final Duration LOOK = Duration.ofMinutes(30);

    private final Clock clock;
    private final Store store;
    private final OurMessages messages;
    private final Supplier<Directory> directory;
    private final Asking asking;

    public InsuredTwice(Clock clock, Store store, OurMessages messages, Supplier<Directory> directory, Asking asking) {
        this.clock = clock;
        this.store = store;
        this.messages = messages;
        this.directory = directory;
        this.asking = asking;
    }

    @Override
    public String kind() {
        return Case.INSURED_TWICE;
    }

    @Override
    public Future<Turn> work(Case given) {
        String desk = given.known().textOr("desk", given.node());
        return WatchVisit.look(
                store, given, desk, (turn, visit) -> switch (given.known().textOr("phase", "")) {
                    case "released" -> told(given, turn);
                    case "elsewhere" -> OrphanAdmission.revoke(messages, home(given), given, "insured_elsewhere", turn);
                    default -> ask(given, turn);
                });
    }

    private Node home(Case given) {
        return directory.get().topology().node(given.node());
    }

    // -------------------------------------------------------- the other homes

    private Future<Turn> ask(Case given, Turn turn) {
        List<String> others = List.of(given.known().textOr("others", "").split(" "));
        return answers(given, others, 0, new ArrayList<>()).compose(all -> {
            if (all.stream().anyMatch(answer -> answer == null)) {
                return Future.succeededFuture(turn.learn("asked", "unanswered", CaseText.of("twice.unanswered"))
                        .askingAgain());
            }
            List<CoverageChoice.Candidate> candidates = new ArrayList<>();
            for (Body answer : all) {
                if (answer != null && answer.textOr("insured", "").equals("1")) {
                    candidates.add(CoverageChoice.Candidate.of(answer));
                }
            }
            return candidates.isEmpty()
                    ? Future.succeededFuture(release(given, turn))
                    : choose(given, turn, candidates);
        });
    }

    /** One after the other; null for who has not said. */
    private Future<List<@Nullable Body>> answers(Case given, List<String> others, int at, List<@Nullable Body> heard) {
        if (at == others.size()) {
            return Future.succeededFuture(heard);
        }
        return messages.ofAgency(Transaction.COVERED, home(given), others.get(at), question(given))
                .compose(answered -> {
                    heard.add(answered.output().map(said -> said.body("result")).orElse(null));
                    return answers(given, others, at + 1, heard);
                });
    }

    private static Body question(Case given) {
        Body facts = given.known();
        return Body.builder()
                .put("cert_hash", facts.textOr("cert_hash", ""))
                .put("ref", given.ref())
                .put("from_area", facts.textOr("home_area", ""))
                .put("insutype", facts.textOr("insutype", ""))
                .build();
    }

    // ------------------------------------------------------------- the choice

    private Future<Turn> choose(Case given, Turn turn, List<CoverageChoice.Candidate> others) {
        Body facts = given.known();
        turn.know(CoverageChoice.KEPT, CoverageChoice.kept(others));
        turn.learn("asked", "insured", CaseText.of("twice.asked", names(others), facts.textOr("deadline", "")));
        Instant deadline = Instant.parse(facts.textOr("deadline", clock.now().toString()));
        String choice = facts.textOr("choice", "");
        String ownArea = facts.textOr("home_area", "");
        String said = choice;
        if (!said.isEmpty()
                && !said.equals(ownArea)
                && others.stream().noneMatch(other -> other.area().equals(said))) {
            turn.know("choice", "").step(CaseText.of("twice.gone", name(said)));
            choice = "";
        }
        if (choice.isEmpty() && clock.now().isBefore(deadline)) {
            Duration left = Duration.between(clock.now(), deadline);
            Asking.Words words = asking.of(given);
            return Future.succeededFuture(
                    turn.after(left.compareTo(LOOK) < 0 ? left : LOOK).also(words.reads(), words.writes()));
        }
        CoverageChoice.Candidate own =
                new CoverageChoice.Candidate(ownArea, facts.textOr("insutype", ""), facts.textOr("since", ""));
        if (choice.isEmpty()) {
            choice = CoverageChoice.byPolicy(own, others).area();
            turn.know("choice", choice).step(CaseText.of("twice.policy", name(choice)));
        }
        return choice.equals(own.area())
                ? suspend(given, turn, others.get(0).area()).map(Turn::askingAgain)
                : suspend(given, turn.know("claim_to", choice), own.area()).map(this::elsewhere);
    }

    private Turn elsewhere(Turn turn) {
        return turn.know("phase", "elsewhere").askingAnew().atOnce();
    }

    /** Suspended by its own agency; what it refuses stays a case of its own there. */
    private Future<Turn> suspend(Case given, Turn turn, String loser) {
        return messages.ofAgency(Transaction.SUSPEND, home(given), loser, question(given))
                .map(answered -> {
                    if (answered.outcome() instanceof Outcome.Succeeded) {
                        return turn.learn("suspended", loser, CaseText.of("twice.suspended", name(loser)))
                                .askingAnew();
                    }
                    return turn.learn("suspended", "not", CaseText.of("twice.not_suspended", name(loser)));
                });
    }

    // ------------------------------------------------------------ the release

    private Turn release(Case given, Turn turn) {
        Key<Visit> key = Visit.key(given.known().textOr("desk", given.node()), given.ref());
        return turn.know("phase", "released")
                .step(CaseText.of("twice.released", name(given.known().textOr("home_area", ""))))
                .askingAnew()
                .atOnce()
                .also(
                        Needs.rows(key),
                        rows -> rows.one(key)
                                .map(visit -> List.<Row>of(visit.released()))
                                .orElse(List.of()));
    }

    /** What was held is settled now; nothing was, when the patient is still there. */
    private Future<Turn> told(Case given, Turn turn) {
        String held = given.known().textOr("held", "");
        if (held.isEmpty() || given.known().textOr("told", "").equals("yes")) {
            return Future.succeededFuture(turn.after(LOOK));
        }
        Body data = Body.builder()
                .put("mdtrt_id", given.ref())
                .put("psn_no", given.known().textOr("psn_no", ""))
                .put("fixmedins_code", given.known().textOr("fixmedins_code", ""))
                .put("held", Json.read(held))
                .build();
        return messages.ofAgency(Transaction.RELEASE, home(given), given.known().textOr("care_area", ""), data)
                .map(answered -> answered.outcome() instanceof Outcome.Succeeded
                        ? turn.know("told", "yes")
                                .step(CaseText.of("twice.care_told"))
                                .after(WatchVisit.FIRST_LOOK)
                        : turn.askingAgain());
    }

    private String names(List<CoverageChoice.Candidate> candidates) {
        return String.join("、", candidates.stream().map(c -> name(c.area())).toList());
    }

    private String name(String area) {
        return directory
                .get()
                .topology()
                .areas()
                .find(area)
                .map(found -> found.name())
                .orElse(area);
    }
}
