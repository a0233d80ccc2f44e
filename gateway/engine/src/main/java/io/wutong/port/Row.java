package io.wutong.port;

/** One row of the store: an immutable record that knows its key. */
public interface Row {
    Key<? extends Row> key();
}
