package io.wutong.exchange;

import io.wutong.benefit.Accumulator;
import io.wutong.benefit.Calculation;
import io.wutong.charge.Charge;
import io.wutong.charge.ChargeState;
import io.wutong.ledger.Entry;
import io.wutong.ledger.EntrySet;
import io.wutong.payment.OrderState;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Refund;
import io.wutong.payment.RefundState;
import io.wutong.payment.Task;
import io.wutong.port.Row;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Json;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundStatus;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.ChargeBatchState;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.work.Lease;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold whatever breaks: after every commit, after every event, and when all is over. */
final class Invariants {

    /** So often two sides have to differ before one of them is changed. */
    private static final int REPAIRED_AT = 2;

    private final Simulation world;
    private final Set<Simulation.Deployment> settled = new java.util.HashSet<>();
    private final Map<SimulatedHospital.Sent, SimulatedHospital> heard = new LinkedHashMap<>();

    Invariants(Simulation world) {
        this.world = world;
    }

    // -------------------------------------------------------------- each commit

    void committing(Simulation.Deployment at, List<Row> writes) {
        for (Row row : writes) {
            if (row instanceof EntrySet set) {
                require(set.sumFen() == 0, "entries of " + set + " sum to " + set.sumFen());
            } else if (row instanceof Refund refund && refund.state() == RefundState.DUE) {
                refundIsConfirmed(at, refund);
            } else if (row instanceof Settlement settlement) {
                settled.add(at);
                answeredWhereItSays(at, writes, settlement);
            } else if (row instanceof SideCheck check) {
                require(
                        check.differed() < REPAIRED_AT || mayDiffer(check.msgid()),
                        "two sides had to be made one: " + check);
            } else if (row instanceof Accumulator || row instanceof Visit) {
                settled.add(at);
            } else if (row instanceof Exchange exchange) {
                begunByTheOwner(at, exchange);
                answeredOnce(at, exchange);
            }
        }
    }

    /** A copy may be worked of what was said not sent; and a reversal that has no end yet may have been done at home. */
    private boolean mayDiffer(String msgid) {
        return world.links.saidNotSent.contains(msgid)
                || world.hospitals.stream().anyMatch(hospital -> hospital.reverses(msgid));
    }

    private void refundIsConfirmed(Simulation.Deployment at, Refund refund) {
        Optional<Settlement> known = at.store.one(Settlement.key(refund.node(), refund.setlId()));
        if (known.isEmpty()) {
            refundOfNothingSettled(refund);
            return;
        }
        Settlement care = known.get();
        boolean stands = care.homeArea().equals(World.LEGACY_HOME)
                ? world.legacy.standing(care.setlId()).isPresent()
                : home(care.homeArea())
                        .store
                        .one(Settlement.key(care.homeArea(), care.setlId()))
                        .filter(s -> s.state() == SettlementState.STANDING)
                        .isPresent();
        Optional<PaymentOrder> order = at.store.one(PaymentOrder.key(refund.node(), refund.orderNo()));
        boolean lateMoney = order.map(PaymentOrder::state)
                .filter(state -> state == OrderState.CLOSED || state == OrderState.FAILED)
                .isPresent();
        boolean inThisCommit = home(care.homeArea()) == at;
        require(!stands || lateMoney || inThisCommit, "refunded before the home has confirmed: " + refund.refundNo());
    }

    /** A charge gives back what nothing stands for: at no home, and at no legacy system. */
    private void refundOfNothingSettled(Refund refund) {
        String msgid = refund.setlId();
        if (world.links.saidNotSent.contains(msgid)) {
            return; // a copy of it may stand at home, until both sides are compared
        }
        for (Simulation.Deployment deployment : world.deployments.values()) {
            require(
                    deployment.store.all(Settlement.class).stream()
                            .noneMatch(s -> s.msgid().equals(msgid) && s.state() == SettlementState.STANDING),
                    "refunded while it stands at " + deployment.name + ": " + refund.refundNo());
        }
        require(
                world.legacy.bookings.stream().noneMatch(booking -> booking.msgid.equals(msgid) && booking.stands()),
                "refunded while the legacy system has it: " + refund.refundNo());
    }

