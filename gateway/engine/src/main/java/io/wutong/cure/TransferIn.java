package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Moves;
import io.wutong.coverage.Person;
import io.wutong.coverage.rules.Joining;
import io.wutong.coverage.rules.Joining.Former;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Directory;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Clock;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * COV-MOVE-001 at the home that a person has moved to: his coverage of before and that of here become one, without a day
 * that neither or both cover.
 *
 * <pre>
 *   WT08 proof ─ a day that cannot be read ─▶ the clerks
 *        ├ refused; in a hospital there; too far apart; care given here that it would take the days of ─▶ asked later; after a week the clerks
 *        └▶ the day on which one takes over from the other ({@link Joining}); earlier than here: begun here first
 *             └▶ WT09 the day ─ refused: he was treated there meanwhile ─▶ the proof again; that day once more: later
 *                    └▶ the former home ends its coverage and sends the record (WT10): {@link TakeRecord}
 * </pre>
 */
public final class TransferIn implements Cure {

    private static final String CLERKS = CaseText.of("move.clerks");

    private final Clock clock;
    private final Store store;
    private final OurMessages messages;
    private final Supplier<Directory> directory;

    public TransferIn(Clock clock, Store store, OurMessages messages, Supplier<Directory> directory) {
        this.clock = clock;
        this.store = store;
        this.messages = messages;
        this.directory = directory;
    }

    @Override
    public String kind() {
        return Case.TRANSFER_IN;
    }

    @Override
    public Future<Turn> work(Case given) {
        return switch (given.known().textOr("phase", "")) {
            // told once more while the record does not come: whoever has told it already sends it again
            case "day", "told" -> tell(given);
            default -> prove(given);
        };
    }

    private Future<Answered> ask(String infno, Case given, Body.Builder data) {
        Body facts = given.known();
        Node home = directory.get().topology().node(given.node());
        return messages.ofAgency(
                infno,
                home,
                facts.textOr("from_area", ""),
                data.put("cert_hash", facts.textOr("cert_hash", ""))
                        .put("insutype", facts.textOr("insutype", ""))
                        .put("to_area", facts.textOr("own_area", ""))
                        .put("ref", given.ref())
                        .build());
    }

    private Future<Turn> prove(Case given) {
        return ask(Transaction.PROOF, given, Body.builder()).compose(answered -> {
            Turn turn = Turn.of(given);
            Optional<Outcome.Rejected<Body>> refusal = answered.refusal();
            if (refusal.isPresent()) {
                Outcome.Rejected<Body> refused = refusal.get();
                return Future.succeededFuture(turn.learn(
                                "refused",
                                refused.code(),
                                CaseText.of("move.not_insured", from(given), refused.code(), refused.message()))
                        .askingLater(CLERKS));
            }
            return answered.output()
                    .map(said -> proven(given, turn, said.body("result")))
                    .orElseGet(() -> Future.succeededFuture(turn.askingAgain()));
        });
    }

    private Future<Turn> proven(Case given, Turn turn, Body proof) {
        String from = from(given);
        String end = proof.textOr("paus_insu_date", "");
        turn.learn(
                "proof",
                proof.textOr("psn_insu_date", "") + end,
                CaseText.of(
                        "move.proof",
                        from,
                        proof.textOr("psn_insu_date", ""),
                        end.isEmpty()
                                ? CaseText.zh(CaseText.of("move.goes_on"))
                                : CaseText.zh(CaseText.of("move.ended", end))));
        if (proof.textOr("in_hospital", "").equals("1")) {
            return Future.succeededFuture(turn.learn("waits", "in_hospital", CaseText.of("move.in_hospital", from))
                    .askingLater(CLERKS));
        }
        int gap = directory
                .get()
                .rules()
                .number(
                        directory.get().topology().areas(),
                        given.known().textOr("own_area", ""),
                        RegionRules.TRANSFER_GAP_DAYS);
        LocalDate since;
        Former former;
        try {
            since = LocalDate.parse(given.known().textOr("since", ""));
            former = new Former(
                    LocalDate.parse(proof.textOr("psn_insu_date", "")), day(end), day(proof.textOr("used_to", "")));
        } catch (DateTimeException e) {
            return Future.succeededFuture(turn.learn("waits", "unreadable", CaseText.of("move.unreadable", from))
                    .step(CLERKS)
                    .waiting());
        }
        Optional<LocalDate> joined = Joining.day(former, since, gap);
        if (joined.isEmpty()) {
            return Future.succeededFuture(turn.learn(
                            "waits", "apart", CaseText.of("move.apart", end, since.toString(), Integer.toString(gap)))
                    .askingLater(CLERKS));
        }
        return here(given).map(rows -> joining(given, turn, rows, since, joined.get()));
    }

