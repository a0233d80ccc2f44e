package io.wutong.coverage;

import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Exchange;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Under which id a referral is filed: the one of the same slip of the same visit to the same institution, while that may have
 * been filed, so that a second press is the question what became of the first. It is a new one when that was refused or
 * certainly did not arrive.
 *
 * @param entry the institution's node
 * @param key the referral; its {@code msgid} is kept before anything is sent
 * @param fresh an id to take when a new one is due
 */
record ReferralId(String entry, String institution, Key<BusinessKey> key, String fresh, LocalDate today)
        implements Command<ReferralId.Filed> {

    private static final String KIND = "referral_form";
    private static final int DATE_AT = 12;
    private static final int DATE_END = 20;

    /**
     * What to send.
     *
     * @param input what was said the first time; empty when nothing was
     */
    record Filed(String msgid, Optional<Body> input) {}

    static Key<BusinessKey> key(String node, String mdtrtId, String to, String slip) {
        return BusinessKey.key(node, KIND, mdtrtId + "/" + to + "/" + slip);
    }

    private Key<Exchange> sent(BusinessKey kept) {
        return Exchange.key(entry, institution, kept.msgid());
    }

    @Override
    public Needs needs() {
        return Needs.rows(key);
    }

    @Override
    public Needs more(Rows rows) {
        return rows.one(key).map(kept -> Needs.rows(sent(kept))).orElse(Needs.NONE);
    }

    @Override
    public Decision<Filed> decide(Rows rows) {
        Optional<BusinessKey> kept = rows.one(key);
        Optional<Exchange> sent = kept.flatMap(one -> rows.one(sent(one)));
        boolean stays = sent.isPresent()
                ? sent.get().mayStand()
                : kept.filter(this::mayBeOnItsWay).isPresent();
        if (kept.isPresent() && stays) {
            return Decision.nothing(new Filed(
                    kept.get().msgid(),
                    sent.map(before -> Json.read(before.request()).body("input"))));
        }
        BusinessKey taken =
                new BusinessKey(key.part(0), key.part(1), key.part(2), BusinessKey.State.STANDING, fresh, "");
        return Decision.of(new Filed(fresh, Optional.empty()), List.of(taken));
    }

    /** Not in the journal yet, which is written before anything is sent; a day later it never will be. */
    private boolean mayBeOnItsWay(BusinessKey kept) {
        LocalDate day = LocalDate.parse(kept.msgid().substring(DATE_AT, DATE_END), DateTimeFormatter.BASIC_ISO_DATE);
        return day.isAfter(today.minusDays(2));
    }
}