    /** A background run is begun under the lease that stands, by whoever it names. */
    private void begunByTheOwner(Simulation.Deployment at, Exchange exchange) {
        Pursuit after = exchange.pursuit();
        int asks = at.store
                .one(exchange.key())
                .map(before -> before.pursuit().asks())
                .orElse(0);
        if (after.asks() > asks && !after.run().isEmpty()) {
            long owner =
                    at.store.one(Lease.key(after.bucket())).map(Lease::epoch).orElse(0L);
            require(
                    owner == after.epoch(),
                    "epoch " + after.epoch() + " began to work what is epoch " + owner + "'s: " + exchange);
        }
    }

    private void answeredOnce(Simulation.Deployment at, Exchange exchange) {
        at.store
                .one(exchange.key())
                .filter(before -> before.state() == Exchange.State.ANSWERED)
                .ifPresent(before -> require(
                        Arrays.equals(before.answer(), exchange.answer()),
                        "another answer at " + at.name + " for " + before + " " + before.pursuit()));
    }

    /** The store keeps a settlement's output once, in the answer. */
    private void answeredWhereItSays(Simulation.Deployment at, List<Row> writes, Settlement settlement) {
        String entry = settlement.answeredAt();
        if (entry == null) {
            return;
        }
        var key = Exchange.key(entry, settlement.fixmedinsCode(), settlement.msgid());
        Exchange answered = writes.stream()
                .filter(row -> row.key().equals(key))
                .map(Exchange.class::cast)
                .findFirst()
                .or(() -> at.store.one(key))
                .orElse(null);
        require(
                answered != null && answered.output().equals(settlement.output()),
                "the output of " + settlement.setlId() + " does not stand in " + answered + " at " + at.name);
    }

    // --------------------------------------------------------------- each event

    void afterEvent() {
        // what has not been written or heard holds as it did
        for (Simulation.Deployment deployment : settled) {
            standingOnce(deployment);
            admittedOnce(deployment);
            accumulated(deployment);
        }
        settled.clear();
        heard.forEach((sent, hospital) -> {
            toldTheSame(sent);
            hospital.sent.stream().filter(one -> one.modified).forEach(one -> notBothTaken(hospital, one));
        });
        heard.clear();
    }

    void heard(SimulatedHospital by, SimulatedHospital.Sent of) {
        heard.put(of, by);
    }

    private void standingOnce(Simulation.Deployment at) {
        Set<String> standing = new TreeSet<>();
        for (Settlement settlement : at.store.all(Settlement.class)) {
            if (settlement.state() == SettlementState.STANDING) {
                require(
                        standing.add(settlement.businessKey().toString()),
                        "two settlements stand for " + settlement.businessKey() + " at " + settlement.node());
            }
        }
    }

    private void admittedOnce(Simulation.Deployment at) {
        Set<String> open = new TreeSet<>();
        for (Visit visit : at.store.all(Visit.class)) {
            if (visit.side() == Visit.Side.CARE && visit.state() != VisitState.VOID) {
                require(open.add(visit.iptOtpNo()), "admitted twice: " + visit.iptOtpNo());
            }
        }
    }

    /** Accumulators are what the standing settlements have added. */
    private void accumulated(Simulation.Deployment at) {
        Map<String, Long> fresh = new TreeMap<>();
        for (Calculation calculation : at.store.all(Calculation.class)) {
            if (calculation.standing()) {
                calculation
                        .after()
                        .byName()
                        .forEach((kind, fen) -> fresh.merge(calculation.node() + kind, fen, Long::sum));
                calculation
                        .before()
                        .byName()
                        .forEach((kind, fen) -> fresh.merge(calculation.node() + kind, -fen, Long::sum));
            }
        }
        Map<String, Long> stored = new TreeMap<>();
        at.store
                .all(Accumulator.class)
                .forEach(row -> row.asMap()
                        .forEach((kind, fen) -> stored.merge(row.node() + row.year() + "/" + kind, fen, Long::sum)));
        fresh.values().removeIf(fen -> fen == 0);
        stored.values().removeIf(fen -> fen == 0);
        require(fresh.equals(stored), "accumulated " + stored + ", settled " + fresh + " at " + at.name);
    }

    private void toldTheSame(SimulatedHospital.Sent sent) {
        List<Answered> ends = sent.told.stream()
                .filter(SimulatedHospital::definite)
                .filter(answered -> !World.text(answered).contains("REV-DONE-001")
                        && !World.text(answered).contains("MSG-MOD-001"))
                .toList();
        require(
                ends.stream()
                        .allMatch(end -> Arrays.equals(end.bytes(), ends.get(0).bytes())),
                "told two ends of " + sent.message.msgid());
    }

