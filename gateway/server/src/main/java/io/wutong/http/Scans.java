package io.wutong.http;

import io.vertx.core.Future;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.MessageId;
import io.wutong.envelope.Suspension;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Arrival;
import io.wutong.exchange.Exchanges;
import io.wutong.host.PluginHost;
import io.wutong.host.Served;
import io.wutong.port.Clock;
import io.wutong.port.Random;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Credential;
import io.wutong.spi.CredentialReader;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.Scan;
import io.wutong.spi.VisitMemory;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A scan at a window: a reader says who shows it, an 1101 of the terminal's institution says who that is at home, and the
 * terminal is told what to do next. The person is masked: the window needs to recognise, not to copy.
 */
final class Scans {

    /** A scan is answered in this time, the way to the home included. */
    static final long SCAN_MILLIS = 3_000;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Clock clock;
    private final Random random;
    private final Exchanges exchanges;
    private final PluginHost plugins;

    Scans(Clock clock, Random random, Exchanges exchanges, PluginHost plugins) {
        this.clock = clock;
        this.random = random;
        this.exchanges = exchanges;
        this.plugins = plugins;
    }

    Future<Body> scan(Terminal terminal, Body asked, long started) {
        Scan scan = new Scan(
                Envelope.required(asked, "text"),
                terminal.fixmedinsCode(),
                terminal.id(),
                asked.text("business_type").orElse(null));
        Optional<CredentialReader> reader = plugins.credentialReaders().stream()
                .map(Served::adapter)
                .filter(candidate -> candidate.recognises(scan))
                .findFirst();
        if (reader.isEmpty()) {
            return Future.failedFuture(Fault.CREDENTIAL.refusal());
        }
        String traceId = random.hex(32);
        long deadline = started + SCAN_MILLIS * 1_000_000;
        CallContext context = new CallContext(
                traceId, traceId, terminal.fixmedinsCode(), "credential", 1, deadline, VisitMemory.NONE);
        return reader.get()
                .read(scan, context)
                .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)))
                .compose(outcome -> outcome instanceof Outcome.Succeeded<Credential> read
                        ? home(terminal, read.answer(), traceId, deadline)
                        : Future.succeededFuture(refused(outcome)));
    }

    private Future<Body> home(Terminal terminal, Credential credential, String traceId, long deadline) {
        Topology topology = exchanges.directory().get().topology();
        Node entry = topology.find(terminal.fixmedinsCode())
                .orElseThrow(() -> Fault.INSTITUTION.refusal(terminal.fixmedinsCode()));
        Envelope envelope = Envelope.read(Json.write(question(terminal, entry, credential)));
        String destination = credential.homeArea() == null ? "" : String.valueOf(credential.homeArea());
        return exchanges
                .receive(new Arrival(
                        entry,
                        Arrival.From.INSTITUTION,
                        envelope,
                        topology.areas().has(destination) ? destination : "",
                        null,
                        traceId,
                        deadline,
                        1,
                        0,
                        null))
                .map(answered -> answer(credential, answered, entry));
    }

    /** An 1101 as the institution's HIS would send it. */
    private Body question(Terminal terminal, Node entry, Credential credential) {
        LocalDateTime now = clock.civil();
        return Body.builder()
                .put("infno", "1101")
                .put("msgid", MessageId.ofTerminal(terminal.fixmedinsCode(), now, Long.parseLong(random.hex(12), 16)))
                .put("mdtrtarea_admvs", entry.area())
                .put("insuplc_admdvs", "")
                .put("recer_sys_code", "YBXT")
                .put("infver", "V1.0")
                .put("opter_type", "2")
                .put("opter", terminal.id())
                .put("opter_name", "终端")
                .put("inf_time", SECONDS.format(now))
                .put("fixmedins_code", terminal.fixmedinsCode())
                .put("fixmedins_name", entry.name())
                .put(
                        "input",
                        Body.of(
                                "data",
                                Body.builder()
                                        .put("mdtrt_cert_type", credential.mdtrtCertType())
                                        .put("mdtrt_cert_no", credential.mdtrtCertNo())
                                        .putIfGiven("card_sn", credential.cardSn())
                                        .put("psn_cert_type", "01")
                                        .putIfGiven("certno", credential.certno())
                                        .putIfGiven("psn_name", credential.name())
                                        .build()))
                .build();
    }

    private Body answer(Credential credential, Answered answered, Node entry) {
        return answered.outcome() instanceof Outcome.Succeeded<Body> found
                ? new ScanAnswer(
                                exchanges.directory().get(),
                                entry.area(),
                                clock.civil().toLocalDate(),
                                found.answer())
                        .body(credential)
                : refused(answered.outcome());
    }

    private static Body refused(Outcome<?> outcome) {
        boolean said = outcome instanceof Outcome.Rejected;
        Outcome.Rejected<?> rejected = said ? (Outcome.Rejected<?>) outcome : null;
        Optional<Integer> suspended = Suspension.seconds(outcome);
        Fault busy = suspended.isPresent() ? Fault.SUSPENDED : Fault.BUSY;
        return Body.builder()
                .put("success", new io.wutong.spi.Value.Bool(false))
                .put("code", rejected == null ? busy.code() : rejected.code())
                .put("message", rejected == null ? busy.zh(suspended.orElse(1)) : rejected.message())
                .put("next", rejected == null ? "retry" : "show_other")
                .put("next_zh", rejected == null ? "请稍后重试" : "请按提示更换凭证")
                .build();
    }
}
