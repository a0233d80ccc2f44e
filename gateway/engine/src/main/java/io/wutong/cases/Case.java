package io.wutong.cases;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.state.StateChange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the gateway cannot bring to an end by itself, or not in a day of asking: a person must. A case has a
 * clock: when the node that must act has not ended it in its kind's time, it climbs to the one above.
 *
 * @param kind one of the constants here, each a row of {@code api-spec/cases.csv}
 * @param ref what it is about, in that kind's words
 * @param cause why it has no end, a dotted word
 * @param actor the node that must act now
 * @param dueAt when it climbs; null at the top, and once closed
 * @param facts what its cure knows, as JSON text; empty when it has none
 * @param workAt when its cure has its next turn; null when only a person can end it
 * @param closedBy what closed it: for a cure the settlement, the claim or who withdrew; else empty
 */
public record Case(
        String node,
        String kind,
        String ref,
        CaseState state,
        String cause,
        Instant openedAt,
        @Nullable Instant closedAt,
        String actor,
        @Nullable Instant dueAt,
        String facts,
        @Nullable Instant workAt,
        String closedBy)
        implements Row {

    /** An exchange whose outcome is not known; {@code ref} is institution and {@code msgid}. */
    public static final String EXCHANGE = "exchange";

    /** A task of the outbox; {@code ref} is its kind and its own reference. */
    public static final String TASK = "task";

    /** A settlement whose two sides differ and cannot be repaired; {@code ref} is institution and {@code msgid}. */
    public static final String SETTLEMENT = "settlement";

    /**
     * A settlement that could not be calculated again when an earlier one was cancelled; {@code ref} is its {@code
     * setl_id} and that of the cancelling row.
     */
    public static final String RECALCULATION = "recalculation";

    /** Paid after its order had ended; {@code ref} is the order. The money goes back by itself, the case ends with it. */
    public static final String LATE_PAYMENT = "late_payment";

    /** Money that the counter must hand back; {@code ref} is the refund. */
    public static final String HAND_OVER = "hand_over";

    /** A charge whose settlement differs from what was paid and that the home will not cancel; {@code ref} is its message. */
    public static final String CHARGE = "charge";

    /** Filed for a province where the home wants a city; {@code ref} is the {@code mdtrt_id}. */
    public static final String FILING_AREA = "filing_area";

    /** Not filed, or for elsewhere; {@code ref} is the {@code mdtrt_id}. */
    public static final String FILING_NONE = "filing_none";

    /** At home, an admission that was left open elsewhere; {@code ref} is its {@code mdtrt_id}. */
    public static final String ORPHAN = "orphan_admission";

    /** At the place of care, the same: what was registered is taken back; {@code ref} is the {@code mdtrt_id}. */
    public static final String REVOCATION = "revocation";

    /** At home, insured elsewhere too; {@code ref} is the {@code mdtrt_id}. */
    public static final String INSURED_TWICE = "insured_twice";

    /** At the other home, that its coverage is to be verified; {@code ref} is that of {@link #INSURED_TWICE}. */
    public static final String COVERAGE_ASKED = "coverage_asked";

    /** At the place of care, a settlement that was held and goes on now; {@code ref} is the {@code mdtrt_id}. */
    public static final String HELD = "held_settlement";

    /** Where the homes of all are known, that homes must be told of each other; {@code ref} is the certificate's hash. */
    public static final String KNOWN_TWICE = "known_twice";

    /** At the place of care, a settlement that waits for a home that is cut off; {@code ref} begins with the visit. */
    public static final String DEFERRED = "deferred_settlement";

    /** At home, a new card for a person who has shown an old one; {@code ref} is the {@code psn_no}. */
    public static final String CARD = "card_request";

    /** At the place of care, fees that the home does not settle directly; {@code ref} begins with the visit. */
    public static final String CLAIM = "claim_due";

    /** At home, a claim that was paid and whose settlement is taken back; {@code ref} is the claim's number. */
    public static final String CLAIM_PAID = "claim_paid";

    /** At the home that a person has moved to, his coverage that is brought over; {@code ref} is {@code psn_no/area}. */
    public static final String TRANSFER_IN = "transfer_in";

    /** At the former home, the record that goes after him; {@code ref} is the new home's area and its case. */
    public static final String TRANSFER_OUT = "transfer_out";

    /** At home, a filing that somebody must approve; {@code ref} is its number. */
    public static final String APPROVAL = "filing_approval";

    public static Key<Case> key(String node, String kind, String ref) {
        return Key.of(Case.class, node, kind, ref);
    }

    /** Opened at a node, which must act first. */
    public static Case open(String node, String kind, String ref, String cause, Instant at) {
        Instant due = at.plus(CaseKind.of(kind).patience());
        return new Case(node, kind, ref, CaseState.OPEN, cause, at, null, node, due, "", null, "");
    }

    @Override
    public Key<Case> key() {
        return key(node, kind, ref);
    }

    /** What it is about has come to an end; a case that is closed already stays as it is. */
    public Case ended(Instant at) {
        return CaseState.TABLE
                .next(state, CaseState.Event.ENDED)
                .map(next -> closed(next, at))
                .orElse(this);
    }

    /** Somebody closed it, and what it is about was found again: it is open once more, where it was opened. */
    public Case foundAgain(String why, Instant at) {
        return CaseState.TABLE
                .next(state, CaseState.Event.FOUND_AGAIN)
                .map(next -> open(node, kind, ref, why, at))
                .orElse(this);
    }

    Case closed(CaseState next, Instant at) {
        return closed(next, at, "");
    }

    Case closed(CaseState next, Instant at, String by) {
        return new Case(node, kind, ref, next, cause, openedAt, at, actor, null, facts, null, by);
    }

    /** What its cure knows. */
    public Body known() {
        return facts.isEmpty() ? Body.EMPTY : Json.read(facts);
    }

    Case knowing(Body other, @Nullable Instant next) {
        return new Case(
                node, kind, ref, state, cause, openedAt, closedAt, actor, dueAt, Json.writeText(other), next, closedBy);
    }

    /** With its next turn at another time. */
    public Case turnAt(@Nullable Instant next) {
        return new Case(node, kind, ref, state, cause, openedAt, closedAt, actor, dueAt, facts, next, closedBy);
    }

    /** With another that must act first. */
    Case actedOnBy(String other) {
        return new Case(node, kind, ref, state, cause, openedAt, closedAt, other, dueAt, facts, workAt, closedBy);
    }

    /** One level up, with as much time again; at the top it stays with nobody above to go to. */
    Case climbed(@Nullable String above, Instant at) {
        return above == null
                ? new Case(node, kind, ref, state, cause, openedAt, null, actor, null, facts, workAt, closedBy)
                : new Case(
                        node,
                        kind,
                        ref,
                        state,
                        cause,
                        openedAt,
                        null,
                        above,
                        at.plus(CaseKind.of(kind).patience()),
                        facts,
                        workAt,
                        closedBy);
    }

    /** The row that says how it came to be as it is. */
    StateChange change(Case before, CaseState.Event event, String why, Instant at) {
        return change(before, event, why, at, "");
    }

    /** @param after orders what is noted at one time */
    StateChange change(Case before, CaseState.Event event, String why, Instant at, String after) {
        return new StateChange(
                node, "case", kind + "/" + ref, at + after, before.state.name(), event.name(), state.name(), why, at);
    }
}