    private void notBothTaken(SimulatedHospital hospital, SimulatedHospital.Sent modified) {
        require(
                !modified.succeeded() || !hospital.firstOf(modified).succeeded(),
                "two messages under one id were both taken: " + modified.message.msgid());
    }

    // ------------------------------------------------------------ when all is over

    boolean nothingUnderWay() {
        for (Simulation.Deployment deployment : world.deployments.values()) {
            if (deployment.store.all(Exchange.class).stream().anyMatch(Invariants::open)
                    || deployment.store.all(Task.class).stream()
                            .anyMatch(task -> task.state().equals(Task.DUE))) {
                return false;
            }
        }
        return true;
    }

    /** Each settlement's two sides were compared: the second time, after a day, is not waited for. */
    boolean nothingToCompare() {
        return care().store.all(SideCheck.class).stream()
                .noneMatch(check -> check.state() == SideState.DUE && check.agreed() == 0);
    }

    private static boolean open(Exchange exchange) {
        return exchange.state() == Exchange.State.UNDER_WAY
                || !exchange.pursuit().run().isEmpty()
                || exchange.pursuit().dueAt() != null;
    }

    void atTheEnd() {
        for (Simulation.Deployment deployment : world.deployments.values()) {
            deployment.store.all(Exchange.class).stream()
                    .filter(Invariants::open)
                    .findFirst()
                    .ifPresent(exchange ->
                            require(false, deployment.name + " has no end of " + exchange + " " + exchange.pursuit()));
            deployment.store.all(Task.class).stream()
                    .filter(task -> task.state().equals(Task.DUE))
                    .findFirst()
                    .ifPresent(task -> require(false, "no end of " + task));
            for (Visit visit : deployment.store.all(Visit.class)) {
                require(
                        !EnumSet.of(VisitState.OPENING, VisitState.SETTLING, VisitState.CANCELLING)
                                .contains(visit.state()),
                        "visit " + visit.mdtrtId() + " at " + visit.node() + " is still " + visit.state());
            }
            for (ChargeBatch batch : deployment.store.all(ChargeBatch.class)) {
                require(
                        batch.state() == ChargeBatchState.OPEN || batch.state() == ChargeBatchState.SETTLED,
                        "charge batch " + batch + " is still " + batch.state());
            }
            for (BusinessKey key : deployment.store.all(BusinessKey.class)) {
                require(key.state() != BusinessKey.State.UNDER_WAY, "still held: " + key);
            }
        }
        toldIsSo();
        String differ = sidesDiffer();
        require(differ.isEmpty(), differ);
        moneyAgrees();
        bothOrNeither();
    }

    /** Of each charge both halves stand, or none; a cancellation later takes both. */
    private void bothOrNeither() {
        for (Charge charge : care().store.all(Charge.class)) {
            require(charge.state().ended(), "no end of " + charge);
            boolean stands = care().store.all(Settlement.class).stream()
                    .anyMatch(s -> s.node().equals(charge.node())
                            && s.msgid().equals(charge.msgid())
                            && s.state() == SettlementState.STANDING);
            PaymentStatus there = charge.orderNo() == null ? null : world.channel.orders.get(charge.orderNo());
            boolean kept = there != null && kept(there) > 0;
            require(
                    charge.state() == ChargeState.OWING ? stands || !kept : stands == kept,
                    charge + " settled: " + stands + ", paid: " + kept);
            require(charge.state() != ChargeState.NEITHER || !stands, charge + " stands");
        }
    }

    private void toldIsSo() {
        for (SimulatedHospital hospital : world.hospitals) {
            for (SimulatedHospital.Sent sent : hospital.sent) {
                require(
                        sent.definite(),
                        "the hospital was told no end of " + sent.message.infno() + " " + sent.message.msgid());
                if (Set.of("2304", "2207").contains(sent.message.infno()) && sent.succeeded()) {
                    require(
                            care().store.all(Settlement.class).stream()
                                    .anyMatch(s -> s.msgid().equals(sent.message.msgid())),
                            "told settled, and it is not: " + sent.message.msgid());
                }
                if (sent.message.infno().equals("2601") && sent.succeeded()) {
                    reversedForEver(Json.read(sent.message.input()).body("data").textOr("omsgid", ""));
                }
            }
        }
    }

