package io.wutong.catalogue.rules;

import io.wutong.catalogue.CatalogueItem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Splits a fee line at the place of care (domain reference §4.1): own-pay + over-limit + prior self-pay + in scope =
 * amount, on every line.
 *
 * <p>Class 丙 and items that the catalogue does not know are own-pay as a whole. Of the others, what lies above the price
 * limit is over-limit, the ratio of the rest is prior self-pay (HALF_UP), what remains is in scope.
 */
public record LineSplit(long ownPayFen, long overLimitFen, long priorSelfPayFen, long inScopeFen) {

    private static final String OWN_PAY_LEVEL = "03";

    /** Quantity × price, HALF_UP to a fen. */
    public static long amount(BigDecimal cnt, BigDecimal pric) {
        return cnt.multiply(pric)
                .movePointRight(2)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** Splits an amount of {@code cnt} units; negative on a refund line, whichever factor has the minus. */
    public static LineSplit of(Optional<CatalogueItem> found, BigDecimal cnt, long amountFen) {
        if (found.isEmpty() || found.get().level().equals(OWN_PAY_LEVEL)) {
            return new LineSplit(amountFen, 0, 0, 0);
        }
        CatalogueItem item = found.get();
        long over = 0;
        if (item.priceMaxMillionths() != Long.MAX_VALUE) {
            long allowed = amount(cnt.abs(), BigDecimal.valueOf(item.priceMaxMillionths(), 6));
            over = amountFen >= 0 ? Math.max(0, amountFen - allowed) : Math.min(0, amountFen + allowed);
        }
        long prior = BigDecimal.valueOf(amountFen - over)
                .multiply(BigDecimal.valueOf(item.selfPayBp(), 4))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        return new LineSplit(0, over, prior, amountFen - over - prior);
    }
}
