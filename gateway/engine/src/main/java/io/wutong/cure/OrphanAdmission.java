package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * ADM-ORPHAN-001 at home: an admission was left open elsewhere. The place of care is asked to take it back (WT02) and
 * asked again until it has; care at home goes on all the while.
 */
public final class OrphanAdmission implements Cure {

    private final Store store;
    private final OurMessages messages;
    private final Supplier<Topology> topology;

    public OrphanAdmission(Store store, OurMessages messages, Supplier<Topology> topology) {
        this.store = store;
        this.messages = messages;
        this.topology = topology;
    }

    @Override
    public String kind() {
        return Case.ORPHAN;
    }

    @Override
    public Future<Turn> work(Case given) {
        return WatchVisit.look(store, given, given.known().textOr("desk", given.node()), (turn, visit) -> {
            Node home = topology.get().node(given.node());
            return revoke(messages, home, given, given.known().textOr("reason", ""), turn);
        });
    }

    /** Where the claim goes; another home knows the person by another number, or by the certificate's hash alone. */
    private static Body claimTo(Node home, Body facts) {
        String to = facts.textOr("claim_to", home.area());
        Body.Builder claim = Body.builder().put("claim_to", to);
        if (!to.equals(facts.textOr("home_area", home.area()))) {
            claim.put(Claim.CERT_HASH, facts.textOr(Claim.CERT_HASH, ""))
                    .put(Claim.PERSON_THERE, facts.textOr(Claim.PERSON_THERE, ""));
        }
        return claim.build();
    }

    /** Asks the place of care, and notes what it says when that is new. */
    static Future<Turn> revoke(OurMessages messages, Node home, Case given, String reason, Turn turn) {
        Body facts = given.known();
        Body data = Body.builder()
                .put("psn_no", facts.textOr("psn_no", ""))
                .put("mdtrt_id", given.ref())
                .put("fixmedins_code", facts.textOr("fixmedins_code", ""))
                .put("reason", reason)
                .putAll(claimTo(home, facts))
                .build();
        return messages.ofAgency(Transaction.REVOKE, home, facts.textOr("care_area", ""), data)
                .map(answered -> {
                    Optional<Body> said = answered.output().map(output -> output.body("result"));
                    String state = said.map(result -> result.textOr("state", ""))
                            .orElse(answered.outcome().label());
                    String claim =
                            said.map(result -> result.textOr("claim_no", "")).orElse("");
                    if (!claim.isEmpty()) {
                        turn.know("claim_no", claim);
                    }
                    return turn.learn("state", state, CaseText.of("revoke.asked", CaseText.zh("revoke." + state)))
                            .askingAgain();
                });
    }
}
