package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Finds the stays that a hospital has ended and not settled within a day: their admission may have been left open. */
public final class StaySweep {

    private static final int MAX = 100;

    private final Clock clock;
    private final Store store;
    private final DueStays due;

    /** Finds what is to be looked at. */
    @FunctionalInterface
    public interface DueStays {

        /** Stays whose {@code look_at} has come. */
        Future<List<HomeStay>> dueStays(Instant now, int max);
    }

    public StaySweep(Clock clock, Store store, DueStays due) {
        this.clock = clock;
        this.store = store;
        this.due = due;
    }

    /** How many were left open. */
    public Future<Integer> sweep() {
        return due.dueStays(clock.now(), MAX).compose(found -> {
            List<Future<Boolean>> looks = new ArrayList<>();
            found.forEach(stay -> looks.add(store.commit(new Look(stay, clock.now()))));
            return Future.all(looks)
                    .map(all -> (int) looks.stream().filter(Future::result).count());
        });
    }

    /** Whether it was left open. */
    private record Look(HomeStay seen, Instant at) implements Command<Boolean> {

        @Override
        public Needs needs() {
            return Needs.rows(seen.key(), visitKey(), Case.key(seen.node(), Case.ORPHAN, seen.mdtrtId()));
        }

        private Key<Visit> visitKey() {
            return Visit.key(seen.node(), seen.mdtrtId());
        }

        @Override
        public Decision<Boolean> decide(Rows rows) {
            if (rows.one(seen.key()).filter(seen::equals).isEmpty()) {
                return Decision.nothing(false);
            }
            List<Row> writes = new ArrayList<>(List.of(seen.heard(seen.state(), null)));
            // a legacy system keeps the visit itself: there only the stay says how far it is
            boolean open = rows.one(visitKey())
                    .map(visit -> visit.state() == VisitState.DISCHARGED)
                    .orElse(seen.state() == HomeStay.State.LEFT);
            if (open) {
                writes.addAll(AdmissionWatch.orphan(rows, seen, "discharged_unsettled", at)
                        .rows());
            }
            return Decision.of(open, writes);
        }
    }
}
