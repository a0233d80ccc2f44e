package io.wutong.reconcile;

import io.vertx.core.Future;
import io.wutong.payment.Channels;
import io.wutong.payment.OrderState;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Payments;
import io.wutong.payment.Task;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.reconcile.rules.DayMatch;
import io.wutong.reconcile.rules.Difference;
import io.wutong.reconcile.rules.Totals;
import io.wutong.spi.BillLine;
import io.wutong.spi.BillSink;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.spi.Outcome;
import io.wutong.spi.PaymentChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares one day of ours, as the channel counts days, with its bill, and leaves a task for each difference.
 *
 * <pre>
 *   our day, and an hour on both sides, page by page ─▶ the bill, line by line ─▶ what of ours is missing
 *        └▶ each difference ─▶ a task for an operator, with what is proposed ─▶ the day's own task: done
 * </pre>
 *
 * A bill that is not there yet, or does not hold, leaves nothing and is asked for again. A second run of a day leaves
 * the same tasks.
 */
public final class ChannelReconciliation {

    /** The outbox' kinds: a day that was compared, and a difference that somebody must look at. */
    public static final String DAY = "reconcile";

    public static final String REPAIR = "repair";
    /** Stands where a task has its node: a bill is of all nodes of a process. */
    public static final String ALL_NODES = "all";

    /** Bills are there from ten o'clock on. */
    private static final LocalTime BILLS_AT = LocalTime.of(10, 30);

    private static final ZoneOffset BEIJING = ComparedDays.BEIJING;
    private static final Duration BESIDE = Duration.ofHours(1);
    private static final int PAGE = 20_000;
    private static final int DIFFERENCES_MAX = 10_000;
    private static final int TEXTS_MAX = 4;
    private static final int BATCH = 100;
    private static final long BILL_MILLIS = 600_000;

    private final Clock clock;
    private final Store store;
    private final Channels channels;
    private final Payments payments;
    private final OurDay ourDay;
    private final ComparedDays compared;

    public ChannelReconciliation(Clock clock, Store store, Channels channels, Payments payments, OurDay ourDay) {
        this.clock = clock;
        this.store = store;
        this.channels = channels;
        this.payments = payments;
        this.ourDay = ourDay;
        this.compared = new ComparedDays(clock, store);
    }

    /** Compares yesterday at every channel that has bills and was not compared yet; how many were. */
    public Future<Integer> runDue() {
        LocalTime now = clock.now().atOffset(BEIJING).toLocalTime();
        if (now.isBefore(BILLS_AT)) {
            return Future.succeededFuture(0);
        }
        LocalDate yesterday = clock.now().atOffset(BEIJING).toLocalDate().minusDays(1);
        Future<Integer> ran = Future.succeededFuture(0);
        for (String channel : channels.billing()) {
            ran = ran.compose(before -> once(channel, yesterday).map(done -> before + done));
        }
        return ran;
    }

    private Future<Integer> once(String channel, LocalDate day) {
        return compared.has(channel, day)
                .compose(done -> done
                        ? Future.succeededFuture(0)
                        : run(channel, day).map(outcome -> outcome instanceof Outcome.Succeeded ? 1 : 0));
    }

