package io.wutong.spi;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A callback exactly as it came. Header names are lower-case.
 *
 * @param body at most 64 KiB
 */
public record RawNotification(Map<String, String> headers, Buffer body) {
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
