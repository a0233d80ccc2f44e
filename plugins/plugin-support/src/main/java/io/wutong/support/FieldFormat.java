package io.wutong.support;

import io.wutong.spi.AmountException;
import io.wutong.spi.Fen;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a value is written on the other side: {@code text}, {@code text20} (at most so many characters), {@code d8},
 * {@code d10}, {@code dt14}, {@code dt19}, {@code yuan} (two decimals), {@code n4} (so many decimals, half up), or
 * {@code codes:a=b;c=d;*=e}, where {@code *} stands for all others and {@code *=*} keeps them.
 */
final class FieldFormat {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,14}(\\.[0-9]{1,8})?");

    private final String name;
    private final Map<String, String> codes;

    private FieldFormat(String name, Map<String, String> codes) {
        this.name = name;
        this.codes = codes;
    }

    static FieldFormat of(String cell) {
        if (cell.startsWith("codes:")) {
            return new FieldFormat("codes", codes(cell.substring("codes:".length())));
        }
        if (!cell.matches("text[0-9]{0,4}|d8|d10|dt14|dt19|yuan|n[0-8]")) {
            throw new IllegalArgumentException("no such format: " + cell);
        }
        return new FieldFormat(cell, Map.of());
    }

    private static Map<String, String> codes(String list) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (String pair : list.split(";")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not code=code: " + pair);
            }
            codes.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return codes;
    }

    boolean isNumber() {
        return name.equals("yuan") || name.matches("n[0-8]");
    }

    String apply(String field, String value) {
        try {
            return switch (name) {
                case "d8" -> Dates.d8(Dates.parse(value));
                case "d10" -> Dates.d10(Dates.parse(value));
                case "dt14" -> Dates.dt14(Dates.parse(value));
                case "dt19" -> Dates.dt19(Dates.parse(value));
                case "yuan" -> Fen.format(Fen.parse(field, value));
                case "codes" -> code(field, value);
                default -> name.startsWith("n") ? number(field, value) : text(field, value);
            };
        } catch (DateTimeException e) {
            throw new FieldException(field, "not a date or time");
        } catch (AmountException e) {
            throw new FieldException(field, "not an amount of yuan");
        }
    }

    private String code(String field, String value) {
        @Nullable String code = codes.getOrDefault(value, codes.get("*"));
        if (code == null) {
            throw new FieldException(field, "no counterpart for this code");
        }
        return code.equals("*") ? value : code;
    }

    private String number(String field, String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw new FieldException(field, "not a number");
        }
        return new BigDecimal(value)
                .setScale(name.charAt(1) - '0', RoundingMode.HALF_UP)
                .toPlainString();
    }

    private String text(String field, String value) {
        int max = name.length() == 4 ? Integer.MAX_VALUE : Integer.parseInt(name.substring(4));
        if (value.codePointCount(0, value.length()) > max) {
            throw new FieldException(field, "longer than " + max + " characters");
        }
        return value;
    }
}
