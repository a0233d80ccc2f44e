package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The cure of a failure that was mended when it was found: it only watches until the visit is settled, or taken back.
 * Other cures look first as it does.
 */
public final class WatchVisit implements Cure {

    static final Duration FIRST_LOOK = Duration.ofMinutes(1);

    private final String kind;
    private final Store store;

    public WatchVisit(String kind, Store store) {
        this.kind = kind;
        this.store = store;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Future<Turn> work(Case given) {
        return look(
                store,
                given,
                given.known().textOr("desk", given.node()),
                (turn, visit) -> Future.succeededFuture(turn));
    }

    /**
     * Ends the case with its visit, or goes on.
     *
     * @param desk where the visit stands
     * @param goesOn what is done while the visit has no end
     */
    static Future<Turn> look(
            Store store, Case given, String desk, BiFunction<Turn, Optional<Visit>, Future<Turn>> goesOn) {
        Key<Visit> key = Visit.key(desk, given.ref());
        Key<HomeStay> stay = HomeStay.key(given.node(), given.known().textOr("psn_no", ""), given.ref());
        return store.read(Needs.rows(key, stay), rows -> new Seen(rows.one(key), rows.one(stay)))
                .compose(seen -> end(given, seen, goesOn));
    }

    /** The visit, and where a legacy system keeps that, what was heard of it. */
    private record Seen(Optional<Visit> visit, Optional<HomeStay> stay) {

        VisitState state() {
            return visit.map(Visit::state)
                    .orElseGet(() -> stay.map(HomeStay::state)
                            .map(heard -> switch (heard) {
                                case SETTLED -> VisitState.SETTLED;
                                case REVOKED -> VisitState.VOID;
                                default -> VisitState.OPEN;
                            })
                            .orElse(VisitState.OPENING));
        }

        String setlId() {
            return visit.isPresent()
                    ? String.valueOf(visit.get().setlId())
                    : stay.map(HomeStay::setlId).orElse("");
        }
    }

    private static Future<Turn> end(Case given, Seen seen, BiFunction<Turn, Optional<Visit>, Future<Turn>> goesOn) {
        Optional<Visit> visit = seen.visit();
        Turn turn = Turn.of(given);
        VisitState state = seen.state();
        if (state == VisitState.SETTLED) {
            String setlId = seen.setlId();
            return Future.succeededFuture(
                    turn.step(CaseText.of("visit.settled", setlId)).settled(setlId));
        }
        if (state == VisitState.VOID) {
            String claim = given.known().textOr("claim_no", "");
            turn.step(CaseText.of("visit.void"));
            return Future.succeededFuture(
                    claim.isEmpty()
                            ? turn.withdrawn("2404")
                            : turn.step(CaseText.of("claim.instead", claim)).claimed(claim));
        }
        return goesOn.apply(turn, visit);
    }
}
