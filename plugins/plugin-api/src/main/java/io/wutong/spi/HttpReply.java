package io.wutong.spi;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came back: any status. Names of headers are lower-case; of a repeated one the first stands.
 *
 * @param body at most 4 MiB, else the call fails
 */
public record HttpReply(int status, Map<String, String> headers, Buffer body) {
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
