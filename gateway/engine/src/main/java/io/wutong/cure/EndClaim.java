package io.wutong.cure;

import io.wutong.envelope.Fault;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Fen;
import java.time.Instant;
import java.util.List;

/**
 * A clerk's word that ends a manual claim: it is withdrawn, and its stay may be settled directly again, or it is paid. The
 * same word once more changes nothing; another one is refused.
 *
 * @param paidFen what was paid; 0 for a withdrawal
 * @param by who says so, and {@code why}: for its history
 */
public record EndClaim(Key<Claim> key, ClaimState.Event event, long paidFen, String by, String why, Instant at)
        implements Command<Claim> {

    public static EndClaim withdraw(Key<Claim> key, String by, String why, Instant at) {
        return new EndClaim(key, ClaimState.Event.WITHDRAW, 0, by, why, at);
    }

    public static EndClaim pay(Key<Claim> key, long fen, String by, String why, Instant at) {
        return new EndClaim(key, ClaimState.Event.PAY, fen, by, why, at);
    }

    @Override
    public Needs needs() {
        return Needs.rows(key);
    }

    /** @throws io.wutong.envelope.Refusal when there is none, it has ended otherwise, or more is paid than was claimed */
    @Override
    public Decision<Claim> decide(Rows rows) {
        Claim claim = rows.one(key).orElseThrow(() -> Fault.CLAIM.refusal(key.part(2)));
        ClaimState to = event == ClaimState.Event.PAY ? ClaimState.PAID : ClaimState.WITHDRAWN;
        Claim ended = event == ClaimState.Event.PAY ? claim.paid(paidFen, at) : claim.withdrawn(at);
        ClaimState next = ClaimState.TABLE.next(claim.state(), event).orElse(null);
        if (next == null) {
            if (claim.state() != to || claim.paidFen() != paidFen) {
                throw Fault.CLAIMENDED.refusal(claim.claimNo(), claim.state().zh());
            }
            return Decision.nothing(claim);
        }
        if (paidFen < 0 || paidFen > claim.payableFen()) {
            throw Fault.FIELD.refusal("amount", "应在0与" + Fen.format(claim.payableFen()) + "之间");
        }
        String cause = by + ": " + why;
        return Decision.of(ended, List.<Row>of(ended, claim.change(next, event.name(), cause, at)));
    }
}
