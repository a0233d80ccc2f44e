package io.wutong.channel.nhsampay;

import io.wutong.spi.InsuranceStatus.Part;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an {@code ordStas} says of either half. The codes are weakly attested: a configuration may name others. */
enum Standing {
    /** Uploaded, not ordered yet. */
    SAVED(Part.OPEN, Part.OPEN, Part.OPEN, "0"),
    OPEN(Part.OPEN, Part.OPEN, Part.OPEN, "1", "2"),
    CASH_PAID(Part.OPEN, Part.PAID, Part.OPEN, "3"),
    INSURANCE_PAID(Part.OPEN, Part.OPEN, Part.PAID, "4"),
    PAID(Part.PAID, Part.PAID, Part.PAID, "5", "6"),
    RETURNED(Part.REFUNDED, Part.REFUNDED, Part.REFUNDED, "7"),
    INSURANCE_RETURNED(Part.REFUNDED, Part.PAID, Part.REFUNDED, "8"),
    CASH_RETURNED(Part.REFUNDED, Part.REFUNDED, Part.PAID, "9"),
    REVOKED(Part.FAILED, Part.FAILED, Part.FAILED, "12", "15"),
    INSURANCE_FAILED(Part.FAILED, Part.PAID, Part.FAILED, "13"),
    CASH_FAILED(Part.FAILED, Part.FAILED, Part.PAID, "14");

    final Part whole;
    final Part cash;
    final Part insurance;
    private final Set<String> codes;

    Standing(Part whole, Part cash, Part insurance, String... codes) {
        this.whole = whole;
        this.cash = cash;
        this.insurance = insurance;
        this.codes = Set.of(codes);
    }

    /** As a configuration names it. */
    static Optional<Standing> named(String name) {
        return Arrays.stream(values())
                .filter(standing -> standing.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    static Optional<Standing> usual(String code) {
        return Arrays.stream(values())
                .filter(standing -> standing.codes.contains(code))
                .findFirst();
    }
}
