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

/**
 * COV-DUP-001 at the home under which a person was admitted who is insured elsewhere too. The visit is held: everything
 * goes on but its settlement.
 *
 * <pre>
 *   ask the other homes ({@link Insuring}) ─ none insures him any more ──────────────▶ release
 *          └ one does ─▶ the patient chooses, or at the deadline the policy does
 *                            ├ this home ──▶ the others suspend (WT06), asked again ─▶ release
 *                            └ another ────▶ this one suspends, the admission is taken back (WT02)
 *                                            and the claim goes there (WT03)
 *   release ─▶ the place of care settles what was held (WT05)
 * </pre>
 *
 * <p>What a legacy system insures only its agency can suspend: it has a case ({@code coverage_asked}), and the system is
 * asked on until it says that it does not insure him any more.
 */
public final class InsuredTwice implements Cure {

    /** The phase in which nothing is held any more. */
    static final String RELEASED = "released";

    private static final Duration LOOK = Duration.ofMinutes(30);
    /** Before an area, the person's number there. */
    private static final String THERE = "there_";

    private final Clock clock;
    private final Store store;
    private final OurMessages messages;
    private final Supplier<Directory> directory;
    private final Asking asking;
    private final Insuring insuring;

    public InsuredTwice(Clock clock, Store store, OurMessages messages, Supplier<Directory> directory, Asking asking) {
        this.clock = clock;
        this.store = store;
        this.messages = messages;
        this.directory = directory;
        this.asking = asking;
        this.insuring = new Insuring(clock, store, messages);
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
                    case RELEASED -> told(given, turn);
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
        return insuring.ask(given, home(given), others).compose(all -> {
            if (all.stream().anyMatch(Insuring.Said.Nothing.class::isInstance)) {
                return Future.succeededFuture(turn.learn("asked", "unanswered", CaseText.of("twice.unanswered"))
                        .askingAgain());
            }
            List<CoverageChoice.Candidate> candidates = new ArrayList<>();
            for (Insuring.Said said : all) {
                if (said instanceof Insuring.Said.Yes yes) {
                    candidates.add(yes.coverage());
                    if (!yes.psnNo().isEmpty()) {
                        turn.know(THERE + yes.coverage().area(), yes.psnNo());
                    }
                }
            }
            return candidates.isEmpty()
                    ? Future.succeededFuture(release(given, turn))
                    : choose(given, turn, candidates);
        });
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
        return choice.isEmpty() ? byPolicy(given, turn, others) : chosen(given, turn, choice, others);
    }

    /** Since when the coverage lasts under which he was admitted, a legacy system has to be asked. */
    private Future<Turn> byPolicy(Case given, Turn turn, List<CoverageChoice.Candidate> others) {
        Body facts = given.known();
        CoverageChoice.Candidate own = new CoverageChoice.Candidate(
                facts.textOr("home_area", ""), facts.textOr("insutype", ""), facts.textOr("since", ""));
        Future<Insuring.Said> known = own.since().isEmpty()
                ? insuring.ofLegacy(given, home(given), own.area(), own.insutype())
                : Future.succeededFuture(new Insuring.Said.Yes(own, ""));
        return known.compose(said -> {
            if (said instanceof Insuring.Said.Nothing) {
                return Future.succeededFuture(turn.learn("asked", "unanswered", CaseText.of("twice.unanswered"))
                        .askingAgain());
            }
            CoverageChoice.Candidate here = said instanceof Insuring.Said.Yes yes ? yes.coverage() : own;
            String choice = CoverageChoice.byPolicy(here, others).area();
            turn.know("choice", choice).step(CaseText.of("twice.policy", name(choice)));
            return chosen(given, turn, choice, others);
        });
    }

    private Future<Turn> chosen(Case given, Turn turn, String choice, List<CoverageChoice.Candidate> others) {
        String ownArea = given.known().textOr("home_area", "");
        if (choice.equals(ownArea)) {
            return suspend(given, turn, others.get(0).area()).map(Turn::askingAgain);
        }
        turn.know("claim_to", choice).know(Claim.PERSON_THERE, turn.known().textOr(THERE + choice, ""));
        return suspend(given, turn, ownArea).map(this::elsewhere);
    }

    private Turn elsewhere(Turn turn) {
        return turn.know("phase", "elsewhere").askingAnew().atOnce();
    }

    /** Suspended by its own agency; what it refuses stays a case of its own there. */
    private Future<Turn> suspend(Case given, Turn turn, String loser) {
        boolean legacy = loser.equals(given.known().textOr("home_area", ""))
                ? given.known().textOr("since", "").isEmpty()
                : turn.known().has(THERE + loser);
        return messages.ofAgency(Transaction.SUSPEND, home(given), loser, Insuring.question(given, legacy ? "1" : ""))
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
        return turn.know("phase", RELEASED)
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
