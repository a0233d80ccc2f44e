package io.wutong.exchange;

import io.wutong.port.Key;
import io.wutong.port.Row;

/** What an adapter remembers of one visit. */
public record Remembered(String adapter, String visit, String text) implements Row {
    public static Key<Remembered> key(String adapter, String visit) {
        return Key.of(Remembered.class, adapter, visit);
    }

    @Override
    public Key<Remembered> key() {
        return key(adapter, visit);
    }
}
