package io.wutong.settlement;

import io.wutong.exchange.BusinessKey;
import io.wutong.port.Key;
import io.wutong.spi.Body;
import java.util.Locale;

/**
 * What of a visit one settlement settles, and so what may be settled only once.
 *
 * @param kind which way of settling
 * @param value the batch's number, or when the purchase was made; empty for a whole stay
 */
record Part(Kind kind, String value) {

    enum Kind {
        /** An inpatient's stay. */
        WHOLE,
        /** A charge batch of an outpatient's visit: {@code chrg_bchno}. */
        BATCH,
        /** What of a stay is not settled yet, the patient staying: its number, empty before it is settled. */
        MID,
        /** A purchase at a pharmacy: {@code begntime}. */
        PURCHASE
    }

    static final Part WHOLE = new Part(Kind.WHOLE, "");

    /** Of a settlement's message, or of a trial's. */
    static Part of(String infno, Body data) {
        return switch (infno) {
            case "2206", "2207" -> new Part(Kind.BATCH, data.textOr("chrg_bchno", ""));
            case "2101", "2102" -> new Part(Kind.PURCHASE, data.textOr("begntime", ""));
            default -> data.textOr("mid_setl_flag", "0").equals("1") ? new Part(Kind.MID, "") : WHOLE;
        };
    }

    /** Reads what {@link #text} wrote. */
    static Part parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? WHOLE
                : new Part(Kind.valueOf(text.substring(0, slash).toUpperCase(Locale.ROOT)), text.substring(slash + 1));
    }

    /** As a settlement keeps it; empty for a whole stay. */
    String text() {
        return kind == Kind.WHOLE ? "" : kind.name().toLowerCase(Locale.ROOT) + "/" + value;
    }

    /** What stands once; of mid-stay settlements there may be several, but one at a time. A purchase has no visit before it is made: it is known by who bought where and when. */
    Key<BusinessKey> key(String node, String mdtrtId, String fixmedinsCode, String psnNo) {
        return BusinessKey.key(
                node,
                kind == Kind.MID ? BusinessKey.PART : "settlement",
                switch (kind) {
                    case WHOLE -> mdtrtId + "/whole";
                    case MID -> mdtrtId + "/mid";
                    case BATCH -> mdtrtId + "/" + text();
                    case PURCHASE -> fixmedinsCode + "/" + psnNo + "/" + value;
                });
    }
}
