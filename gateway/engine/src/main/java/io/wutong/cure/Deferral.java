package io.wutong.cure;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.charge.Charge;
import io.wutong.envelope.Suspension;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Arrival;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reversals;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.visit.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * PLG-DOWN-001: a settlement that certainly has not left, because the system behind is cut off, is kept in a case and sent
 * by {@link DeferredSettlement} once that answers again; the patient need not wait for it. Whether it was kept.
 *
 * <pre>
 *   none kept ──────────────────────────────────▶ kept
 *   one kept ─ the same, not sent ──────────────▶ waited for
 *            ─ certainly did not happen ────────▶ this one takes its place
 *            ─ under way, or perhaps it happened ▶ nothing is promised
 * </pre>
 *
 * <p>What a charge sends is the charge's own to send again.
 */
public final class Deferral implements Command<Boolean> {

    /** The id that it is sent under. */
    static final String MSGID = "msgid";

    /** The number that a part of a stay would have got. */
    static final String MID = "mid";

    /** The node at which it entered: with its institution and its id, the journal's row of it. */
    static final String ENTRY = "entry";

    /** The id that the hospital knows it by, whatever id it is sent under once that is too old. */
    static final String FIRST = "first_msgid";

    private static final Set<String> SETTLEMENTS = Set.of("2304", "2207");

    private final Message message;

    private Deferral(Message message) {
        this.message = message;
    }

    /** Empty where the message is no such settlement, or the place of care lets nobody leave before it. */
    public static Optional<Deferral> of(Message message, Answered answered) {
        return isSettlement(message)
                        && Suspension.seconds(answered.outcome()).isPresent()
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

    private static boolean isSettlement(Message message) {
        return message.arrival().from() == Arrival.From.INSTITUTION
                && message.careNode() != null
                && SETTLEMENTS.contains(message.infno());
    }

    /** Whether a message is a settlement that is kept under this very id, so that it will be sent. */
    public static Future<Boolean> keeps(Store store, Message message) {
        if (!isSettlement(message)) {
            return Future.succeededFuture(false);
        }
        Deferral deferral = new Deferral(message);
        return store.read(
                Needs.rows(deferral.key()),
                rows -> deferral.open(rows).filter(deferral::isThis).isPresent());
    }

    private boolean isThis(Case kept) {
        return Stream.of(MSGID, FIRST)
                .anyMatch(id -> kept.known().textOr(id, "").equals(message.msgid()));
    }

    private Body data() {
        return message.data("data");
    }

    private String mdtrtId() {
        return data().textOr("mdtrt_id", "");
    }

    private Key<Case> key() {
        String part = message.infno().equals("2207") ? "/" + data().textOr("chrg_bchno", "") : isMid() ? "/mid" : "";
        return Case.key(message.care().id(), Case.DEFERRED, mdtrtId() + part);
    }

    @Override
    public Needs needs() {
        return Needs.rows(
                key(),
                Visit.key(message.care().id(), mdtrtId()),
                Charge.key(message.care().id(), message.msgid()));
    }

    /** What has become of the one that is kept. */
    @Override
    public Needs more(Rows rows) {
        return open(rows)
                .map(kept -> Needs.rows(exchange(entry(), kept.known(), MSGID), exchange(entry(), kept.known(), FIRST)))
                .orElse(Needs.NONE);
    }

    private Optional<Case> open(Rows rows) {
        return rows.one(key()).filter(kept -> kept.closedAt() == null);
    }

    /**
     * The journal's row of what is kept.
     *
     * @param entry the node at which it entered
     * @param id {@link #MSGID} or {@link #FIRST}
     */
    static Key<Exchange> exchange(String entry, Body facts, String id) {
        String msgid = facts.textOr(MSGID, "");
        return Exchange.key(entry, facts.textOr("fixmedins_code", ""), facts.textOr(id, msgid));
    }

    private String entry() {
        return message.exchangeKey().part(0);
    }

    @Override
    public Decision<Boolean> decide(Rows rows) {
        Optional<Visit> visit = rows.one(Visit.key(message.care().id(), mdtrtId()));
        if (visit.isEmpty()
                || rows.one(Charge.key(message.care().id(), message.msgid())).isPresent()) {
            return Decision.nothing(false);
        }
        Optional<Case> open = open(rows);
        if (open.isPresent()) {
            return instead(open.get(), visit.get(), rows);
        }
        CaseNotes notes = CaseNotes.found(
                rows.one(key()).orElse(null),
                message.care().id(),
                Case.DEFERRED,
                key().part(2),
                CaseText.of("deferred.found", homeName()),
                facts(visit.get()),
                message.receivedAt());
        return Decision.of(true, kept(notes));
    }

    private Decision<Boolean> instead(Case kept, Visit visit, Rows rows) {
        Body known = kept.known();
        if (known.textOr(MSGID, "").equals(message.msgid())) {
            return Decision.nothing(true);
        }
        Optional<Exchange> its = rows.one(exchange(entry(), known, MSGID));
        boolean notSent = its.map(row -> row.state() == Exchange.State.NOT_SENT).orElse(true);
        if (notSent
                && !TakeBack.reversed(rows.one(exchange(entry(), known, FIRST)))
                && known.textOr("input", "").equals(input())) {
            return Decision.nothing(true);
        }
        return notSent || its.filter(Reversals::nothingHappened).isPresent()
                ? Decision.of(
                        true, kept(CaseNotes.of(kept, message.receivedAt()).knowing(facts(visit))))
                : Decision.nothing(false);
    }

    private List<Row> kept(CaseNotes notes) {
        return notes.step(CaseText.of("deferred.kept", message.msgid()))
                .next(Duration.ofSeconds(1))
                .rows();
    }

    private Body facts(Visit visit) {
        return Body.builder()
                .put("infno", message.infno())
                .put(ENTRY, entry())
                .put(MSGID, message.msgid())
                .put(FIRST, message.msgid())
                .put("mdtrt_id", mdtrtId())
                .put("batch", data().textOr("chrg_bchno", ""))
                .put(MID, isMid() ? Integer.toString(visit.mids().next()) : "")
                .put("fixmedins_code", visit.fixmedinsCode())
                .put("care_area", visit.careArea())
                .put("home_area", visit.homeArea())
                .put("input", input())
                .build();
    }

    private String input() {
        return Json.writeText(message.envelope().input());
    }

    private boolean isMid() {
        return data().textOr("mid_setl_flag", "0").equals("1");
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
