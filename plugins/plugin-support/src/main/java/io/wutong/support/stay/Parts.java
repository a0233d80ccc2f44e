package io.wutong.support.stay;

import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who pays how much of a stay, as the legacy system says it.
 *
 * @param rows each with a fund of the dialect's table; cash and the hospital's part are rows too
 * @param deductibleFen what was taken off before the funds pay, null when it does not say
 */
public record Parts(List<Row> rows, @Nullable Long deductibleFen) {

    /** @param fund a code of {@link Funds} */
    public record Row(String fund, long fen) {}

    public Parts {
        rows = List.copyOf(rows);
    }

    /** The funds of a table whose codes are fields of an answer; one that is not there is zero. */
    public static Parts of(Funds funds, Function<String, Optional<String>> answer, @Nullable Long deductibleFen) {
        List<Row> rows = new ArrayList<>();
        for (String code : funds.codes()) {
            long fen = answer.apply(code).map(yuan -> Fen.parse(code, yuan)).orElse(0L);
            if (fen != 0) {
                rows.add(new Row(code, fen));
            }
        }
        return new Parts(rows, deductibleFen);
    }

    /** These parts when they add up to the bill and none is below zero. */
    public Parts checked(long medfeeSumFen) {
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