    /** Compares a day, whether or not it was compared before. */
    public Future<Outcome<Totals>> run(String channelName, LocalDate day) {
        Optional<PaymentChannel> channel = channels.find(channelName);
        if (channel.isEmpty()) {
            return Future.succeededFuture(Outcome.notSent("no_channel"));
        }
        DayMatch match = new DayMatch();
        List<Difference> differences = new ArrayList<>();
        Instant from =
                day.atStartOfDay().minusMinutes(channel.get().billLeadMinutes()).toInstant(BEIJING);
        return ours(match, channelName, from, "")
                .compose(read -> channel.get()
                        .downloadBill(
                                day,
                                BillSink.each(line -> theirs(line, match, differences)),
                                payments.context(channelName + "/" + day, 1, BILL_MILLIS))
                        .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure))))
                .compose(outcome -> {
                    if (!(outcome instanceof Outcome.Succeeded)) {
                        return Future.succeededFuture(outcome.map(never -> match.totals()));
                    }
                    match.missing(difference -> note(difference, differences));
                    return leave(channelName, day, byRow(differences), 0)
                            .compose(left -> compared.add(channelName, day, match.totals()))
                            .map(done -> Outcome.succeeded(match.totals()));
                });
    }

    /** A page at a time, in a loop: a chain of futures as long as a day would not fit the stack. */
    private Future<Void> ours(DayMatch match, String channel, Instant from, String after) {
        Instant to = from.plus(Duration.ofDays(1));
        return ourDay.page(channel, from.minus(BESIDE), to.plus(BESIDE), after, PAGE)
                .compose(rows -> {
                    for (OurDay.OurRow row : rows) {
                        boolean inside = !row.at().isBefore(from) && row.at().isBefore(to);
                        match.ours(row.key(), row.fen(), inside && row.done());
                    }
                    return rows.size() < PAGE
                            ? Future.succeededFuture()
                            : ours(
                                    match,
                                    channel,
                                    from,
                                    rows.get(rows.size() - 1).key());
                });
    }

    private static void theirs(BillLine line, DayMatch match, List<Difference> differences) {
        String key = line.refundNo() == null ? "P" + line.orderNo() : "R" + line.refundNo();
        match.theirs(key, line.amountFen()).ifPresent(difference -> note(difference, differences));
    }

    /** All are counted; so many that nobody could read them are not all kept. */
    private static void note(Difference difference, List<Difference> differences) {
        if (differences.size() < DIFFERENCES_MAX) {
            differences.add(difference);
        }
    }

    /** A row that theirs has twice may differ twice, and is one task. */
    private static List<List<Difference>> byRow(List<Difference> differences) {
        Map<String, List<Difference>> byKey = new LinkedHashMap<>();
        for (Difference one : differences) {
            byKey.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one);
        }
        return List.copyOf(byKey.values());
    }

    private Future<Void> leave(String channel, LocalDate day, List<List<Difference>> rows, int from) {
        if (from >= rows.size()) {
            return Future.succeededFuture();
        }
        List<List<Difference>> batch = rows.subList(from, Math.min(rows.size(), from + BATCH));
        return store.commit(repairs(channel, day, batch)).compose(done -> leave(channel, day, rows, from + BATCH));
    }

    /** The tasks are needed too: those of an earlier run of the day are written over. */
    private Command<Integer> repairs(String channel, LocalDate day, List<List<Difference>> batch) {
        return new Command<>() {
            @Override
            public Needs needs() {
                Set<Key<?>> keys = new LinkedHashSet<>();
                for (List<Difference> same : batch) {
                    keys.add(orderKey(same.get(0)));
                    keys.add(due(channel, day, same.get(0)).key());
                }
                return new Needs(List.copyOf(keys), List.of());
            }

            @Override
            public Decision<Integer> decide(Rows rows) {
                List<Row> tasks = new ArrayList<>();
                for (List<Difference> same : batch) {
                    Key<PaymentOrder> order = orderKey(same.get(0));
                    Optional<OrderState> state = rows.one(order).map(PaymentOrder::state);
                    String text = same.stream()
                            .map(difference -> text(difference, Proposal.of(difference, state)))
                            .distinct()
                            .limit(TEXTS_MAX)
                            .collect(Collectors.joining("；"));
                    tasks.add(due(channel, day, same.get(0)).dead(text));
                }
                return Decision.of(tasks.size(), tasks);
            }
        };
    }

    private Task due(String channel, LocalDate day, Difference difference) {
        String key = difference.key();
        return Task.due(Payments.nodeOf(key.substring(1)), REPAIR, channel + "/" + day + "/" + key, clock.now());
    }

    private static String text(Difference difference, Proposal proposal) {
        return difference.kind().zh() + ":本方 " + Fen.format(difference.oursFen()) + ",对方 "
                + Fen.format(difference.theirsFen()) + "。建议:" + proposal.zh();
    }

    private static Key<PaymentOrder> orderKey(Difference difference) {
        String number = difference.key().substring(1);
        return PaymentOrder.key(Payments.nodeOf(number), number);
    }
}
