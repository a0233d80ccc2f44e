package io.wutong.region.ncms;

import io.wutong.support.Dates;
import io.wutong.support.FieldException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One column of a county's table: its name there, its kind, and its values for ours.
 *
 * @param name as the county has it
 * @param kind {@code text20}, {@code int}, {@code dec2}, {@code dec4}, {@code time}, {@code day}; {@code dt19}, {@code
 *     d8} and their like for dates that are texts
 * @param codes theirs by ours; empty when they are the same
 */
record Column(String name, String kind, Map<String, String> codes) {

    static Map<String, String> codes(String cell) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (String pair : cell.isBlank() ? new String[0] : cell.split(";")) {
            String[] sides = pair.split("=", 2);
            codes.put(sides[0].strip(), sides[1].strip());
        }
        return codes;
    }

    /** Our value as the column wants it. */
    @Nullable
    Object toTheirs(String field, String value) {
        String own = codes.isEmpty() ? value : codes.get(value);
        if (own == null) {
            throw new FieldException(field, "no counterpart for this code");
        }
        return switch (kind) {
            case "int" -> Integer.valueOf(own);
            case "dec2" -> new BigDecimal(own).setScale(2, RoundingMode.UNNECESSARY);
            case "dec4" -> new BigDecimal(own).setScale(4, RoundingMode.HALF_UP);
            case "time" -> Dates.parse(own);
            case "day" -> Dates.parse(own).toLocalDate();
            case "dt19" -> Dates.dt19(Dates.parse(own));
            case "dt14" -> Dates.dt14(Dates.parse(own));
            case "d10" -> Dates.d10(Dates.parse(own));
            case "d8" -> Dates.d8(Dates.parse(own));
            default -> text(field, own);
        };
    }

    private String text(String field, String value) {
        if (value.codePointCount(0, value.length()) > Integer.parseInt(kind.substring("text".length()))) {
            throw new FieldException(field, "longer than the column");
        }
        return value;
    }

    /** Their value as ours; one that has no counterpart stays what it is. */
    String toOurs(String value) {
        for (Map.Entry<String, String> code : codes.entrySet()) {
            if (code.getValue().equals(value)) {
                return code.getKey();
            }
        }
        return value;
    }
}
