package io.wutong.reconcile;

import io.vertx.core.Future;
import io.wutong.exchange.Exchange;
import io.wutong.payment.Task;
import io.wutong.port.Clock;
import io.wutong.port.HomeAdapter;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Random;
import io.wutong.port.Store;
import io.wutong.reconcile.rules.Totals;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.VisitMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares one day of settlements that a home's legacy system answered with what it says of that day, and leaves a task
 * for each difference.
 *
 * <pre>
 *   our journal, and a day before it, page by page ─▶ rows whose setl_time is of the day ─▶ the adapter compares
 *        └▶ each difference ─▶ a task for an operator ─▶ the day's own task: done
 * </pre>
 *
 * A day that could not be compared leaves nothing and is tried again; a second run of a day leaves the same tasks.
 */
public final class HomeReconciliation {

    /** The outbox' kind of a difference with a home. */
    public static final String REPAIR = "repair_home";

    /** Legacy systems close their day after midnight. */
    private static final Set<String> CANCELLATIONS = Set.of("2103", "2208", "2305");

    private static final LocalTime CLOSED_AT = LocalTime.of(3, 0);

    private static final int PAGE = 2_000;
    /** What a call to an adapter may hold in memory. */
    private static final int ROWS_MAX = 200_000;

    private static final int DIFFERENCES_MAX = 10_000;
    private static final int BATCH = 100;
    private static final long COMPARE_MILLIS = 120_000;

    private final Clock clock;
    private final Random random;
    private final HomeAdapters adapters;
    private final OurHomeDay ourDay;
    private final ComparedDays compared;

    public HomeReconciliation(Clock clock, Random random, Store store, HomeAdapters adapters, OurHomeDay ourDay) {
        this.clock = clock;
        this.random = random;
        this.adapters = adapters;
        this.ourDay = ourDay;
        this.compared = new ComparedDays(clock, store);
    }

    /** Compares yesterday with every home that compares days and was not compared yet; how many were. */
    public Future<Integer> runDue() {
        if (clock.now().atOffset(ComparedDays.BEIJING).toLocalTime().isBefore(CLOSED_AT)) {
            return Future.succeededFuture(0);
        }
        LocalDate yesterday =
                clock.now().atOffset(ComparedDays.BEIJING).toLocalDate().minusDays(1);
        Future<Integer> ran = Future.succeededFuture(0);
        for (HomeAdapter adapter : adapters.comparing()) {
            ran = ran.compose(before -> compared.has(adapter.name(), yesterday)
                    .compose(done -> done
                            ? Future.succeededFuture(before)
                            : run(adapter, yesterday)
                                    .map(outcome -> outcome instanceof Outcome.Succeeded ? before + 1 : before)));
        }
        return ran;
    }

    /** Whether a name is that of a home which compares days. */
    public boolean knows(String name) {
        return find(name).isPresent();
    }

    private Optional<HomeAdapter> find(String name) {
        return adapters.comparing().stream()
                .filter(adapter -> adapter.name().equals(name))
                .findFirst();
    }

    /** Compares a day, whether or not it was compared before. */
    public Future<Outcome<Totals>> run(String name, LocalDate day) {
        return find(name)
                .map(adapter -> run(adapter, day))
                .orElseGet(() -> Future.succeededFuture(Outcome.notSent("no_adapter")));
    }

