package io.wutong.spi;

import java.util.List;
import java.util.Map;

/**
 * What one statement did.
 *
 * @param changed rows that it inserted, updated or deleted; of a {@code select} the rows that it found
 * @param rows what it returned, by the names of its columns: numbers as plain text, dates {@code yyyy-MM-dd}, times
 *     {@code yyyy-MM-dd HH:mm:ss}, booleans {@code 1} and {@code 0}; null is left out, blanks at the end are cut
 */
public record SqlResult(int changed, List<Map<String, String>> rows) {
    public SqlResult {
        rows = List.copyOf(rows);
    }

    /** Rows may be personal. */
    @Override
    public String toString() {
        return "SqlResult[" + changed + ", " + rows.size() + " rows]";
    }
}