    private Future<Rows> here(Case given) {
        String psnNo = given.known().textOr("psn_no", "");
        Needs needs = Needs.rows(Person.key(given.node(), psnNo)).and(CareHere.needs(given.node(), psnNo));
        return store.read(needs, rows -> CareHere.more(rows, given.node(), psnNo))
                .compose(visits -> store.read(needs.and(visits), rows -> rows));
    }

    private Turn joining(Case given, Turn turn, Rows rows, LocalDate since, LocalDate joined) {
        Body facts = given.known();
        String psnNo = facts.textOr("psn_no", "");
        Optional<Coverage> own = rows.one(Person.key(given.node(), psnNo)).stream()
                .flatMap(person -> person.read().coverages().stream())
                .filter(coverage -> coverage.insutype().equals(facts.textOr("insutype", ""))
                        && coverage.area().equals(facts.textOr("own_area", ""))
                        && coverage.goesOn())
                .findFirst();
        Optional<LocalDate> begins = own.flatMap(coverage -> FilingNotice.day(coverage.since()));
        if (begins.isEmpty()) {
            return turn.learn("waits", "gone", CaseText.of("move.gone")).askingLater(CLERKS);
        }
        if (CareHere.between(rows, given.node(), psnNo, begins.get(), joined)) {
            return turn.learn(
                            "waits",
                            "care_here" + joined,
                            CaseText.of(
                                    "move.care_here",
                                    from(given),
                                    joined.toString(),
                                    begins.get().toString()))
                    .askingLater(CLERKS);
        }
        String day = joined.toString();
        turn.know("phase", "day")
                .learn("day", day, CaseText.of("move.day", day, from(given)))
                .atOnce();
        if (!day.equals(facts.textOr("refused_day", ""))) { // else it is refused once more, and not soon again
            turn.askingAnew();
        }
        // never a day without any: what begins earlier than here begins before the other ends
        return joined.isBefore(since) ? begun(given, turn, day) : turn;
    }

    private Turn begun(Case given, Turn turn, String day) {
        Body facts = given.known();
        return turn.also(
                Needs.rows(Person.key(given.node(), facts.textOr("psn_no", ""))),
                rows -> rows.one(Person.key(given.node(), facts.textOr("psn_no", "")))
                        .map(person -> MovedPerson.version(
                                person,
                                Moves.moved(
                                        person.read().content(),
                                        facts.textOr("insutype", ""),
                                        facts.textOr("own_area", ""),
                                        Moves.SINCE,
                                        day,
                                        facts.textOr("from_area", "")),
                                clock.now()))
                        .orElse(List.of()));
    }

    private Future<Turn> tell(Case given) {
        return ask(
                        Transaction.TAKEN_OVER,
                        given,
                        Body.builder().put("day", given.known().textOr("day", "")))
                .map(answered -> {
                    Turn turn = Turn.of(given);
                    Optional<Outcome.Rejected<Body>> refusal = answered.refusal();
                    if (refusal.isPresent()) {
                        Outcome.Rejected<Body> refused = refusal.get();
                        // treated there meanwhile: another day
                        String day = given.known().textOr("day", "");
                        boolean again = day.equals(given.known().textOr("refused_day", ""));
                        turn.learn(
                                        "refused",
                                        refused.code(),
                                        CaseText.of("move.refused", from(given), refused.code(), refused.message()))
                                .know("phase", "")
                                .know("refused_day", day);
                        return again ? turn.askingLater(CLERKS) : turn.askingAgain();
                    }
                    Optional<Body> said = answered.output();
                    if (said.isEmpty()) {
                        return turn.askingAgain();
                    }
                    String end = said.get().body("result").textOr("end", "");
                    return turn.know("phase", "told")
                            .learn("told", end, CaseText.of("move.taken_over", from(given), end))
                            .askingLater(CLERKS);
                });
    }

    private static @Nullable LocalDate day(String text) {
        return text.isEmpty() ? null : LocalDate.parse(text);
    }

    private String from(Case given) {
        String area = given.known().textOr("from_area", "");
        return directory
                .get()
                .topology()
                .areas()
                .find(area)
                .map(found -> found.name())
                .orElse(area);
    }
}
