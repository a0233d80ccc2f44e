package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.MessageId;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.topology.Node;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Messages that the gateway itself begins, through the same journal and the same look for repetitions as all others: in
 * an institution's name the way to a home, or of an agency to another, in which {@code mdtrtarea_admvs} is where it
 * begins and {@code insuplc_admdvs} where it is answered. Sent again under the same id, it is the question what became of
 * it.
 */
public final class OurMessages {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Ports ports;
    private final Exchanges exchanges;

    public OurMessages(Ports ports, Exchanges exchanges) {
        this.ports = ports;
        this.exchanges = exchanges;
    }

    /** Under which code an agency writes: as long as an institution's, and none. */
    public static String sender(Node agency) {
        return "A" + agency.area() + "00000";
    }

    /** An id for a message to come, so that it can be kept before anything is sent. */
    public String msgid(String sender) {
        return MessageId.ofTerminal(
                sender, ports.clock().civil(), Long.parseLong(ports.random().hex(12), 16));
    }

    /** In an institution's name. */
    public Future<Answered> ofInstitution(
            String infno, String msgid, String fixmedinsCode, String careArea, String homeArea, Body input) {
        Node entry = exchanges
                .directory()
                .get()
                .topology()
                .find(fixmedinsCode)
                .filter(Node::hostedHere)
                .orElse(null);
        return entry == null
                ? Future.failedFuture(Fault.INSTITUTION.refusal(fixmedinsCode))
                : send(infno, msgid, entry, Arrival.From.INSTITUTION, fixmedinsCode, careArea, homeArea, input);
    }

    /** Of an agency, a node of ours, to the one that serves an area. */
    public Future<Answered> ofAgency(String infno, Node agency, String toArea, Body data) {
        String sender = sender(agency);
        return send(
                infno,
                msgid(sender),
                agency,
                Arrival.From.AGENCY,
                sender,
                agency.area(),
                toArea,
                Body.of("data", data));
    }

    private Future<Answered> send(
            String infno,
            String msgid,
            Node entry,
            Arrival.From from,
            String sender,
            String fromArea,
            String toArea,
            Body input) {
        LocalDateTime now = ports.clock().civil();
        Body envelope = Body.builder()
                .put("infno", infno)
                .put("msgid", msgid)
                .put("mdtrtarea_admvs", fromArea)
                .put("insuplc_admdvs", toArea)
                .put("recer_sys_code", "YBXT")
                .put("infver", "V1.0")
                .put("opter_type", "3")
                .put("opter", "wutong")
                .put("opter_name", "自动处置")
                .put("inf_time", SECONDS.format(now))
                .put("fixmedins_code", sender)
                .put("fixmedins_name", entry.name())
                .put("input", input)
                .build();
        return exchanges.receive(new Arrival(
                entry,
                from,
                Envelope.read(Json.write(envelope)),
                toArea,
                null,
                ports.random().hex(32),
                ports.clock().nanos() + Exchanges.HOSPITAL_MILLIS * 1_000_000,
                1,
                0,
                null));
    }
}
