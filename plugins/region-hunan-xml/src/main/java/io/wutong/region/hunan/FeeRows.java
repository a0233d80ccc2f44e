package io.wutong.region.hunan;

import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.support.FieldMap;
import io.wutong.support.ShortId;
import io.wutong.support.Xml;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fee lines as rows of the legacy system. A row's sequence comes from {@code feedetl_sn}, so that the same line is the
 * same row on every call.
 */
final class FeeRows {

    private static final FieldMap ROW = FieldMap.load(FeeRows.class, "maps/131252-row.csv");

    private static final String SEQUENCE = "aaz213";
    private static final String REFUNDS = "bka062";
    private static final Set<String> SIGNED = Set.of("akc226", "aae019");

    private FeeRows() {}

    static List<Xml> of(Legacy legacy, Step step, List<Body> lines) {
        List<Xml> rows = new ArrayList<>();
        for (Body line : lines) {
            Names names = legacy.names(line, step)
                    .with("kind", kind(line.textOr("med_list_codg", "")))
                    .with("row_no", line.text("feedetl_sn").map(ShortId::of).orElse(null))
                    .with(
                            "refunds",
                            line.text("init_feedetl_sn").map(ShortId::of).orElse(null));
            rows.add(row(ROW.fields(names)));
        }
        return rows;
    }

    /** One of the rows that stand for lines that stay at the place of care. */
    static Xml of(Summary.Row sum, String day) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ake003", "0");
        fields.put("aka063", "000");
        fields.put("ake005", sum.kind().code());
        fields.put("ake006", sum.kind().title());
        fields.put("ake007", day);
        fields.put("bka040", Fen.format(sum.fen()) + "00");
        fields.put("akc226", "1.0000");
        fields.put("aae019", Fen.format(sum.fen()));
        fields.put("aaz213", sum.kind().code());
        fields.put("bkm109", "0");
        return row(fields);
    }

    static Xml row(Map<String, String> fields) {
        return Xml.element("row").addAll(fields).build();
    }

    /** National code: X western, Z Chinese patent medicine, T herbs; all else is a service or a consumable. */
    private static String kind(String nationalCode) {
        return switch (nationalCode.isEmpty() ? ' ' : nationalCode.charAt(0)) {
            case 'X' -> "1";
            case 'Z' -> "2";
            case 'T' -> "3";
            default -> "0";
        };
    }

    /** The row that takes this one back: quantity and amount below zero, its own sequence, the same on every call. */
    static Xml refund(Xml row) {
        Xml.Builder refund = Xml.element("row");
        for (Xml field : row.children()) {
            if (field.named(SEQUENCE)) {
                refund.add(SEQUENCE, refundOf(field.text()));
            } else if (SIGNED.contains(field.name())) {
                refund.add(field.name(), opposite(field.text()));
            } else if (!field.named(REFUNDS)) {
                refund.add(field);
            }
        }
        return refund.add(REFUNDS, sequence(row)).build();
    }

    private static String opposite(String number) {
        return number.startsWith("-") ? number.substring(1) : "-" + number;
    }

    static String sequence(Xml row) {
        return row.text(SEQUENCE).orElse("");
    }

    /** Whether the row that takes this one back is among those present. */
    static boolean isTakenBack(Xml row, List<Xml> present) {
        String refund = refundOf(sequence(row));
        return present.stream().anyMatch(other -> sequence(other).equals(refund));
    }

    /** Whether it takes another one back. */
    static boolean isRefund(Xml row) {
        return row.text(REFUNDS).filter(original -> !original.isEmpty()).isPresent();
    }

    private static String refundOf(String sequence) {
        return ShortId.of("R-" + sequence);
    }
}
