package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.topology.Areas;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * WT02 at the place of care: a home asks that an admission be taken back. What the patient has decided is begun at once;
 * for anything else the hospital has a working day in which it may settle, or take it back itself. Asked again, it says
 * how far that is.
 */
public final class RevokeAtCare implements HomeSide {

    @Override
    public Needs needs(Message message, Node asked) {
        String mdtrtId = mdtrtId(message);
        String care = care(message, asked);
        return Needs.rows(Visit.key(care, mdtrtId), key(care, mdtrtId));
    }

    private static String mdtrtId(Message message) {
        return message.data("data").textOr("mdtrt_id", "");
    }

    /** The node that keeps an institution's visits. */
    static String care(Message message, Node asked) {
        return message.directory()
                .topology()
                .find(message.data("data").textOr("fixmedins_code", ""))
                .flatMap(message.directory().topology()::parent)
                .map(Node::id)
                .orElse(asked.id());
    }

    private static Key<Case> key(String care, String mdtrtId) {
        return Case.key(care, Case.REVOCATION, mdtrtId);
    }

    @Override
    public Reply answer(Message message, Node asked, @Nullable Care told, Rows rows) {
        Body data = message.data("data");
        String mdtrtId = Envelope.required(data, "mdtrt_id");
        String care = care(message, asked);
        Visit visit = rows.one(Visit.key(care, mdtrtId))
                .filter(v -> v.psnNo().equals(data.textOr("psn_no", "")))
                .filter(v -> v.homeArea().equals(message.envelope().careArea())
                        || message.directory()
                                .topology()
                                .areas()
                                .covers(message.envelope().careArea(), v.homeArea()))
                .orElseThrow(() -> Fault.VISIT.refusal(mdtrtId));
        Optional<Case> before = rows.one(key(care, mdtrtId));
        if (visit.state() == VisitState.VOID || visit.state() == VisitState.SETTLED) {
            return says(visit.state() == VisitState.VOID ? "void" : "settled", before, List.of());
        }
        String reason = data.textOr("reason", "");
        boolean byItself = Revocation.byItself(reason);
        boolean open = before.filter(given -> given.closedAt() == null).isPresent();
        if (open && (!byItself || Revocation.byItself(before.get().known().textOr("reason", "")))) {
            return says(
                    Revocation.byItself(before.get().known().textOr("reason", "")) ? "revoking" : "confirming",
                    before,
                    whose(before.get(), data, message.receivedAt()));
        }
        CaseNotes notes = CaseNotes.found(
                before.orElse(null),
                care,
                Case.REVOCATION,
                mdtrtId,
                CaseText.of("revoke.wanted", CaseText.zh("reason." + reason)),
                facts(visit, reason, data),
                message.receivedAt());
        notes.knowing(facts(visit, reason, data)).actor(visit.fixmedinsCode());
        if (byItself) {
            notes.next(Duration.ZERO);
        } else {
            Duration wait = wait(message, visit);
            notes.step(CaseText.of(
                            "revoke.confirm",
                            visit.fixmedinsName(),
                            message.receivedAt().plus(wait).toString()))
                    .next(wait);
        }
        return says(byItself ? "revoking" : "confirming", before, notes.rows());
    }

    /** A case from before these were said learns them, unless its claim has gone out: that is asked about as it is. */
    private static List<Row> whose(Case open, Body data, Instant at) {
        Body known = open.known();
        boolean lacks = known.textOr(Claim.CERT_HASH, "").isEmpty()
                && known.textOr(Claim.PERSON_THERE, "").isEmpty();
        String certHash = data.textOr(Claim.CERT_HASH, "");
        String there = data.textOr(Claim.PERSON_THERE, "");
        boolean same = known.textOr("claim_to", "").equals(data.textOr("claim_to", ""))
                && known.textOr(Transaction.CLAIM, "").isEmpty();
        if (!lacks || !same || certHash.isEmpty() && there.isEmpty()) {
            return List.of();
        }
        return CaseNotes.of(open, at)
                .knowing(known.with(Claim.CERT_HASH, Value.text(certHash)).with(Claim.PERSON_THERE, Value.text(there)))
                .next(Duration.ZERO)
                .rows();
    }

    private static Duration wait(Message message, Visit visit) {
        Instant now = message.receivedAt();
        RegionRules rules = message.directory().rules();
        Areas areas = message.directory().topology().areas();
        return WorkingDays.of(rules, areas, visit.careArea())
                .until(now, rules.number(areas, visit.careArea(), RegionRules.CONFIRM_DAYS));
    }

    private static Body facts(Visit visit, String reason, Body data) {
        return Body.builder()
                .put("psn_no", visit.psnNo())
                .put("home_area", visit.homeArea())
                .put("care_area", visit.careArea())
                .put("fixmedins_code", visit.fixmedinsCode())
                .put("reason", reason)
                .put("claim_to", data.textOr("claim_to", visit.homeArea()))
                .put(Claim.CERT_HASH, data.textOr(Claim.CERT_HASH, ""))
                .put(Claim.PERSON_THERE, data.textOr(Claim.PERSON_THERE, ""))
                .build();
    }

    private static Reply says(String state, Optional<Case> known, List<Row> writes) {
        Body.Builder result = Body.builder().put("state", Value.text(state));
        known.map(given -> given.known().textOr("claim_no", ""))
                .filter(claim -> !claim.isEmpty())
                .ifPresent(claim -> result.put("claim_no", claim));
        return Reply.done(Body.of("result", result.build()), writes, "");
    }
}
