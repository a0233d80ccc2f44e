package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.coverage.PersonIndex;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where homes publish whom they know, a person whom two of them know is told to each (WT07), so that the home under which
 * he is admitted next sees at once that another may insure him too.
 */
public final class KnownTwice implements Cure {

    private final Store store;
    private final OurMessages messages;
    private final Supplier<Topology> topology;

    public KnownTwice(Store store, OurMessages messages, Supplier<Topology> topology) {
        this.store = store;
        this.messages = messages;
        this.topology = topology;
    }

    @Override
    public String kind() {
        return Case.KNOWN_TWICE;
    }

    @Override
    public Future<Turn> work(Case given) {
        Node agency = agency(given.node());
        Key<PersonIndex> homes = PersonIndex.homes(given.ref());
        return store.read(
                        Needs.groups(homes),
                        rows -> rows.all(homes).stream().map(PersonIndex::area).toList())
                .compose(areas -> tell(agency, given, areas, 0, true))
                .map(all -> all
                        ? Turn.of(given).step(CaseText.of("known.told")).done()
                        : Turn.of(given).askingAgain());
    }

    /** Whoever keeps the index in a home's stead: the nearest node above it that is ours. */
    private Node agency(String home) {
        Topology tree = topology.get();
        return tree.areas().upwards(home).stream()
                .flatMap(area -> tree.find(area.code()).stream())
                .filter(Node::hostedHere)
                .findFirst()
                .orElseThrow(() -> Fault.NOROUTE.refusal(home));
    }

    private Future<Boolean> tell(Node agency, Case given, List<String> areas, int at, boolean soFar) {
        if (at == areas.size()) {
            return Future.succeededFuture(soFar);
        }
        Body data = Body.builder()
                .put("cert_hash", given.ref())
                .put("areas", String.join(" ", areas))
                .build();
        return messages.ofAgency(Transaction.KNOWN, agency, areas.get(at), data)
                .compose(answered -> tell(
                        agency,
                        given,
                        areas,
                        at + 1,
                        soFar
                                && !(answered.outcome() instanceof Outcome.Unknown)
                                && !(answered.outcome() instanceof Outcome.NotSent)));
    }
}
