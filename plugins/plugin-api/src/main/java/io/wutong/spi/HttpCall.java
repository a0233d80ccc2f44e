package io.wutong.spi;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request of a plugin. Redirects are never followed.
 *
 * @param method {@code GET}, {@code POST} …
 * @param uri absolute; its host and port must be on the adapter's allow-list
 * @param headers in the order to send them
 * @param body null for none
 * @param timeoutMillis from the first byte sent to the last byte read; at most what the call has left
 */
public record HttpCall(
        String method,
        String uri,
        Map<String, String> headers,
        @Nullable Buffer body,
        long timeoutMillis) {}
