package io.wutong.cure;

import io.wutong.coverage.CertHash;
import io.wutong.coverage.FindHome;
import io.wutong.coverage.PersonIndex;
import io.wutong.envelope.Envelope;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Message;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the process at a home with a legacy system hears of that home's stays, when the legacy system has done something:
 * so that an admission that was left open is found there as at any other home (ADM-ORPHAN-001), and one of a person who is
 * insured elsewhere too (COV-DUP-001), as far as he was admitted on an identity card: the person index knows no other.
 */
public final class LegacyStays {

    private static final String ADMISSION = "2401";
    private static final String ADMITTED = "mdtrtinfo";
    private static final String ENTRY = "entry";
    private static final String ADMITTED_BY = "admitted_by";

    private static final Set<String> HEARD = Set.of(ADMISSION, "2402", "2404", "2405", "2304", "2305");

    private LegacyStays() {}

    private static boolean hears(Message message, @Nullable Care care) {
        return care != null && HEARD.contains(message.infno());
    }

    /**
     * What it means.
     *
     * @param notice what the hospital is told with the answer; empty for nothing
     */
    public record Heard(List<Row> writes, String notice) {
        public static final Heard NOTHING = new Heard(List.of(), "");
    }

    public static Needs needs(Message message, Node home, @Nullable Care care, CertHash certs) {
        if (care == null || !hears(message, care)) {
            return Needs.NONE;
        }
        Needs stays = Needs.groups(HomeStay.of(home.id(), care.psnNo()));
        return certHash(message, certs)
                .map(hash -> stays.and(Needs.groups(PersonIndex.homes(hash))))
                .orElse(stays);
    }

    private static Optional<String> certHash(Message message, CertHash certs) {
        return message.infno().equals(ADMISSION)
                ? FindHome.certno(message.data(ADMITTED)).map(certs::of)
                : Optional.empty();
    }

    /** What was shown on admission, of the message as it was kept. */
    static Optional<String> certno(Exchange admission) {
        return FindHome.certno(Envelope.read(admission.request()).data(ADMITTED));
    }

    /** The orphans' cases, where one more stay begins. */
    public static Needs more(Message message, Node home, @Nullable Care care, Rows rows) {
        return care != null && message.infno().equals(ADMISSION)
                ? OtherStays.more(home, care.psnNo(), rows)
                : Needs.NONE;
    }

    /** @param answer what the legacy system has said */
    public static Heard heard(Message message, Node home, @Nullable Care care, Body answer, Rows rows, CertHash certs) {
        if (care == null || !hears(message, care)) {
            return Heard.NOTHING;
        }
        Optional<HomeStay> known = rows.one(HomeStay.key(home.id(), care.psnNo(), care.mdtrtId()));
        if (message.infno().equals(ADMISSION)) {
            return admitted(message, home, care, rows, certs);
        }
        HomeStay stay = known.orElseGet(() -> HomeStay.admitted(home.id(), care));
        HomeStay now = switch (message.infno()) {
            case "2402" -> stay.heard(HomeStay.State.LEFT, message.receivedAt().plus(HomeStay.SETTLED_WITHIN));
            case "2304" -> settled(message, stay, answer);
            case "2404" -> stay.heard(HomeStay.State.REVOKED, null);
            case "2305" -> cancelled(message, stay, care);
            default -> stay.heard(HomeStay.State.ADMITTED, null);
        };
        return new Heard(List.of(now), "");
    }

    private static Heard admitted(Message message, Node home, Care care, Rows rows, CertHash certs) {
        Noticing noticing = new Noticing(message, home, care, rows);
        AdmissionWatch.otherStays(noticing);
        // the certificate's number stays in the message: the case knows only where that is
        Body where = Body.builder()
                .put(ENTRY, message.exchangeKey().part(0))
                .put(ADMITTED_BY, message.msgid())
                .build();
        certHash(message, certs)
                .ifPresent(hash -> AdmissionWatch.insuredTwice(noticing, hash, care.insutype(), "", where));
        noticing.write(HomeStay.admitted(home.id(), care));
        return new Heard(noticing.writes(), noticing.notice());
    }

    /** Of a case of ours, the message by which he was admitted. */
    static Key<Exchange> admission(Body facts) {
        return Exchange.key(facts.textOr(ENTRY, ""), facts.textOr("fixmedins_code", ""), facts.textOr(ADMITTED_BY, ""));
    }

    /** Of an admission that is undone (2601), which names the message and not the stay. */
    public static Needs needs(Node home, Care admission) {
        return Needs.rows(HomeStay.key(home.id(), admission.psnNo(), admission.mdtrtId()));
    }

    /** As after 2404. */
    public static List<Row> undone(Node home, Care admission, Rows rows) {
        return rows.one(HomeStay.key(home.id(), admission.psnNo(), admission.mdtrtId()))
                .map(stay -> List.<Row>of(stay.heard(HomeStay.State.REVOKED, null)))
                .orElse(List.of());
    }

    /** Whether a case of ours is about a stay that a legacy system keeps. */
    static boolean keeps(Body facts) {
        return facts.has(ADMITTED_BY);
    }

    /** A part of it leaves the patient where he is. */
    private static HomeStay settled(Message message, HomeStay stay, Body answer) {
        return message.data("data").textOr("mid_setl_flag", "0").equals("1")
                ? stay
                : stay.settled(answer.body("setlinfo").textOr("setl_id", ""));
    }

    /** What it was before that settlement; taking back a part of it, or what it does not know of, changes nothing. */
    private static HomeStay cancelled(Message message, HomeStay stay, Care care) {
        String setlId = message.data("data").textOr("setl_id", "");
        if (stay.state() != HomeStay.State.SETTLED || !stay.setlId().equals(setlId)) {
            return stay;
        }
        return care.dischargedAt() == null
                ? stay.heard(HomeStay.State.ADMITTED, null)
                : stay.heard(HomeStay.State.LEFT, message.receivedAt().plus(HomeStay.SETTLED_WITHIN));
    }
}
