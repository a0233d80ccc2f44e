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
            HomesSaid said = HomesSaid.of(turn, others, all, clock.now());
            return said.nobody() ? Future.succeededFuture(release(given, turn, said)) : choose(given, turn, said);
        });
    }

    // ------------------------------------------------------------- the choice

    private Future<Turn> choose(Case given, Turn turn, HomesSaid homes) {
        Body facts = given.known();
        if (!homes.insuring().isEmpty()) {
            turn.know(CoverageChoice.KEPT, CoverageChoice.kept(facts, homes.insuring(), homes.silent()));
            turn.learn(
                    "asked",
                    "insured",
                    CaseText.of("twice.asked", names(homes.insuring()), facts.textOr("deadline", "")));
        }
        Instant deadline = Instant.parse(facts.textOr("deadline", clock.now().toString()));
        String choice = facts.textOr("choice", "");
        if (!choice.isEmpty() && !choice.equals(facts.textOr("home_area", "")) && !homes.mayInsure(choice)) {
            turn.know("choice", "").step(CaseText.of("twice.gone", name(choice)));
            choice = "";
        }
        if (!choice.isEmpty()) {
            return chosen(given, turn, choice, homes);
        }
        if (!clock.now().isBefore(deadline)) {
            return byPolicy(given, turn, homes);
        }
        if (!homes.silent().isEmpty()) {
            turn.askingAgain();
        } else {
            Duration left = Duration.between(clock.now(), deadline);
            turn.after(left.compareTo(LOOK) < 0 ? left : LOOK);
        }
        if (homes.insuring().isEmpty()) {
            return Future.succeededFuture(turn);
        }
        Asking.Words words = asking.of(given);
        return Future.succeededFuture(turn.also(words.reads(), words.writes()));
    }

    /** Since when the coverage lasts under which he was admitted, a legacy system is asked, as far as it says that. */
    private Future<Turn> byPolicy(Case given, Turn turn, HomesSaid homes) {
        Body facts = given.known();
        CoverageChoice.Candidate own = new CoverageChoice.Candidate(
                facts.textOr("home_area", ""), facts.textOr("insutype", ""), facts.textOr("since", ""));
        Future<Insuring.Said> known =
                LegacyStays.keeps(facts) && !homes.insuring().isEmpty()
                        ? insuring.ofLegacy(given, home(given), own.area(), own.insutype())
                        : Future.succeededFuture(new Insuring.Said.No(own.area()));
        return known.compose(said -> {
            CoverageChoice.Candidate here = said instanceof Insuring.Said.Yes yes ? yes.coverage() : own;
            String choice = CoverageChoice.byPolicy(here, homes.insuring()).area();
            turn.know("choice", choice).step(CaseText.of("twice.policy", name(choice)));
            return chosen(given, turn, choice, homes);
        });
    }

    private Future<Turn> chosen(Case given, Turn turn, String choice, HomesSaid homes) {
        String ownArea = given.known().textOr("home_area", "");
        if (choice.equals(ownArea)) {
            return homes.bars(turn.known(), clock.now())
                    ? suspendAll(given, turn, homes.insuring().iterator()).map(Turn::askingAgain)
                    : Future.succeededFuture(release(given, turn, homes));
        }
        turn.know("claim_to", choice).know(Claim.PERSON_THERE, HomesSaid.psnNo(turn.known(), choice));
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
                : HomesSaid.ofLegacy(turn.known(), loser);
        return messages.ofAgency(Transaction.SUSPEND, home(given), loser, Insuring.question(given, legacy ? "1" : ""))
                .map(answered ->
                        HomesSaid.suspended(turn, loser, name(loser), answered.outcome() instanceof Outcome.Succeeded));
    }

    // ------------------------------------------------------------ the release

    private Turn release(Case given, Turn turn, HomesSaid homes) {
        Key<Visit> key = Visit.key(given.known().textOr("desk", given.node()), given.ref());
        return turn.know("phase", RELEASED)
                .step(CaseText.of(
                        homes.silent().isEmpty() ? "twice.released" : "twice.released_unheard",
                        name(given.known().textOr("home_area", ""))))
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
