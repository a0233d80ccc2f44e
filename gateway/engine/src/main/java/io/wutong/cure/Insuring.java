package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Insured;
import io.wutong.coverage.Person;
import io.wutong.envelope.Csv;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks other homes whether they insure somebody who was admitted here (COV-DUP-001).
 *
 * <pre>
 *   WT04 ─ he is known there ─▶ whether he is insured
 *        └ he is not: a legacy system may keep its persons ─▶ 1101 ─ answered ─▶ what stands in it ─────┐
 *                                                                  ├ knows nobody ─▶ not insured ────────┼▶ its agency is told (WT04)
 *                                                                  ├ refused for anything else, dated so ┤
 *                                                                  │ that nobody can say: unknown ───────┘
 *                                                                  └ not answered: unknown
 * </pre>
 */
final class Insuring {

    /** Of an answer to WT04: {@code 0} where nobody is known in our store. */
    static final String KNOWN = "known";

    /**
     * Of WT04 and WT06: what the legacy system there has said, {@code 1}, {@code 0}, or {@code 2} where that says neither
     * and its agency has to look.
     */
    static final String SAID = "said";

    /** Of {@code api-spec/home-refusals.csv}: a refusal that says that it insures nobody of that certificate. */
    private static final String NOBODY = "PSN-HOME-001";

    private static final List<String> NOBODY_TEXTS = Csv.rows("home-refusals.csv").stream()
            .filter(row -> row.getOrDefault("code", "").equals(NOBODY))
            .map(row -> row.getOrDefault("text", "?"))
            .toList();

    private final Clock clock;
    private final Store store;
    private final OurMessages messages;

    Insuring(Clock clock, Store store, OurMessages messages) {
        this.clock = clock;
        this.store = store;
        this.messages = messages;
    }

    /** What one home says. */
    sealed interface Said {

        /**
         * Nothing that can be used.
         *
         * @param toLook whether its agency has to: asking again would hear the same
         */
        record Nothing(String area, boolean toLook) implements Said {}

        record No(String area) implements Said {}

        /**
         * It insures him.
         *
         * @param legacy whether a legacy system has said so
         * @param psnNo his number there, as far as that has said it; else empty
         */
        record Yes(CoverageChoice.Candidate coverage, boolean legacy, String psnNo) implements Said {}
    }

    /** All of them, one after the other. */
    Future<List<Said>> ask(Case given, Node home, List<String> areas) {
        return ask(given, home, areas, new ArrayList<>());
    }

    private Future<List<Said>> ask(Case given, Node home, List<String> areas, List<Said> heard) {
        if (heard.size() == areas.size()) {
            return Future.succeededFuture(heard);
        }
        return ask(given, home, areas.get(heard.size())).compose(said -> {
            heard.add(said);
            return ask(given, home, areas, heard);
        });
    }

    private Future<Said> ask(Case given, Node home, String area) {
        return messages.ofAgency(Transaction.COVERED, home, area, question(given, ""))
                .compose(answered -> {
                    if (answered.output().isEmpty()) {
                        return Future.succeededFuture(new Said.Nothing(area, false));
                    }
                    Body result = answered.output().get().body("result");
                    if (result.textOr(KNOWN, "1").equals("0")) {
                        return ofLegacy(given, home, area, "").compose(found -> tell(given, home, area, found));
                    }
                    return Future.succeededFuture(
                            result.textOr("insured", "").equals("1")
                                    ? new Said.Yes(CoverageChoice.Candidate.of(result), false, "")
                                    : new Said.No(area));
                });
    }

    /** Its agency has a case while its legacy system insures him, or does not say whether it does when that is decided. */
    private Future<Said> tell(Case given, Node home, String area, Said found) {
        if (found instanceof Said.Nothing nothing && !nothing.toLook() && isUndecided(given)) {
            return Future.succeededFuture(found);
        }
        Body told = question(given, found instanceof Said.Yes ? "1" : found instanceof Said.No ? "0" : "2");
        return messages.ofAgency(Transaction.COVERED, home, area, told)
                .map(answered -> answered.output().isPresent() ? found : new Said.Nothing(area, false));
    }

    /** While it is, a system that is down is only asked again. */
    private boolean isUndecided(Case given) {
        Body facts = given.known();
        return facts.textOr("choice", "").isEmpty()
                && clock.now()
                        .isBefore(Instant.parse(
                                facts.textOr("deadline", clock.now().toString())));
    }

    /**
     * A legacy system, by the certificate that was shown on admission.
     *
     * @param insutype of which coverage; empty for any
     */
    Future<Said> ofLegacy(Case given, Node home, String area, String insutype) {
        return certno(given).compose(certno -> {
            if (certno.isEmpty()) {
                return Future.succeededFuture(new Said.Nothing(area, true)); // nothing to ask it by
            }
            Body card = Body.builder()
                    .put("mdtrt_cert_type", "02")
                    .put("mdtrt_cert_no", certno.get())
                    .put("psn_cert_type", "01")
                    .put("certno", certno.get())
                    .build();
            return messages.ofAgency("1101", home, area, card).map(answered -> {
                if (answered.refusal().isPresent()) {
                    Outcome.Rejected<?> no = answered.refusal().get();
                    return nobody(no) ? new Said.No(area) : new Said.Nothing(area, true);
                }
                return answered.output()
                        .map(person -> read(person, area, insutype))
                        .orElseGet(() -> new Said.Nothing(area, false));
            });
        });
    }

    private static boolean nobody(Outcome.Rejected<?> no) {
        return no.code().equals(NOBODY) || NOBODY_TEXTS.stream().anyMatch(no.message()::contains);
    }

    private Said read(Body person, String area, String insutype) {
        String today = LocalDate.ofInstant(clock.now(), Clock.ZONE).toString();
        String psnNo = person.body("baseinfo").textOr("psn_no", "");
        List<Coverage> asked = new Insured(area, psnNo, person)
                .coverages().stream()
                        .filter(coverage ->
                                insutype.isEmpty() || coverage.insutype().equals(insutype))
                        .toList();
        return asked.stream()
                .filter(coverage -> coverage.covers(today))
                .findFirst()
                .<Said>map(coverage -> new Said.Yes(candidate(area, coverage), true, psnNo))
                .orElseGet(() ->
                        asked.stream().allMatch(Coverage::isDated) ? new Said.No(area) : new Said.Nothing(area, true));
    }

    private static CoverageChoice.Candidate candidate(String area, Coverage coverage) {
        return new CoverageChoice.Candidate(area, coverage.insutype(), coverage.since());
    }

    private Future<Optional<String>> certno(Case given) {
        Key<Person> person = Person.key(given.node(), given.known().textOr("psn_no", ""));
        Key<Exchange> admission = LegacyStays.admission(given.known());
        return store.read(
                Needs.rows(person, admission),
                rows -> rows.one(person)
                        .flatMap(known -> known.read().baseinfo().text("certno"))
                        .or(() -> rows.one(admission).flatMap(LegacyStays::certno)));
    }

    /** @param said of a legacy system; empty where none was heard */
    static Body question(Case given, String said) {
        Body facts = given.known();
        Body question = Body.builder()
                .put("cert_hash", facts.textOr("cert_hash", ""))
                .put("ref", given.ref())
                .put("from_area", facts.textOr("home_area", ""))
                .put("insutype", facts.textOr("insutype", ""))
                .build();
        return said.isEmpty() ? question : question.with(SAID, Value.text(said));
    }
}