    private void reversedForEver(String omsgid) {
        for (Simulation.Deployment deployment : world.deployments.values()) {
            for (Settlement settlement : deployment.store.all(Settlement.class)) {
                require(
                        !settlement.msgid().equals(omsgid) || settlement.state() != SettlementState.STANDING,
                        "reversed, and it stands at " + settlement.node() + ": " + omsgid);
            }
        }
        world.legacy.bookings.forEach(booking -> require(
                !booking.msgid.equals(omsgid) || booking.undone, "reversed, and the legacy system has it: " + omsgid));
    }

    /** Whatever stands at the place of care stands at the home, and the other way round; what differs otherwise. */
    String sidesDiffer() {
        Set<String> atCare = new TreeSet<>();
        Set<String> atHome = new TreeSet<>();
        for (Settlement settlement : care().store.all(Settlement.class)) {
            if (settlement.node().equals("321100") && settlement.state() == SettlementState.STANDING) {
                atCare.add(settlement.mdtrtId() + "=" + settlement.setlId());
            }
        }
        for (String area : List.of(World.PROVINCE_HOME, World.FAR_HOME)) {
            for (Settlement settlement : home(area).store.all(Settlement.class)) {
                if (settlement.node().equals(area) && settlement.state() == SettlementState.STANDING) {
                    atHome.add(settlement.mdtrtId() + "=" + settlement.setlId());
                }
            }
        }
        world.legacy.bookings.stream()
                .filter(SimulatedLegacy.Booking::stands)
                .forEach(booking -> atHome.add(booking.mdtrtId + "=" + booking.setlId()));
        return atCare.equals(atHome) ? "" : "place of care has " + atCare + ", homes have " + atHome;
    }

    /** The channel has what our books say, and gave back what a cancellation owes. */
    private void moneyAgrees() {
        for (PaymentOrder order : care().store.all(PaymentOrder.class)) {
            Optional<Settlement> settlement = care().store.one(Settlement.key(order.node(), order.setlId()));
            require(settlement.isPresent() || order.charge() != null, "of no settlement: " + order);
            PaymentStatus there = world.channel.orders.get(order.orderNo());
            require(
                    !EnumSet.of(OrderState.CREATED, OrderState.CLOSING, OrderState.REFUNDING)
                            .contains(order.state()),
                    "order " + order + " has no end");
            boolean paid = there != null && there.state() == PaymentStatus.State.PAID;
            RefundStatus refund = world.channel.refunds.get("R" + order.orderNo());
            boolean refunded = refund != null && refund.state() == RefundStatus.State.REFUNDED;
            // what a charge never settled is as good as cancelled
            boolean cancelled = settlement
                    .filter(s -> s.state() != SettlementState.CANCELLED)
                    .isEmpty();
            require(
                    !paid || cancelled == refunded || order.state() == OrderState.REFUNDED,
                    "order " + order + " of " + settlement.map(s -> s.setlId() + " " + s.state()) + " is refunded: "
                            + refunded);
            require(!paid || order.paidAt() != null, "paid at the channel, not here: " + order);
            long booked = care().store.all(EntrySet.class).stream()
                    .filter(set ->
                            set.set().equals(order.orderNo()) || set.set().equals("R" + order.orderNo()))
                    .flatMap(set -> set.entries().stream())
                    .filter(entry -> entry.account().startsWith("channel:"))
                    .mapToLong(Entry::amountFen)
                    .sum();
            require(
                    (there == null ? 0 : kept(there)) == booked,
                    "books of the channel for " + order.orderNo() + ": " + booked);
        }
    }

    private long kept(PaymentStatus order) {
        RefundStatus refund = world.channel.refunds.get("R" + order.orderNo());
        long back = refund != null && refund.state() == RefundStatus.State.REFUNDED ? refund.refundFen() : 0;
        return order.state() == PaymentStatus.State.PAID ? order.amountFen() - back : 0;
    }

    // ---------------------------------------------------------------- shared

    private Simulation.Deployment care() {
        return world.deployments.get("js");
    }

    private Simulation.Deployment home(String area) {
        return world.deployments.get(
                switch (area) {
                    case World.FAR_HOME -> "hb";
                    case World.LEGACY_HOME -> "hn";
                    default -> "js";
                });
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            world.violated(otherwise);
        }
    }
}
