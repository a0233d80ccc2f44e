package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Desk;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * WT03 at home: a manual claim that comes with its data. Of one settlement that paid only a part there is one, while it
 * stands; of one stay there is one, by whichever way it came first. One that was withdrawn is none: it is claimed anew.
 *
 * <p>It is of somebody whom this home knows: by the number that it has given him, by the certificate's hash when the stay
 * began under another home, or, where a legacy system keeps the persons, because that has had the stay or has said that it
 * insures him. Anybody else's claim is refused: nobody would ever pay it.
 */
public final class TakeClaim implements HomeSide {

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.rows(settlement(message, home), asked(message, home))
                .and(Needs.groups(PersonIndex.homes(message.data("data").textOr(Claim.CERT_HASH, ""))));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        String psnNo = psnNo(message, home, rows);
        return Needs.rows(
                        Person.key(home.id(), psnNo),
                        HomeStay.key(home.id(), psnNo, message.data("data").textOr("mdtrt_id", "")))
                .and(Needs.groups(Claim.of(home.id(), psnNo)));
    }

    /** The number that this home has given him; one of another home's is none here. */
    private static String psnNo(Message message, Node home, Rows rows) {
        Body data = message.data("data");
        return handedOver(data)
                ? MovedPerson.key(message, home, rows)
                        .map(key -> key.part(1))
                        .orElse(data.textOr(Claim.PERSON_THERE, ""))
                : data.textOr("psn_no", "");
    }

    /** Whether it says who he is here: the stay began under another home. */
    private static boolean handedOver(Body data) {
        return !data.textOr(Claim.CERT_HASH, "").isEmpty()
                || !data.textOr(Claim.PERSON_THERE, "").isEmpty();
    }

    private static void requireKnown(Message message, Node home, String psnNo, Rows rows) {
        String mdtrtId = message.data("data").textOr("mdtrt_id", "");
        boolean asked = handedOver(message.data("data"))
                && rows.one(asked(message, home)).isPresent();
        if (psnNo.isEmpty()
                || rows.one(Person.key(home.id(), psnNo)).isEmpty()
                        && rows.one(HomeStay.key(home.id(), psnNo, mdtrtId)).isEmpty()
                        && !asked) {
            throw Fault.PERSON.refusal();
        }
    }

    /** What our clerks were asked when he was admitted under another home (COV-DUP-001). */
    private static Key<Case> asked(Message message, Node home) {
        return Case.key(home.id(), Case.COVERAGE_ASKED, message.data("data").textOr("mdtrt_id", ""));
    }

    private static Key<Settlement> settlement(Message message, Node home) {
        return Settlement.key(Desk.ofHome(message, home), message.data("data").textOr(Claim.SETTLEMENT, ""));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Body data = message.data("data");
        String mdtrtId = Envelope.required(data, "mdtrt_id");
        Envelope.required(data, "psn_no");
        String psnNo = psnNo(message, home, rows);
        requireKnown(message, home, psnNo, rows);
        String setlId = data.textOr(Claim.SETTLEMENT, "");
        if (!setlId.isEmpty()) {
            requireStanding(setlId, rows.one(settlement(message, home)));
        }
        String ref = setlId.isEmpty() ? mdtrtId : setlId;
        List<Claim> all = rows.all(Claim.of(home.id(), psnNo));
        Optional<Claim> before = before(all, data, mdtrtId, setlId);
        Claim claim = before.orElseGet(() -> Claim.of(
                home.id(),
                psnNo,
                Claim.unused(all, ref),
                "LX" + home.area() + message.serial(),
                data.with("psn_no", Value.text(psnNo)),
                message.receivedAt()));
        List<Row> writes = new ArrayList<>(before.isPresent() ? List.of() : Claim.entered(claim, message.msgid()));
        // his stay has come to us, so it is this coverage that stays: nothing is left to verify
        rows.one(asked(message, home))
                .filter(open -> open.closedAt() == null)
                .ifPresent(open -> writes.addAll(CaseNotes.of(open, message.receivedAt())
                        .step(CaseText.of("twice.stays_here", claim.claimNo()))
                        .ended()
                        .rows()));
        return Reply.done(Body.of("result", Body.of("claim_no", Value.text(claim.claimNo()))), writes, claim.claimNo());
    }

    /** The standing one of the same settlement or visit, or of the same stay by another way. */
    private static Optional<Claim> before(List<Claim> all, Body data, String mdtrtId, String setlId) {
        Optional<Claim> same = setlId.isEmpty()
                ? all.stream().filter(claim -> claim.isOfVisit(mdtrtId)).findFirst()
                : Claim.ofSettlement(all, setlId).stream().findFirst();
        return same.or(() -> Claim.instead(all, data.textOr("fixmedins_code", ""), data.textOr("ipt_otp_no", "")));
    }

    /** What was taken back has given everything back: nothing is left to claim. */
    private static void requireStanding(String setlId, Optional<Settlement> found) {
        Settlement settlement = found.orElseThrow(() -> Fault.SETTLEMENT.refusal(setlId));
        if (settlement.state() != SettlementState.STANDING) {
            throw Fault.CANCELLED.refusal(setlId);
        }
    }
}
