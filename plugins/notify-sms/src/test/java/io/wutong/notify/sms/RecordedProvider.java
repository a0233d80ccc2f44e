package io.wutong.notify.sms;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.Download;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** Services whose network answers each action as it was told to, and that keep each request as a text. */
final class RecordedProvider implements PluginServices {
    private final Map<String, Future<HttpReply>> answers = new HashMap<>();
    private final Map<String, String> requests = new HashMap<>();

    RecordedProvider answering(String action, int status, String body) {
        answers.put(action, Future.succeededFuture(reply(status, body)));
        return this;
    }

    /** Answers an action when the promise is kept. */
    Promise<HttpReply> holding(String action) {
        Promise<HttpReply> answer = Promise.promise();
        answers.put(action, answer.future());
        return answer;
    }

    static HttpReply reply(int status, String body) {
        return new HttpReply(status, Map.of(), Buffer.buffer(body));
    }

    /** The last request of an action: first line, then the headers by name. */
    String request(String action) {
        return Objects.requireNonNull(requests.get(action), action);
    }

    boolean asked(String action) {
        return requests.containsKey(action);
    }

    static String payload(String name) {
        try (InputStream in = RecordedProvider.class.getResourceAsStream("/payload/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Future<HttpReply> http(HttpCall call) {
        StringBuilder text = new StringBuilder(call.method() + " " + call.uri() + "\n");
        Map<String, String> headers = new TreeMap<>();
        call.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        String action = headers.get("x-acs-action");
        requests.put(action, text.toString());
        return Objects.requireNonNull(answers.get(action), action);
    }

    @Override
    public Clock clock() {
        return Clock.fixed(Instant.parse("2026-03-02T04:00:00Z"), ZoneId.of("Asia/Shanghai"));
    }

    @Override
    public byte[] random(int length) {
        return new byte[length];
    }

    @Override
    public Secret secret(String name) {
        return Secret.of("testAccessKeySecret");
    }

    @Override
    public Logger log() {
        return NOPLogger.NOP_LOGGER;
    }

    @Override
    public <T> Future<T> work(Callable<T> task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> delay(long millis) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Download> download(HttpCall call) {
        throw new UnsupportedOperationException();
    }
}
