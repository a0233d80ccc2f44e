package io.wutong.exchange;

import io.wutong.cases.Case;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.work.Lease;
import io.wutong.work.Waits;
import io.wutong.work.Worker;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives an exchange that nobody runs any more, or that is due to be asked about, a new run under this worker's epoch.
 *
 * <pre>
 *   changed since it was found, or the lease is another's ─▶ nothing
 *   asked about for a day ───────────────────────────────▶ an operator's case
 *   others ask, or it has no effect ─────────────────────▶ left as unknown
 *   no way to ask now ───────────────────────────────────▶ later
 *   else ────────────────────────────────────────────────▶ ask, or undo what an ended one may have left
 * </pre>
 */
final class Takeover implements Command<Optional<Opened>> {

    private final Passage passage;
    private final Exchange found;
    private final Lease lease;

    Takeover(Passage passage, Exchange found, Lease lease) {
        this.passage = passage;
        this.found = found;
        this.lease = lease;
    }

    @Override
    public Needs needs() {
        return Needs.rows(lease.key(), found.key())
                .and(Needs.groups(Worker.key(found.pursuit().epoch())));
    }

    @Override
    public Needs more(Rows rows) {
        return givenUp() ? Needs.rows(caseOf(found, "").key()) : Needs.NONE;
    }

    private boolean givenUp() {
        return found.pursuit().asks() >= Waits.TRIES_MAX;
    }

    @Override
    public Decision<Optional<Opened>> decide(Rows rows) {
        Exchange now = rows.one(found.key()).orElse(found);
        Pursuit pursuit = now.pursuit();
        if (pursuit.ranBy(passage.message().serial())) {
            // our own work, whose commit seemed lost
            return Decision.nothing(
                    passage.way().target(now.destination(), told(now)).map(target -> opened(target, now)));
        }
        boolean ours = rows.one(lease.key()).filter(lease::equals).isPresent();
        if (!ours || now.state() != found.state() || !pursuit.equals(found.pursuit()) || live(rows, pursuit)) {
            return Decision.nothing(Optional.empty());
        }
        Exchange.State rested = now.state() == Exchange.State.UNDER_WAY ? Exchange.State.UNKNOWN : now.state();
        if (givenUp()) {
            Row opened = rows.one(caseOf(now, "").key()).orElseGet(() -> caseOf(now, now.origin()));
            return Decision.of(Optional.empty(), List.of(now.in(rested, pursuit.rest(null)), opened));
        }
        Target target = passage.way().target(now.destination(), told(now)).orElse(null);
        if (!passage.hasEffect() || (target != null && !ours(target, now))) {
            return Decision.of(Optional.empty(), List.of(now.in(rested, pursuit.rest(null))));
        }
        if (target == null || target instanceof Target.OurStore) {
            Pursuit later = pursuit.asking()
                    .rest(passage.tenure().databaseTime().plus(Waits.after(pursuit.asks(), passage.jitter())));
            return Decision.of(Optional.empty(), List.of(now.in(rested, later)));
        }
        passage.trace().asks();
        Exchange run = now.in(now.open() ? Exchange.State.UNDER_WAY : now.state(), passage.again(pursuit.asking()));
        return Decision.of(Optional.of(opened(target, run)), List.of(run));
    }

    /** What has ended is only of interest where a legacy system may have done it late. */
    private boolean ours(Target target, Exchange now) {
        return now.open() ? passage.way().asksByItself(target) : target instanceof Target.Legacy;
    }

    private static Opened opened(Target target, Exchange run) {
        return !run.open() && target instanceof Target.Legacy legacy
                ? new Opened.Undo(legacy, run)
                : new Opened.Ask(target, run.destination(), told(run), run, run.attempt() + 1);
    }

    static Case caseOf(Exchange exchange, String cause) {
        return Case.open(
                exchange.entryNode(),
                Case.EXCHANGE,
                exchange.fixmedinsCode() + "/" + exchange.msgid(),
                cause,
                exchange.receivedAt());
    }

    /** What the home was told with an earlier attempt. */
    static @Nullable Care told(Exchange seen) {
        String care = seen.care();
        return care == null ? null : PeerCodec.care(Json.read(care));
    }

    /** Whether the worker that runs it may still be at it; one of whom there is no row any more is dead. */
    static boolean live(Rows rows, Pursuit pursuit) {
        return !pursuit.run().isEmpty()
                && rows.all(Worker.key(pursuit.epoch())).stream().anyMatch(Worker::live);
    }
}
