package io.wutong.catalogue.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When something holds for a line, as a catalogue writes it: {@code level=2|3&psn_type=12&price>200}. All of them must
 * hold; of the values of one, any. A fact that is not known fulfils nothing. However it was written, the same is equal.
 *
 * @param facts allowed values by fact
 * @param priceAbove the unit price must be higher; null for any price
 */
public record Conditions(
        Map<Fact, List<String>> facts, @Nullable BigDecimal priceAbove) {

    /** Always holds. */
    public static final Conditions NONE = new Conditions(Map.of(), null);

    private static final String PRICE = "price>";

    /** What a condition may look at. */
    public enum Fact {
        LEVEL("level", false, LineFacts::level),
        INSUTYPE("insutype", false, LineFacts::insutype),
        /** {@code 12} is every pensioner, {@code 1201} one kind of them. */
        PSN_TYPE("psn_type", true, LineFacts::psnType),
        MED_TYPE("med_type", false, LineFacts::medType),
        /** {@code C34} is every code below it. */
        DIAGNOSIS("diagnosis", true, LineFacts::diagnosis);

        private static final List<Fact> ALL = List.of(values());

        private final String word;
        private final boolean prefix;
        private final Function<LineFacts, String> value;

        Fact(String word, boolean prefix, Function<LineFacts, String> value) {
            this.word = word;
            this.prefix = prefix;
            this.value = value;
        }

        private boolean allowed(LineFacts facts, List<String> values) {
            String given = value.apply(facts);
            for (String allowed : values) {
                if (prefix ? given.startsWith(allowed) : given.equals(allowed)) {
                    return true;
                }
            }
            return false;
        }

        private static Fact of(String word) {
            for (Fact fact : ALL) {
                if (fact.word.equals(word)) {
                    return fact;
                }
            }
            throw new IllegalArgumentException("未知条件 · unknown condition: " + word);
        }
    }

    public Conditions {
        Map<Fact, List<String>> sorted = new EnumMap<>(Fact.class);
        facts.forEach((fact, values) ->
                sorted.put(fact, values.stream().sorted().distinct().toList()));
        facts = Collections.unmodifiableMap(sorted);
        priceAbove = priceAbove == null ? null : priceAbove.stripTrailingZeros();
    }

    public boolean hold(LineFacts line, BigDecimal price) {
        if (priceAbove != null && price.abs().compareTo(priceAbove) <= 0) {
            return false;
        }
        for (Fact fact : Fact.ALL) {
            List<String> values = facts.get(fact);
            if (values != null && !fact.allowed(line, values)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads conditions.
     *
     * @throws IllegalArgumentException naming what was not understood
     */
    public static Conditions parse(String text) {
        Map<Fact, List<String>> facts = new EnumMap<>(Fact.class);
        BigDecimal above = null;
        for (String part : text.split("&", -1)) {
            String one = part.strip();
            if (one.startsWith(PRICE)) {
                if (above != null) {
                    throw new IllegalArgumentException("条件重复 · condition given twice: price");
                }
                above = new BigDecimal(one.substring(PRICE.length()).strip());
                continue;
            }
            int equals = one.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("条件应为 名=值 或 price>元 · name=value or price>yuan expected: " + one);
            }
            List<String> values = new ArrayList<>();
            for (String value : one.substring(equals + 1).split("\\|", -1)) {
                if (value.isBlank()) {
                    throw new IllegalArgumentException("条件缺值 · condition without a value: " + one);
                }
                values.add(value.strip());
            }
            if (facts.put(Fact.of(one.substring(0, equals).strip()), List.copyOf(values)) != null) {
                throw new IllegalArgumentException("条件重复 · condition given twice: " + one.substring(0, equals));
            }
        }
        return new Conditions(facts, above);
    }

    /** As {@link #parse} reads it. */
    public String text() {
        List<String> parts = new ArrayList<>(facts.entrySet().stream()
                .map(one -> one.getKey().word + "=" + String.join("|", one.getValue()))
                .toList());
        if (priceAbove != null) {
            parts.add(PRICE + priceAbove.toPlainString());
        }
        return parts.stream().collect(Collectors.joining("&"));
    }
}
