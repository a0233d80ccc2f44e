package io.wutong.host;

import io.vertx.sqlclient.Row;
import io.wutong.spi.CallFailure;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** The rows of one statement as text, no more of them than allowed: those beyond are counted out as they come. */
final class SqlRows {
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final int rowsMax;
    private final List<Map<String, String>> rows = new ArrayList<>();
    private @Nullable String fault;

    private SqlRows(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    static Collector<Row, SqlRows, SqlRows> collector(int rowsMax) {
        return Collector.of(() -> new SqlRows(rowsMax), SqlRows::add, (one, other) -> one);
    }

    private void add(Row row) {
        if (rows.size() == rowsMax) {
            fault = "answer_too_long";
            return;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            Object value = row.getValue(i);
            if (value != null) {
                texts.put(row.getColumnName(i), text(value));
            }
        }
        rows.add(texts);
    }

    private String text(Object value) {
        if (value instanceof String text) {
            return text.stripTrailing();
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).toPlainString();
        }
        if (value instanceof LocalDateTime time) {
            return SECOND.format(time);
        }
        if (value instanceof OffsetDateTime time) {
            return SECOND.format(time.atZoneSameInstant(HostServices.CHINA));
        }
        if (value instanceof LocalDate day) {
            return day.toString();
        }
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        fault = "answer_type";
        return "";
    }

    List<Map<String, String>> checked(boolean sent) {
        if (fault != null) {
            throw new CallFailure(sent, fault);
        }
        return rows;
    }
}
