package io.wutong.benefit;

import io.wutong.benefit.rules.Bracket;
import io.wutong.benefit.rules.Brackets;
import io.wutong.benefit.rules.Layer;
import io.wutong.benefit.rules.Policy;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes a policy from the tree of its file. Amounts are yuan, ratios per cent ({@code 65%}); an unknown key is refused,
 * because a rule that is not read is a rule that is not applied.
 */
public final class PolicyReader {

    private static final Set<String> KEYS =
            Set.of("policy", "title", "source", "area", "insutype", "valid", "year_start", "basic", "layers");
    private static final Set<String> FUND_KEYS =
            Set.of("name", "fund_pay_type", "field", "deductible", "ratio", "brackets", "cap_year");

    /** The fields of {@code setlinfo} that I4 adds up; a fund in another one would break every answer. */
    private static final Set<String> FIELDS =
            Set.of("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "hifdm_pay", "maf_pay", "oth_pay");

    private PolicyReader() {}

    /**
     * Reads a policy.
     *
     * @param hash content hash of the file
     * @throws IllegalArgumentException naming the key and what was expected
     */
    public static Policy read(Body file, String hash) {
        onlyKeys(file, KEYS, "");
        Body valid = file.body("valid");
        Body basic = file.body("basic");
        onlyKeys(basic, FUND_KEYS, "basic.");
        Set<String> fields = new HashSet<>();
        String basicField = field(basic, "basic.", fields);
        List<Layer> layers = new ArrayList<>();
        for (Body layer : file.bodies("layers")) {
            String where = "layers[" + layers.size() + "].";
            onlyKeys(layer, FUND_KEYS, where);
            layers.add(new Layer(
                    text(layer, "name", where),
                    text(layer, "fund_pay_type", where),
                    field(layer, where, fields),
                    brackets(layer, where),
                    amount(layer, "cap_year", where)));
        }
        return new Policy(
                text(file, "policy", ""),
                text(file, "title", ""),
                hash,
                text(file, "area", ""),
                text(file, "insutype", ""),
                date(valid, "from"),
                valid.text("to").isPresent() ? date(valid, "to") : null,
                parse("year_start", () -> MonthDay.parse("--" + text(file, "year_start", ""))),
                text(basic, "name", "basic."),
                text(basic, "fund_pay_type", "basic."),
                basicField,
                byLevel(basic, "deductible", yuan -> Fen.parse("basic.deductible", yuan)),
                byLevel(basic, "ratio", percent -> Brackets.flat(basisPoints("basic.ratio", percent))),
                amount(basic, "cap_year", "basic."),
                layers);
    }

    private static Brackets brackets(Body layer, String where) {
        List<Bracket> list = new ArrayList<>();
        for (Body bracket : layer.bodies("brackets")) {
            String at = where + "brackets[" + list.size() + "].";
            onlyKeys(bracket, Set.of("from", "to", "ratio"), at);
            list.add(new Bracket(
                    amount(bracket, "from", at),
                    bracket.text("to").isPresent() ? amount(bracket, "to", at) : Long.MAX_VALUE,
                    basisPoints(at + "ratio", text(bracket, "ratio", at))));
        }
        if (list.isEmpty()) {
            throw new IllegalArgumentException(where + "brackets: at least one is needed");
        }
        return parse(where + "brackets", () -> new Brackets(list));
    }

    private static <T> Map<String, T> byLevel(Body node, String key, Function<String, T> read) {
        Map<String, T> table = new LinkedHashMap<>();
        if (node.get(key) instanceof Body levels) {
            for (Map.Entry<String, Value> level : levels.fields().entrySet()) {
                if (!Set.of("1", "2", "3", "9", "*").contains(level.getKey())) {
                    throw new IllegalArgumentException("basic." + key + ": unknown level " + level.getKey());
                }
                table.put(level.getKey(), read.apply(levels.textOr(level.getKey(), "")));
            }
        } else {
            table.put("*", read.apply(text(node, key, "basic.")));
        }
        return table;
    }

    private static int basisPoints(String key, String percent) {
        if (!percent.endsWith("%")) {
            throw new IllegalArgumentException(key + ": a percentage such as 65% was expected, not " + percent);
        }
        return parse(
                key,
                () -> new BigDecimal(percent.substring(0, percent.length() - 1))
                        .movePointRight(2)
                        .intValueExact());
    }

    private static LocalDate date(Body node, String key) {
        return parse("valid." + key, () -> LocalDate.parse(text(node, key, "valid.")));
    }

    private static long amount(Body node, String key, String where) {
        return Fen.parse(where + key, text(node, key, where));
    }

    private static String text(Body node, String key, String where) {
        return node.text(key).orElseThrow(() -> new IllegalArgumentException(where + key + ": missing"));
    }

    /** Accumulators go by the field, so each fund has its own. */
    private static String field(Body node, String where, Set<String> before) {
        String field = text(node, "field", where);
        if (!FIELDS.contains(field)) {
            throw new IllegalArgumentException(where + "field: one of " + new TreeSet<>(FIELDS) + " was expected");
        }
        if (!before.add(field)) {
            throw new IllegalArgumentException(where + "field: " + field + " stands twice");
        }
        return field;
    }

    private static void onlyKeys(Body node, Set<String> known, String where) {
        for (String key : node.fields().keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(where + key + ": unknown key; known are " + new TreeSet<>(known));
            }
        }
    }

    private static <T> T parse(String key, java.util.function.Supplier<T> parser) {
        try {
            return parser.get();
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(key) ? e : new IllegalArgumentException(key + ": " + message, e);
        }
    }
}
