package io.wutong.support;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.PluginServices;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.function.Function;

/**
 * Posts a text to one URL and reads the text that comes back, both strictly in a charset agreed on. Fails with {@link
 * CallFailure}, also on a status that is not 200, or with {@link CharsetException} when the text cannot be written.
 */
public final class TextHttp {

    /** A longer reply is read on the worker. */
    private static final int INLINE_BYTES_MAX = 64 * 1024;

    private final PluginServices services;
    private final String url;
    private final Charset sent;
    private final Charset received;
    private final Map<String, String> headers;

    /** @param headers sent with every request; {@code Content-Type} among them */
    public TextHttp(PluginServices services, String url, Charset sent, Charset received, Map<String, String> headers) {
        this.services = services;
        this.url = url;
        this.sent = sent;
        this.received = received;
        this.headers = Map.copyOf(headers);
    }

    /** Within the time that the call has left, at most {@code timeoutMillis}; past the deadline nothing is sent. */
    public <T> Future<T> post(String text, CallContext context, long timeoutMillis, Function<String, T> reader) {
        return context.deadlineNanos() - System.nanoTime() <= 0
                ? Future.failedFuture(new CallFailure(false, "deadline"))
                : post(text, Math.min(timeoutMillis, context.remainingMillis()), reader);
    }

    public <T> Future<T> post(String text, long timeoutMillis, Function<String, T> reader) {
        byte[] body;
        try {
            body = Charsets.encode(text, sent);
        } catch (CharsetException e) {
            return Future.failedFuture(e);
        }
        return services.http(new HttpCall("POST", url, headers, Buffer.buffer(body), timeoutMillis))
                .compose(reply -> read(reply, reader));
    }

    private <T> Future<T> read(HttpReply reply, Function<String, T> reader) {
        if (reply.status() != 200) {
            return Future.failedFuture(new CallFailure(true, "http_" + reply.status()));
        }
        byte[] bytes = reply.body().getBytes();
        return bytes.length <= INLINE_BYTES_MAX
                ? Future.succeededFuture(decoded(bytes, reader))
                : services.work(() -> decoded(bytes, reader));
    }

    private <T> T decoded(byte[] bytes, Function<String, T> reader) {
        String text;
        try {
            text = Charsets.decode(bytes, received);
        } catch (CharsetException e) {
            throw new CallFailure(true, "answer_charset");
        }
        return reader.apply(text);
    }
}
