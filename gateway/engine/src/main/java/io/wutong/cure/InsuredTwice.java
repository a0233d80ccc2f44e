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
import java.util.Iterator;
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
 * <p>A home that does not say whether it insures him bars nothing once the patient has chosen or the deadline is over: it is
 * decided among those that do, and the home of the admission stays when in doubt.
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
    /** Before an area that has a legacy system. */
    private static final String LEGACY = "legacy_";
    /** Before an area, whether it has suspended its coverage. */
    private static final String SUSPENDED = "suspended_";
    /** The areas that have not said whether they insure him. */
    private static final String SILENT = "silent";
    /** Before one of them, since when. */
    private static final String SINCE = "silent_since_";
    /** How long the last word of one counts that has said that it does. */
    private static final Duration ANSWERS_WITHIN = Duration.ofDays(1);

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
        return WatchVisit.look(store, given, desk, (turn, visit) -> switch (given.known()
                .textOr("phase", "")) {
            case RELEASED -> told(given, turn);
            case "elsewhere" ->
                OrphanAdmission.revoke(messages, home(given), given, "insured_elsewhere", turn)
                        .map(asked -> visit.isEmpty() ? over(asked) : asked);
            default -> ask(given, turn);
        });
    }

    private Node home(Case given) {
        return directory.get().topology().node(given.node());
    }

    /** Where a legacy system keeps the stay, the place of care may be the only one to say that it was taken back. */
    private static Turn over(Turn turn) {
        if (!turn.known().textOr("state", "").equals("void")) {
            return turn;
        }
        String claim = turn.known().textOr("claim_no", "");
        return claim.isEmpty()
                ? turn.withdrawn("2404")
                : turn.step(CaseText.of("claim.instead", claim)).claimed(claim);
    }

    // -------------------------------------------------------- the other homes

    private Future<Turn> ask(Case given, Turn turn) {
        List<String> others = List.of(given.known().textOr("others", "").split(" "));
        return insuring.ask(given, home(given), others).compose(all -> {
            List<CoverageChoice.Candidate> candidates = new ArrayList<>();
            List<String> silent = new ArrayList<>();
            for (Insuring.Said said : all) {
                if (said instanceof Insuring.Said.Yes yes) {
                    candidates.add(yes.coverage());
                    heard(turn, yes);
                } else if (said instanceof Insuring.Said.Nothing nothing) {
                    silent.add(nothing.area());
                }
            }
            noted(turn, silent);
            return candidates.isEmpty() && silent.isEmpty()
                    ? Future.succeededFuture(release(given, turn))
                    : choose(given, turn, candidates, silent);
        });
    }

    /** Who is silent, and since when he has been. */
    private void noted(Turn turn, List<String> silent) {
        List<String> before = areas(turn.known().textOr(SILENT, ""));
        for (String area : silent) {
            if (!before.contains(area)) {
                turn.know(SINCE + area, clock.now().toString());
            }
        }
        if (silent.isEmpty()) {
            turn.know(SILENT, "");
        } else {
            turn.learn(SILENT, String.join(" ", silent), CaseText.of("twice.unanswered"));
        }
    }

    private static List<String> areas(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    /** Whose last word was that it insures him, and who is expected to answer again. */
    private boolean bars(Body facts, String silent) {
        return CoverageChoice.insuring(facts).contains(silent)
                && !facts.textOr(SUSPENDED + silent, "").equals("yes")
                && clock.now()
                        .isBefore(Instant.parse(
                                        facts.textOr(SINCE + silent, clock.now().toString()))
                                .plus(ANSWERS_WITHIN));
    }

    private static void heard(Turn turn, Insuring.Said.Yes yes) {
        String area = yes.coverage().area();
        if (yes.legacy()) {
            turn.know(LEGACY + area, "1");
        }
        if (!yes.psnNo().isEmpty()) {
            turn.know(THERE + area, yes.psnNo());
        }
    }

    // ------------------------------------------------------------- the choice

    /** @param silent who has not said whether it insures him: it bars nothing once somebody has chosen, or had to */
    private Future<Turn> choose(Case given, Turn turn, List<CoverageChoice.Candidate> others, List<String> silent) {
        Body facts = given.known();
        if (!others.isEmpty()) {
            turn.know(CoverageChoice.KEPT, CoverageChoice.kept(facts, others, silent));
            turn.learn("asked", "insured", CaseText.of("twice.asked", names(others), facts.textOr("deadline", "")));
        }
        Instant deadline = Instant.parse(facts.textOr("deadline", clock.now().toString()));
        String choice = facts.textOr("choice", "");
        String said = choice;
        if (!said.isEmpty()
                && !said.equals(facts.textOr("home_area", ""))
                && !silent.contains(said)
                && others.stream().noneMatch(other -> other.area().equals(said))) {
            turn.know("choice", "").step(CaseText.of("twice.gone", name(said)));
            choice = "";
        }
        if (!choice.isEmpty()) {
            return chosen(given, turn, choice, others, silent);
        }
        if (!clock.now().isBefore(deadline)) {
            return byPolicy(given, turn, others, silent);
        }
        if (!silent.isEmpty()) {
            turn.askingAgain();
        } else {
            Duration left = Duration.between(clock.now(), deadline);
            turn.after(left.compareTo(LOOK) < 0 ? left : LOOK);
        }
        if (others.isEmpty()) {
            return Future.succeededFuture(turn);
        }
        Asking.Words words = asking.of(given);
        return Future.succeededFuture(turn.also(words.reads(), words.writes()));
    }

    /** Since when the coverage lasts under which he was admitted, a legacy system is asked, as far as it says that. */
    private Future<Turn> byPolicy(Case given, Turn turn, List<CoverageChoice.Candidate> others, List<String> silent) {
        Body facts = given.known();
        CoverageChoice.Candidate own = new CoverageChoice.Candidate(
                facts.textOr("home_area", ""), facts.textOr("insutype", ""), facts.textOr("since", ""));
        Future<Insuring.Said> known = LegacyStays.keeps(facts) && !others.isEmpty()
                ? insuring.ofLegacy(given, home(given), own.area(), own.insutype())
                : Future.succeededFuture(new Insuring.Said.No(own.area()));
        return known.compose(said -> {
            CoverageChoice.Candidate here = said instanceof Insuring.Said.Yes yes ? yes.coverage() : own;
            String choice = CoverageChoice.byPolicy(here, others).area();
            turn.know("choice", choice).step(CaseText.of("twice.policy", name(choice)));
            return chosen(given, turn, choice, others, silent);
        });
    }

    /** @param others who has said that it insures him; none when all that are left have not said it */
    private Future<Turn> chosen(
            Case given, Turn turn, String choice, List<CoverageChoice.Candidate> others, List<String> silent) {
        String ownArea = given.known().textOr("home_area", "");
        if (choice.equals(ownArea)) {
            boolean clear = others.isEmpty() && silent.stream().noneMatch(area -> bars(turn.known(), area));
            return clear
                    ? Future.succeededFuture(release(given, turn))
                    : suspendAll(given, turn, others.iterator()).map(Turn::askingAgain);
        }
        turn.know("claim_to", choice).know(Claim.PERSON_THERE, turn.known().textOr(THERE + choice, ""));
        return suspend(given, turn, ownArea).map(this::elsewhere);
    }

    private Turn elsewhere(Turn turn) {
        return turn.know("phase", "elsewhere").askingAnew().atOnce();
    }

    private Future<Turn> suspendAll(Case given, Turn turn, Iterator<CoverageChoice.Candidate> losers) {
        return losers.hasNext()
                ? suspend(given, turn, losers.next().area()).compose(done -> suspendAll(given, done, losers))
                : Future.succeededFuture(turn);
    }

    /** Suspended by its own agency; what it refuses stays a case of its own there. */
    private Future<Turn> suspend(Case given, Turn turn, String loser) {
        boolean legacy = loser.equals(given.known().textOr("home_area", ""))
                ? LegacyStays.keeps(given.known())
                : turn.known().has(LEGACY + loser);
        return messages.ofAgency(Transaction.SUSPEND, home(given), loser, Insuring.question(given, legacy ? "1" : ""))
                .map(answered -> {
                    String fact = SUSPENDED + loser;
                    if (!(answered.outcome() instanceof Outcome.Succeeded)) {
                        return turn.learn(fact, "not", CaseText.of("twice.not_suspended", name(loser)));
                    }
                    return turn.known().textOr(fact, "").equals("yes")
                            ? turn
                            : turn.learn(fact, "yes", CaseText.of("twice.suspended", name(loser)))
                                    .askingAnew();
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
                .put(HoldSettlement.HELD_AS, given.known().textOr(HoldSettlement.HELD_AS, ""))
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