    private Future<Outcome<Totals>> run(HomeAdapter home, LocalDate day) {
        Instant from = day.atStartOfDay().toInstant(ComparedDays.BEIJING);
        List<DayRow> ours = new ArrayList<>();
        return ours(home.name(), day, from, "", ours).compose(whole -> {
            if (!whole) {
                return Future.succeededFuture(Outcome.<Totals>notSent("too_many_rows"));
            }
            return home.adapter()
                    .compareDay(day, ours, context(home.name() + "/" + day))
                    .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)))
                    .compose(outcome -> outcome instanceof Outcome.Succeeded<List<DayDifference>> found
                            ? leave(home.name(), day, ours, found.answer())
                            : Future.succeededFuture(outcome.map(never -> totals(List.of(), List.of()))));
        });
    }

    /** A page at a time; false when there are more than one call may hold. */
    private Future<Boolean> ours(String adapter, LocalDate day, Instant from, String after, List<DayRow> ours) {
        // a message of the evening before may have been settled after midnight
        return ourDay.page(adapter, from.minus(Duration.ofDays(1)), from.plus(Duration.ofDays(1)), after, PAGE)
                .compose(rows -> {
                    for (OurHomeDay.Kept kept : rows) {
                        DayRow row = row(kept);
                        if (row.setlTime().startsWith(day.toString())) {
                            ours.add(row);
                        }
                    }
                    if (ours.size() > ROWS_MAX) {
                        return Future.succeededFuture(false);
                    }
                    return rows.size() < PAGE
                            ? Future.succeededFuture(true)
                            : ours(adapter, day, from, rows.get(rows.size() - 1).key(), ours);
                });
    }

    private static DayRow row(OurHomeDay.Kept kept) {
        Exchange exchange = kept.exchange();
        Body asked = Json.read(exchange.request());
        byte[] answer = exchange.answer();
        Body setlinfo =
                answer == null ? Body.EMPTY : Json.read(answer).body("output").body("setlinfo");
        String original = CANCELLATIONS.contains(exchange.infno())
                ? asked.body("input").body("data").textOr("setl_id", "")
                : "";
        return new DayRow(
                setlinfo.textOr("setl_id", ""),
                original,
                setlinfo.textOr("psn_no", ""),
                asked.textOr("mdtrtarea_admvs", ""),
                exchange.destination(),
                exchange.fixmedinsCode(),
                setlinfo.fen("medfee_sumamt").orElse(0L),
                setlinfo.fen("fund_pay_sumamt").orElse(0L),
                setlinfo.textOr("setl_time", ""),
                kept.remembered());
    }

    private CallContext context(String ref) {
        return new CallContext(
                random.hex(32),
                ref,
                "gateway",
                "home",
                1,
                clock.nanos() + COMPARE_MILLIS * 1_000_000,
                VisitMemory.NONE);
    }

    private Future<Outcome<Totals>> leave(String name, LocalDate day, List<DayRow> ours, List<DayDifference> found) {
        List<Task> tasks = new ArrayList<>();
        for (DayDifference difference : found.subList(0, Math.min(found.size(), DIFFERENCES_MAX))) {
            // of what the other side alone has, the text is all that tells one from another
            String which = difference.setlId().isEmpty() ? "-" + (tasks.size() + 1) : difference.setlId();
            tasks.add(Task.due(ChannelReconciliation.ALL_NODES, REPAIR, name + "/" + day + "/" + which, clock.now())
                    .dead(difference.text()));
        }
        Totals totals = totals(ours, found);
        return batch(tasks, 0).compose(left -> compared.add(name, day, totals)).map(done -> Outcome.succeeded(totals));
    }

    private Future<Integer> batch(List<Task> tasks, int from) {
        return from >= tasks.size()
                ? Future.succeededFuture(from)
                : compared.leave(tasks.subList(from, Math.min(tasks.size(), from + BATCH)))
                        .compose(done -> batch(tasks, from + BATCH));
    }

    /** An adapter says that a row differs, not by how much: of what differs no amounts are added. */
    private static Totals totals(List<DayRow> ours, List<DayDifference> found) {
        Set<String> differing = new HashSet<>();
        found.forEach(difference -> differing.add(difference.setlId()));
        long equal = 0;
        long equalFen = 0;
        for (DayRow row : ours) {
            if (!differing.contains(row.setlId())) {
                equal++;
                equalFen += row.medfeeSumFen();
            }
        }
        long theirs = found.stream()
                .filter(difference -> difference.setlId().isEmpty())
                .count();
        return new Totals(equal, 0, theirs, ours.size() - equal, 0, equalFen, equalFen);
    }
}
