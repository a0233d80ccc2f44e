package io.wutong.settlement;

import io.wutong.cases.Case;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Desk;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Reversals;
import io.wutong.exchange.SideCheck;
import io.wutong.exchange.SideState;
import io.wutong.exchange.Step;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * WT01: the place of care asks whether a settlement stands at home, and mends what differs. It decides alone that a
 * settlement shall not stand, so nothing is made to stand here.
 *
 * <pre>
 *   here       home
 *   something under way ─────▶ busy: later
 *   stands     stands ─┐
 *   gone       gone ───┴─────▶ agreed: once more after a day
 *   stands     gone, twice ──▶ taken back here; with an order of the patient's, an operator's case
 *   gone       stands, twice ▶ reversed at home once more; after {@link #TRIES_MAX}, an operator's case
 *   any        not said ─────▶ later; after {@link #ASKS_MAX}, an operator's case ({@link PutOff}: not asked)
 * </pre>
 */
public final class Sides implements CareSide, HomeSide {

    /** Findings that differ before anything is changed: the home may just have been on its way. */
    private static final int DIFFERENCES_MIN = 2;

    private static final int TRIES_MAX = 6;
    /** Turns in all, a day of half hours; one in which something is under way here counts too. */
    private static final int ASKS_MAX = 48;

    /** The finding of a turn in which the home did not say. */
    static final String UNANSWERED = "unanswered";

    /** Why such a comparison is an operator's case in the end. */
    static final String UNANSWERED_CAUSE = "one_sided.unanswered";

    private static final ReverseSettlement SETTLEMENT = new ReverseSettlement();

    @Override
    public Needs needs(Message message) {
        return Needs.rows(original(message), check(message), caseKey(message));
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return rows.one(original(message))
                .map(found -> SETTLEMENT.needs(message.care().id(), found))
                .orElse(Needs.NONE);
    }

    @Override
    public Step before(Message message, Rows rows) {
        return Step.forward(message.arrival().destination(), null, List.of());
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        Optional<SideCheck> check = rows.one(check(message))
                .filter(due -> due.state() == SideState.DUE)
                .filter(due ->
                        Integer.toString(due.asks()).equals(message.data("data").textOr("asks", "")))
                .map(due -> due.asked(askedAt(message)));
        Optional<Exchange> original = rows.one(original(message));
        if (check.isEmpty() || original.isEmpty()) {
            return finding("overtaken", List.of());
        }
        if (!(home instanceof Outcome.Succeeded<Body> said)) {
            return lastAsk(check.get())
                    ? finding("case", givenUp(message, rows, check.get(), UNANSWERED_CAUSE))
                    : new Reply(home, List.of(check.get().later(UNANSWERED)), "");
        }
        boolean standsAtHome = said.answer().body("result").textOr("stands", "").equals("1");
        return compare(message, rows, check.get(), original.get(), standsAtHome);
    }

    private static Reply compare(Message message, Rows rows, SideCheck check, Exchange original, boolean standsAtHome) {
        String node = message.care().id();
        Optional<Settlement> here = made(original)
                .flatMap(setlId -> rows.one(Settlement.key(node, setlId)))
                .filter(settlement -> settlement.state() == SettlementState.STANDING);
        if (busy(node, original, rows)) {
            return finding("busy", List.of(check.later("busy")));
        }
        if (here.isPresent() == standsAtHome) {
            List<Row> writes = new ArrayList<>(List.of(check.agree()));
            rows.one(caseKey(message)).ifPresent(given -> writes.add(given.ended(message.receivedAt())));
            return finding("agreed", writes);
        }
        if (check.differed() + 1 < DIFFERENCES_MIN) {
            return finding("differs", List.of(check.differ(here.isPresent() ? "only_here" : "only_home")));
        }
        return here.isPresent()
                ? takenBack(message, rows, check, original, here.get())
                : check.differed() < TRIES_MAX
                        ? finding("reverse_home", List.of(check.differ("only_home")))
                        : finding("case", givenUp(message, rows, check, "one_sided.only_home"));
    }

    /** Whatever is under way will bring about its own end. */
    private static boolean busy(String node, Exchange original, Rows rows) {
        boolean moving = SETTLEMENT
                .billed(node, original, rows)
                .filter(billed -> billed.settling() || billed.cancelling())
                .isPresent();
        boolean cancelling = made(original)
                .flatMap(setlId -> rows.one(Cancel.key(node, setlId)))
                .filter(held -> held.state() == BusinessKey.State.UNDER_WAY)
                .isPresent();
        return moving || cancelling || original.state() == Exchange.State.UNDER_WAY || unknown(original);
    }

    /** The settlement that it made here; none when it was refused or not sent. */
    private static Optional<String> made(Exchange original) {
        return Optional.of(original.result()).filter(setlId -> !setlId.isEmpty());
    }

    private static boolean unknown(Exchange original) {
        return original.state() == Exchange.State.UNKNOWN;
    }

    private static Reply takenBack(
            Message message, Rows rows, SideCheck check, Exchange original, Settlement settlement) {
        boolean settled = Billed.find(rows, settlement.node(), settlement.mdtrtId(), settlement.settles())
                .filter(Billed::settled)
                .filter(billed -> settlement.setlId().equals(billed.setlId()))
                .isPresent();
        if (settlement.orderNo() != null || !settled) {
            return finding("case", givenUp(message, rows, check, "one_sided.only_here"));
        }
        String negative = settlement.negativeId();
        Body output = SettlementAnswer.negative(settlement.output(), negative, message);
        List<Row> writes = new ArrayList<>(Undo.writes(message, rows, settlement, negative, output));
        writes.add(Reversals.tombstone(message, Optional.of(original)));
        writes.add(check.repaired("only_here"));
        return finding("reversed_here", writes);
    }

    private static List<Row> givenUp(Message message, Rows rows, SideCheck check, String cause) {
        return givenUp(rows, message.care().id(), check, cause, message.receivedAt());
    }

    /** @param node whose operator must look */
    static List<Row> givenUp(Rows rows, String node, SideCheck check, String cause, Instant at) {
        Case opened = rows.one(caseKey(node, check.fixmedinsCode(), check.msgid()))
                .map(known -> known.foundAgain(cause, at))
                .orElseGet(
                        () -> Case.open(node, Case.SETTLEMENT, ref(check.fixmedinsCode(), check.msgid()), cause, at));
        return List.of(check.givenUp(cause), opened);
    }

    /** Whether a turn without an answer is the last. */
    static boolean lastAsk(SideCheck check) {
        return check.asks() >= ASKS_MAX;
    }

    private static Reply finding(String what, List<? extends Row> writes) {
        return Reply.done(Body.of("result", Body.of("finding", Value.text(what))), List.copyOf(writes), "");
    }

    // ------------------------------------------------------------------ home

    @Override
    public Needs needs(Message message, Node home) {
        String setlId = message.data("data").textOr("setl_id", "");
        return setlId.isEmpty()
                ? Needs.rows(original(message))
                : Needs.rows(original(message), Settlement.key(Desk.ofHome(message, home), setlId));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        return rows.one(original(message))
                .filter(found -> !found.result().isEmpty())
                .map(found -> Needs.rows(Settlement.key(Desk.ofHome(message, home), found.result())))
                .orElse(Needs.NONE);
    }

    /** By what the message made here, or by the number that the place of care has: either may have been lost. */
    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        String desk = Desk.ofHome(message, home);
        String made = rows.one(original(message)).map(Exchange::result).orElse("");
        String known = message.data("data").textOr("setl_id", "");
        return Reply.done(SideCheck.stands(stands(rows, desk, made) || stands(rows, desk, known)), List.of(), "");
    }

    private static boolean stands(Rows rows, String desk, String setlId) {
        return !setlId.isEmpty()
                && rows.one(Settlement.key(desk, setlId))
                        .filter(settlement -> settlement.state() == SettlementState.STANDING)
                        .isPresent();
    }

    // ---------------------------------------------------------------- shared

    private static String omsgid(Message message) {
        return message.data("data").textOr("omsgid", "");
    }

    private static Key<Exchange> original(Message message) {
        return message.exchangeKey(omsgid(message));
    }

    private static Key<SideCheck> check(Message message) {
        return SideCheck.key(message.arrival().entry().id(), message.envelope().fixmedinsCode(), omsgid(message));
    }

    /** By the database's clock, as the sweep says; a sweep of the release before does not. */
    private static Instant askedAt(Message message) {
        String at = message.data("data").textOr("asked_at", "");
        return at.isEmpty() ? Instant.MIN : Instant.parse(at);
    }

    private static String ref(String fixmedinsCode, String omsgid) {
        return fixmedinsCode + "/" + omsgid;
    }

    private static Key<Case> caseKey(Message message) {
        return caseKey(message.care().id(), message.envelope().fixmedinsCode(), omsgid(message));
    }

    static Key<Case> caseKey(String node, String fixmedinsCode, String omsgid) {
        return Case.key(node, Case.SETTLEMENT, ref(fixmedinsCode, omsgid));
    }
}
