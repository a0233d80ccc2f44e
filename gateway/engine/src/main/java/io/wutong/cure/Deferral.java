package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.charge.Charge;
import io.wutong.envelope.Suspension;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Arrival;
import io.wutong.exchange.Message;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.visit.Visit;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * PLG-DOWN-001: a settlement that certainly has not left, because the system behind is cut off, is kept in a case and sent
 * by {@link DeferredSettlement} once that answers again; the patient need not wait for it. Whether it was kept.
 *
 * <p>What a charge sends is the charge's own to send again.
 */
public final class Deferral implements Command<Boolean> {

    private static final Set<String> SETTLEMENTS = Set.of("2304", "2207");

    private final Message message;

    private Deferral(Message message) {
        this.message = message;
    }

    /** Empty where the message is no such settlement, or the place of care lets nobody leave before it. */
    public static Optional<Deferral> of(Message message, Answered answered) {
        boolean settlement = message.arrival().from() == Arrival.From.INSTITUTION
                && message.careNode() != null
                && SETTLEMENTS.contains(message.infno())
                && Suspension.seconds(answered.outcome()).isPresent();
        return settlement
                        && message.directory()
                                .rules()
                                .is(
                                        message.directory().topology().areas(),
                                        message.envelope().careArea(),
                                        RegionRules.DEFERRED,
                                        "yes")
                ? Optional.of(new Deferral(message))
                : Optional.empty();
    }

    private Body data() {
        return message.data("data");
    }

    private String mdtrtId() {
        return data().textOr("mdtrt_id", "");
    }

    private Key<Case> key() {
        String part = message.infno().equals("2207")
                ? "/" + data().textOr("chrg_bchno", "")
                : data().textOr("mid_setl_flag", "0").equals("1") ? "/mid" : "";
        return Case.key(message.care().id(), Case.DEFERRED, mdtrtId() + part);
    }

    @Override
    public Needs needs() {
        return Needs.rows(
                key(),
                Visit.key(message.care().id(), mdtrtId()),
                Charge.key(message.care().id(), message.msgid()));
    }

    @Override
    public Decision<Boolean> decide(Rows rows) {
        Optional<Visit> visit = rows.one(Visit.key(message.care().id(), mdtrtId()));
        if (visit.isEmpty()
                || rows.one(Charge.key(message.care().id(), message.msgid())).isPresent()) {
            return Decision.nothing(false);
        }
        Case before = rows.one(key()).orElse(null);
        if (before != null && before.closedAt() == null) {
            return Decision.nothing(true);
        }
        CaseNotes notes = CaseNotes.found(
                before,
                message.care().id(),
                Case.DEFERRED,
                key().part(2),
                CaseText.of("deferred.found", homeName()),
                Body.builder()
                        .put("infno", message.infno())
                        .put("msgid", message.msgid())
                        .put("mdtrt_id", mdtrtId())
                        .put("batch", data().textOr("chrg_bchno", ""))
                        .put("fixmedins_code", visit.get().fixmedinsCode())
                        .put("care_area", visit.get().careArea())
                        .put("home_area", visit.get().homeArea())
                        .put("input", Json.writeText(message.envelope().input()))
                        .build(),
                message.receivedAt());
        return Decision.of(
                true,
                notes.step(CaseText.of("deferred.kept", message.msgid()))
                        .next(Duration.ofSeconds(1))
                        .rows());
    }

    private String homeName() {
        String area = message.envelope().homeArea();
        return message.directory()
                .topology()
                .areas()
                .find(area)
                .map(found -> found.name())
                .orElse(area);
    }
}
