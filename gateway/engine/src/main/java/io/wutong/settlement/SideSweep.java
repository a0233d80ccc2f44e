package io.wutong.settlement;

import io.vertx.core.Future;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.MessageId;
import io.wutong.envelope.Refusal;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Arrival;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Exchanges;
import io.wutong.exchange.OpenSides;
import io.wutong.exchange.Ports;
import io.wutong.exchange.SideCheck;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds settlements that only one side has: asks the home about those that are due in its own buckets, as {@link Sides}
 * says, and sends the reversal once more where that is what is wanting. A sweep does not wait for what it starts; a
 * question that two workers ask changes something once, because it names the round that it was asked in.
 */
public final class SideSweep {

    /** Questions under way at a time by one worker. */
    public static final int IN_FLIGHT_MAX = 16;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Ports ports;
    private final OpenSides open;
    private final Exchanges exchanges;
    private final Set<Key<SideCheck>> running = new HashSet<>();

    public SideSweep(Ports ports, OpenSides open, Exchanges exchanges) {
        this.ports = ports;
        this.open = open;
        this.exchanges = exchanges;
    }

    /** Starts what is due now; how many. */
    public Future<Integer> sweep() {
        int room = IN_FLIGHT_MAX - running.size();
        Set<String> buckets = ports.tenure().buckets().keySet();
        return buckets.isEmpty() || room <= 0
                ? Future.succeededFuture(0)
                : open.sides(buckets, ports.tenure().databaseTime(), room).map(this::start);
    }

    private int start(List<SideCheck> found) {
        int started = 0;
        for (SideCheck check : found) {
            if (running.add(check.key())) {
                started++;
                Future.succeededFuture()
                        .compose(now -> turn(check))
                        .onSuccess(ports.events()::compared)
                        .onFailure(broken -> failed(check, broken))
                        .onComplete(ended -> running.remove(check.key()));
            }
        }
        return started;
    }

    /** Whatever it ends in, the comparison is not due any more: a few that cannot be asked would keep out all others. */
    private Future<String> turn(SideCheck check) {
        Key<Exchange> key = Exchange.key(check.entryNode(), check.fixmedinsCode(), check.msgid());
        return ports.store()
                .read(Needs.rows(key), rows -> rows.one(key))
                .compose(original -> Future.succeededFuture()
                        .compose(now -> compare(check, original))
                        .recover(broken -> {
                            failed(check, broken);
                            return Future.succeededFuture(Sides.UNANSWERED);
                        })
                        .compose(finding -> finding.equals(Sides.UNANSWERED)
                                ? ports.store().commit(putOff(check, original))
                                : Future.succeededFuture(finding)));
    }

    private Future<String> compare(SideCheck check, Optional<Exchange> original) {
        Optional<Node> entry = topology().find(check.entryNode()).filter(Node::hostedHere);
        if (original.isEmpty() || original.get().request().length == 0 || entry.isEmpty()) {
            return Future.succeededFuture(Sides.UNANSWERED);
        }
        Body asks = Body.builder()
                .put("asks", Integer.toString(check.asks()))
                .put("asked_at", ports.tenure().databaseTime().toString())
                .build();
        return send(Transaction.SIDES, entry.get(), original.get(), asks).compose(answered -> {
            String finding = finding(answered);
            return finding.equals("reverse_home")
                    ? send("2601", entry.get(), original.get(), Body.of("again", Value.text("1")))
                            .map(finding)
                    : Future.succeededFuture(finding);
        });
    }

    private static String finding(Answered answered) {
        return answered.output()
                .map(said -> said.body("result").textOr("finding", Sides.UNANSWERED))
                .orElse(Sides.UNANSWERED);
    }

    private PutOff putOff(SideCheck check, Optional<Exchange> original) {
        Topology tree = topology();
        String node = tree.find(check.fixmedinsCode())
                .flatMap(tree::parent)
                .or(() -> original.flatMap(SideSweep::careArea).flatMap(tree::serving))
                .map(Node::id)
                .orElse(check.entryNode());
        return new PutOff(
                check, node, ports.tenure().databaseTime(), ports.clock().now());
    }

    private static Optional<String> careArea(Exchange original) {
        try {
            return Optional.of(Envelope.read(original.request()).careArea());
        } catch (Refusal unreadable) {
            return Optional.empty();
        }
    }

    private void failed(SideCheck check, Throwable broken) {
        ports.events().failed(Transaction.SIDES, check.msgid(), broken);
    }

    private Topology topology() {
        return exchanges.directory().get().topology();
    }

    /** A message of our own in the institution's name, the way that the original went. */
    private Future<Answered> send(String infno, Node entry, Exchange original, Body more) {
        Envelope first = Envelope.read(original.request());
        LocalDateTime now = ports.clock().civil();
        Body data = Body.builder()
                .put("psn_no", first.data("data").textOr("psn_no", ""))
                .put("omsgid", original.msgid())
                .put("oinfno", original.infno())
                .put("setl_id", original.result())
                .putAll(more)
                .build();
        Body envelope = Body.builder()
                .put("infno", infno)
                .put(
                        "msgid",
                        MessageId.ofTerminal(
                                original.fixmedinsCode(),
                                now,
                                Long.parseLong(ports.random().hex(12), 16)))
                .put("mdtrtarea_admvs", first.careArea())
                .put("insuplc_admdvs", first.homeArea())
                .put("recer_sys_code", "YBXT")
                .put("infver", "V1.0")
                .put("opter_type", "3")
                .put("opter", "wutong")
                .put("opter_name", "双方核对")
                .put("inf_time", SECONDS.format(now))
                .put("fixmedins_code", original.fixmedinsCode())
                .put("fixmedins_name", entry.name())
                .put("input", Body.of("data", data))
                .build();
        return exchanges.receive(new Arrival(
                entry,
                Arrival.From.INSTITUTION,
                Envelope.read(Json.write(envelope)),
                original.destination(),
                null,
                ports.random().hex(32),
                ports.clock().nanos() + Exchanges.HOSPITAL_MILLIS * 1_000_000,
                1,
                0,
                null));
    }
}
