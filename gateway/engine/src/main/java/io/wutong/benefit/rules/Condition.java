package io.wutong.benefit.rules;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * One condition on a stay: its key, and the values of which one must fit. Values that begin with {@code !} must all not
 * fit.
 *
 * @param fits tells whether one value fits
 */
public record Condition(String key, List<String> values, boolean negated, BiPredicate<Facts, String> fits) {

    public boolean holds(Facts facts) {
        for (int i = 0; i < values.size(); i++) {
            if (fits.test(facts, values.get(i))) {
                return !negated;
            }
        }
        return negated;
    }

    /** The keys that a condition may have. */
    public enum Key {
        LEVEL((f, v) -> f.level().equals(v)),
        SETTLEMENT_LEVEL((f, v) -> f.stay().settlementLevel().equals(v)),
        PLACE((f, v) -> f.place().equals(v)),
        FILING((f, v) -> f.filing().equals(v)),
        PERSON((f, v) -> f.classes().contains(v)),
        MED_TYPE((f, v) -> f.stay().medType().equals(v)),
        DIAGNOSIS((f, v) -> f.stay().diagnosis().startsWith(v)),
        DISEASE((f, v) -> f.stay().disease().startsWith(v)),
        ITEM((f, v) -> f.stay().items().contains(v)),
        INSTITUTION((f, v) -> f.stay().institution().equals(v)),
        INSTITUTION_AREA((f, v) -> f.stay().institutionArea().startsWith(Place.prefix(v))),
        EMERGENCY((f, v) -> Boolean.toString(f.stay().emergency()).equals(v)),
        DESIGNATED((f, v) -> Boolean.toString(f.stay().designated()).equals(v)),
        AGE(null),
        NTH(null),
        ON(null);

        private final @org.jspecify.annotations.Nullable BiPredicate<Facts, String> fits;

        Key(@org.jspecify.annotations.Nullable BiPredicate<Facts, String> fits) {
            this.fits = fits;
        }

        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        private BiPredicate<Facts, String> test(List<String> values) {
            return switch (this) {
                case AGE ->
                    ranged(
                            values,
                            Range::parse,
                            (f, r) -> f.stay().age() >= 0 && r.holds(f.stay().age()));
                case NTH -> ranged(values, Range::parse, (f, r) -> r.holds(f.nth()));
                case ON -> ranged(values, DateRange::parse, (f, r) -> r.holds(f.day()));
                default -> java.util.Objects.requireNonNull(fits);
            };
        }

        /** Ranges are read once, when the policy is. */
        private static <R> BiPredicate<Facts, String> ranged(
                List<String> values, Function<String, R> read, BiPredicate<Facts, R> fits) {
            java.util.Map<String, R> ranges = new java.util.HashMap<>();
            values.forEach(value -> ranges.put(value, read.apply(value)));
            return (facts, value) -> fits.test(facts, java.util.Objects.requireNonNull(ranges.get(value)));
        }
    }

    /**
     * Makes a condition from what stands in the file.
     *
     * @throws IllegalArgumentException when values with and without {@code !} stand together, or a range cannot be read
     */
    public static Condition of(Key key, List<String> written) {
        boolean negated = written.get(0).startsWith("!");
        if (written.stream().anyMatch(value -> value.startsWith("!") != negated)) {
            throw new IllegalArgumentException("values with and without ! stand together");
        }
        List<String> values =
                negated ? written.stream().map(value -> value.substring(1)).toList() : List.copyOf(written);
        return new Condition(key.text(), values, negated, key.test(values));
    }
}
