package io.wutong.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads a row's columns one after the other, in the order in which the table names them. */
final class Cells {

    private final Row row;
    private int at;

    Cells(Row row) {
        this.row = row;
    }

    String text() {
        return row.getString(at++);
    }

    @Nullable
    String textOrNull() {
        return row.getString(at++);
    }

    long num() {
        return row.getLong(at++);
    }

    @Nullable
    Long numOrNull() {
        return row.getLong(at++);
    }

    int integer() {
        return row.getInteger(at++);
    }

    boolean bool() {
        return row.getBoolean(at++);
    }

    byte[] bytes() {
        return row.getBuffer(at++).getBytes();
    }

    byte @Nullable [] bytesOrNull() {
        Buffer buffer = row.getBuffer(at++);
        return buffer == null ? null : buffer.getBytes();
    }

    Instant time() {
        return row.getOffsetDateTime(at++).toInstant();
    }

    @Nullable
    Instant timeOrNull() {
        OffsetDateTime time = row.getOffsetDateTime(at++);
        return time == null ? null : time.toInstant();
    }
}
