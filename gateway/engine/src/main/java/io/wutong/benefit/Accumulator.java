package io.wutong.benefit;

import io.wutong.benefit.rules.Amounts;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;

/**
 * What a person has used up in one scheme and period, by kind ({@code benefit.rules} names the kinds).
 *
 * @param year the period: the policy year by the civil year in which it begins, {@code c2026} for a calendar year,
 *     {@code life}
 * @param amounts JSON text: kind → fen or count
 */
public record Accumulator(String node, String psnNo, String insutype, String year, String amounts) implements Row {

    public static Key<Accumulator> key(String node, String psnNo, String insutype, String year) {
        return Key.of(Accumulator.class, node, psnNo, insutype, year);
    }

    /** All years and schemes of a person. */
    public static Key<Accumulator> of(String node, String psnNo) {
        return Key.of(Accumulator.class, node, psnNo);
    }

    @Override
    public Key<Accumulator> key() {
        return key(node, psnNo, insutype, year);
    }

    public Map<String, Long> asMap() {
        return map(Json.read(amounts));
    }

    /** Reads what {@link #text} wrote. */
    public static Map<String, Long> map(Body amounts) {
        Map<String, Long> map = new TreeMap<>();
        forEach(amounts, map::put);
        return map;
    }

    private static void forEach(Body amounts, ObjLongConsumer<String> each) {
        amounts.fields().forEach((kind, value) -> {
            if (value instanceof Value.Num num) {
                each.accept(kind, Long.parseLong(num.text()));
            }
        });
    }

    /** All that a person has used up in a scheme, from the rows of the person. */
    public static Amounts used(List<Accumulator> rows, String insutype) {
        return Amounts.gathered(used -> {
            for (Accumulator row : rows) {
                if (row.insutype().equals(insutype)) {
                    forEach(Json.read(row.amounts()), (kind, value) -> used.accept(row.year(), kind, value));
                }
            }
        });
    }

    /** The rows to write when {@code before} becomes {@code after}: those of the periods that change. */
    public static List<Accumulator> changed(String node, String psnNo, String insutype, Amounts before, Amounts after) {
        TreeSet<String> periods = new TreeSet<>();
        after.forEach((period, kind, fen) -> addChanged(periods, period, before.get(period, kind), fen));
        before.forEach((period, kind, fen) -> addChanged(periods, period, fen, after.get(period, kind)));
        List<Accumulator> rows = new ArrayList<>();
        for (String changed : periods) {
            TreeMap<String, Long> kinds = new TreeMap<>();
            after.forEach((period, kind, fen) -> {
                if (period.equals(changed)) {
                    kinds.put(kind, fen);
                }
            });
            rows.add(new Accumulator(node, psnNo, insutype, changed, text(kinds)));
        }
        return rows;
    }

    private static void addChanged(TreeSet<String> periods, String period, long before, long after) {
        if (before != after) {
            periods.add(period);
        }
    }

    public static String text(SortedMap<String, Long> amounts) {
        return Json.writeText(body(amounts));
    }

    /** As {@link #text}, as an object. */
    public static Body body(SortedMap<String, Long> amounts) {
        Body.Builder body = Body.builder();
        amounts.forEach((kind, value) -> {
            if (value != 0) {
                body.put(kind, value);
            }
        });
        return body.build();
    }
}
