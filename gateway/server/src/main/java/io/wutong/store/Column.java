package io.wutong.store;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A column of a table: its name, its type, and how a record's value becomes the driver's. */
record Column<T>(String name, Type type, Function<T, @Nullable Object> value) {

    enum Type {
        TEXT("text"),
        BIGINT("bigint"),
        INTEGER("integer"),
        BOOLEAN("boolean"),
        BYTES("bytea"),
        TIME("timestamptz");

        final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    /** The values of many rows as the array that {@code unnest} takes. */
    Object array(List<T> rows) {
        return switch (type) {
            case TEXT -> fill(rows, new String[rows.size()]);
            case BIGINT -> fill(rows, new Long[rows.size()]);
            case INTEGER -> fill(rows, new Integer[rows.size()]);
            case BOOLEAN -> fill(rows, new Boolean[rows.size()]);
            case BYTES -> fill(rows, new Buffer[rows.size()]);
            case TIME -> fill(rows, new OffsetDateTime[rows.size()]);
        };
    }

    private Object fill(List<T> rows, @Nullable Object[] array) {
        Object before = null;
        for (int i = 0; i < array.length; i++) {
            Object raw = value.apply(rows.get(i));
            if (raw instanceof byte[] bytes) {
                array[i] = BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
            } else if (raw instanceof Instant instant) {
                // the rows of one message stand side by side, and have its time
                array[i] = raw == before ? array[i - 1] : utc(instant);
            } else {
                array[i] = raw;
            }
            before = raw;
        }
        return array;
    }

    /** Not by the offset's rules, which are made anew each time they are asked for. */
    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.of(
                LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), ZoneOffset.UTC), ZoneOffset.UTC);
    }
}
