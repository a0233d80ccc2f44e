package io.wutong.cure;

import io.wutong.benefit.Calculation;
import io.wutong.exchange.Desk;
import io.wutong.port.Clock;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.visit.PersonVisit;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a home has already taken a person in, or paid for him, on days that a transfer would take from its coverage: then
 * it must not take them.
 */
final class CareHere {

    private CareHere() {}

    static Needs needs(String node, String psnNo) {
        return Needs.groups(
                HomeStay.of(node, psnNo),
                Calculation.of(node, psnNo),
                PersonVisit.of(node, psnNo),
                PersonVisit.of(Desk.beside(node), psnNo));
    }

    private static Stream<PersonVisit> known(Rows rows, String node, String psnNo) {
        return Stream.concat(
                rows.all(PersonVisit.of(node, psnNo)).stream(),
                rows.all(PersonVisit.of(Desk.beside(node), psnNo)).stream());
    }

    /** The visits that {@link #needs} has named. */
    static Needs more(Rows rows, String node, String psnNo) {
        return known(rows, node, psnNo)
                .map(known -> Needs.rows(Visit.key(known.node(), known.mdtrtId())))
                .reduce(Needs.NONE, Needs::and);
    }

    /** From {@code since} until before {@code day}; care of which the day cannot be read counts. */
    static boolean between(Rows rows, String node, String psnNo, LocalDate since, LocalDate day) {
        if (!day.isAfter(since)) {
            return false;
        }
        Stream<Optional<LocalDate>> stays = rows.all(HomeStay.of(node, psnNo)).stream()
                .filter(stay -> stay.state() != HomeStay.State.REVOKED)
                .map(stay -> FilingNotice.day(stay.admittedAt()));
        Stream<Optional<LocalDate>> visits = known(rows, node, psnNo)
                .flatMap(known -> rows.one(Visit.key(known.node(), known.mdtrtId())).stream())
                .filter(visit -> visit.side() == Visit.Side.HOME && visit.state() != VisitState.VOID)
                .map(visit -> FilingNotice.day(visit.admittedAt()));
        boolean admitted = Stream.concat(stays, visits)
                .anyMatch(at -> at.map(found -> !found.isBefore(since) && found.isBefore(day))
                        .orElse(true));
        return admitted
                || rows.all(Calculation.of(node, psnNo)).stream()
                        .filter(Calculation::standing)
                        .anyMatch(paid ->
                                !LocalDate.ofInstant(paid.at(), Clock.ZONE).isBefore(since)
                                        && paid.stay().admitted().isBefore(day)
                                        && !paid.stay().discharged().isBefore(since));
    }
}
