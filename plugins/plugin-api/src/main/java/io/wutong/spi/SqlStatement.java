package io.wutong.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code select}, {@code insert}, {@code update} or {@code delete}; parameters stand as {@code $1}, {@code $2} …
 *
 * @param text one statement; a value never stands in it
 * @param parameters each a {@link String}, {@link Integer}, {@link Long}, {@link java.math.BigDecimal}, {@link
 *     java.time.LocalDate}, {@link java.time.LocalDateTime}, or null, as the column wants it
 */
public record SqlStatement(String text, List<@Nullable Object> parameters) {
    public SqlStatement {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    public static SqlStatement of(String text, @Nullable Object... parameters) {
        return new SqlStatement(text, Arrays.asList(parameters));
    }

    /** The text alone: parameters may be personal. */
    @Override
    public String toString() {
        return "SqlStatement[" + text + "]";
    }
}
