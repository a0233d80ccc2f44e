package io.wutong.notice;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.coverage.Person;
import io.wutong.cure.Asking;
import io.wutong.cure.ChooseCoverage;
import io.wutong.envelope.Fault;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * COV-DUP-001 by SMS: who is insured in several places gets one link, which lives until the deadline of the choice and
 * takes one answer. The page that it opens names areas and nobody.
 */
public final class ChoiceLinks implements Asking {

    private static final int TOKEN_DIGITS = 32;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("M月d日H时");

    private final Clock clock;
    private final Random random;
    private final Store store;
    private final URI base;

    /**
     * What the page shows.
     *
     * @param areas among which to choose
     */
    public record Choice(List<String> areas) {}

    /** @param base how the page is reached from outside */
    public ChoiceLinks(Clock clock, Random random, Store store, URI base) {
        this.clock = clock;
        this.random = random;
        this.store = store;
        this.base = base;
    }

    static Key<Notice> notice(Case given) {
        return Notice.key(given.node(), "CHOICE-" + given.ref());
    }

    /** A link and its SMS, in the commit that learns that the person is insured elsewhere. */
    @Override
    public Words of(Case given) {
        String token = random.hex(TOKEN_DIGITS);
        Instant now = clock.now();
        Key<Person> key = Person.key(given.node(), given.known().textOr("psn_no", ""));
        return new Words(
                Needs.rows(key, notice(given)),
                rows -> rows.one(notice(given)).isPresent()
                        ? List.of()
                        : ask(given, token, number(rows.one(key)), now));
    }

    private static String number(Optional<Person> person) {
        return person.flatMap(known -> known.read().baseinfo().text("tel")).orElse("");
    }

    private List<Row> ask(Case given, String token, String number, Instant now) {
        String id = notice(given).part(1);
        if (number.isEmpty()) {
            return List.of(Notice.due(given.node(), id, "", "", now).ended(NoticeState.Event.REFUSED, "no_number"));
        }
        return List.of(
                Notice.due(given.node(), id, number, text(given, token), now),
                new ChoiceLink(ChoiceLink.keyOf(token).part(0), given.node(), given.ref(), deadline(given), null));
    }

    /** The other home has said that it insures the person too, and nobody has chosen yet. */
    private static boolean asks(Case given) {
        Body facts = given.known();
        return given.closedAt() == null
                && facts.textOr("phase", "").isEmpty()
                && ChooseCoverage.offered(given).size() > 1
                && facts.textOr("choice", "").isEmpty();
    }

    private static Instant deadline(Case given) {
        return Instant.parse(given.known().textOr("deadline", Instant.EPOCH.toString()));
    }

    private String text(Case given, String token) {
        return NoticeText.of(
                "choice",
                DAY.format(deadline(given).atZone(Clock.ZONE)),
                base.resolve("/p/" + token).toString());
    }

    /** What may be chosen by a link; nothing when it is unknown, used, too old, or the matter is over. */
    public Future<Optional<Choice>> look(String token) {
        return store.read(
                        Needs.rows(ChoiceLink.keyOf(token)),
                        rows -> rows.one(ChoiceLink.keyOf(token)).filter(link -> link.opens(clock.now())))
                .compose(link -> link.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : store.read(
                                Needs.rows(asked(link.get())),
                                rows -> rows.one(asked(link.get()))
                                        .filter(ChoiceLinks::asks)
                                        .map(given -> new Choice(ChooseCoverage.offered(given)))));
    }

    private static Key<Case> asked(ChoiceLink link) {
        return Case.key(link.node(), Case.INSURED_TWICE, link.ref());
    }

    /** The patient's word; the link is used up with it, in the same commit. Fails where {@link #look} finds nothing. */
    public Future<String> choose(String token, String area) {
        Instant now = clock.now();
        return store.commit(new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(ChoiceLink.keyOf(token));
            }

            @Override
            public Needs more(Rows rows) {
                return link(rows).map(link -> Needs.rows(asked(link))).orElse(Needs.NONE);
            }

            private Optional<ChoiceLink> link(Rows rows) {
                return rows.one(ChoiceLink.keyOf(token)).filter(link -> link.opens(now));
            }

            @Override
            public Decision<String> decide(Rows rows) {
                ChoiceLink link = link(rows).orElseThrow(Fault.LINK::refusal);
                if (rows.one(asked(link)).filter(ChoiceLinks::asks).isEmpty()) {
                    throw Fault.LINK.refusal();
                }
                List<Row> writes = new ArrayList<>(new ChooseCoverage(asked(link), area, "短信链接", now)
                        .decide(rows)
                        .writes());
                writes.add(link.used(now));
                return Decision.of(area, writes);
            }
        });
    }
}
