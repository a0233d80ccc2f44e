package io.wutong.region.hunan;

import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.spi.Value;
import io.wutong.support.FieldException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who pays how much of a stay, as the legacy system says it.
 *
 * @param rows of {@code payinfo}: fund and fen
 * @param deductibleFen {@code aka151}, null when it does not say
 */
record Parts(List<Row> rows, @Nullable Long deductibleFen) {

    record Row(String fund, long fen) {}

    static Parts of(LegacyReply reply) {
        return LegacyReply.read(() -> new Parts(
                reply.rows("payinfo").stream()
                        .map(row -> new Row(
                                row.text("aaa157").orElseThrow(() -> new FieldException("aaa157", "missing")),
                                row.text("aae019")
                                        .map(yuan -> Fen.parse("aae019", yuan))
                                        .orElseThrow(() -> new FieldException("aae019", "missing"))))
                        .toList(),
                reply.text("aka151").map(yuan -> Fen.parse("aka151", yuan)).orElse(null)));
    }

    /** These parts when they add up to the bill and none is below zero. */
    Parts checked(long medfeeSumFen) {
        if (rows.stream().mapToLong(Row::fen).sum() != medfeeSumFen) {
            throw new CallFailure(true, "answer_total");
        }
        if (rows.stream().anyMatch(row -> row.fen() < 0)) {
            throw new CallFailure(true, "answer_negative");
        }
        return this;
    }

    /** As kept in the visit's memory. */
    Value toValue() {
        Body.Builder kept = Body.builder();
        if (deductibleFen != null) {
            kept.put("deductible", deductibleFen.longValue());
        }
        List<Value> list = new ArrayList<>();
        rows.forEach(row -> list.add(Value.text(row.fund + ":" + row.fen)));
        return kept.put("rows", list).build();
    }

    static Parts kept(Body kept) {
        List<Row> rows = new ArrayList<>();
        if (kept.get("rows") instanceof Value.Items items) {
            for (Value value : items.values()) {
                String[] row = ((Value.Text) value).value().split(":", 2);
                rows.add(new Row(row[0], Long.parseLong(row[1])));
            }
        }
        return new Parts(
                List.copyOf(rows), kept.text("deductible").map(Long::parseLong).orElse(null));
    }
}
