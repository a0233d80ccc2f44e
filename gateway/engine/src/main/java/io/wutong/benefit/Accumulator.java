package io.wutong.benefit;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a person has used up in one scheme and policy year, by kind ({@code benefit.rules} names the kinds).
 *
 * @param year the policy year, by the civil year in which it begins
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
        Map<String, Long> map = new TreeMap<>();
        for (Map.Entry<String, Value> field : Json.read(amounts).fields().entrySet()) {
            if (field.getValue() instanceof Value.Num num) {
                map.put(field.getKey(), Long.parseLong(num.text()));
            }
        }
        return map;
    }

    public static String text(Map<String, Long> amounts) {
        Body.Builder body = Body.builder();
        new TreeMap<>(amounts).forEach((kind, value) -> {
            if (value != 0) {
                body.put(kind, value);
            }
        });
        return Json.writeText(body.build());
    }
}
