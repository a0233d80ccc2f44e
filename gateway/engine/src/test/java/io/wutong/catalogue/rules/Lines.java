package io.wutong.catalogue.rules;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded items and lines. */
final class Lines {

    static final LineFacts FACTS = new LineFacts("3", "390", "1501", "21", "C34.100", "1");

    private final Random random;

    Lines(long seed) {
        this.random = new Random(seed);
    }

    CatalogueItem item() {
        return new CatalogueItem(
                "c",
                "n",
                "0" + (1 + random.nextInt(3)),
                new SelfPay(random.nextInt(10_001), rules()),
                new PriceLimit(
                        random.nextBoolean() ? PriceLimit.NO_LIMIT : price(),
                        random.nextBoolean() ? Map.of() : Map.of("" + (1 + random.nextInt(3)), price())),
                switch (random.nextInt(4)) {
                    case 0 -> new LimitedUse("限住院", null);
                    case 1 -> new LimitedUse("限三级", Conditions.parse("level=3"));
                    default -> LimitedUse.NONE;
                },
                "09",
                Validity.ALWAYS);
    }

    private List<SelfPay.Rule> rules() {
        return switch (random.nextInt(3)) {
            case 0 -> SelfPay.parseRules("psn_type=12|13:0.05; level=3&price>200:0.20");
            case 1 -> SelfPay.parseRules("insutype=310:0.1234");
            default -> List.of();
        };
    }

    private long price() {
        return random.nextLong(9_000_000_000L);
    }

    LineFacts facts() {
        return new LineFacts(
                "" + (1 + random.nextInt(3)),
                random.nextBoolean() ? "310" : "390",
                random.nextBoolean() ? "1201" : "",
                "21",
                random.nextBoolean() ? "" : "C34.1",
                "" + random.nextInt(3));
    }

    Terms terms() {
        return random.nextInt(8) == 0 ? Terms.UNMAPPED : Terms.of(item(), facts(), unitPrice());
    }

    /** Up to four decimals. */
    BigDecimal cnt() {
        return BigDecimal.valueOf(1 + random.nextInt(1_000_000), random.nextInt(5));
    }

    /** Up to six decimals. */
    BigDecimal unitPrice() {
        return BigDecimal.valueOf(random.nextInt(1_000_000_000), random.nextInt(7));
    }

    int upTo(int max) {
        return random.nextInt(max);
    }

    static CatalogueItem from(CatalogueItem item, String first, String last) {
        return item.with(new Validity(LocalDate.parse(first), LocalDate.parse(last)));
    }
}
