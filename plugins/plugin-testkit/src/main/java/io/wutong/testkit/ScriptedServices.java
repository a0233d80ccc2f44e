package io.wutong.testkit;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Download;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Json;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Secret;
import io.wutong.spi.SqlCall;
import io.wutong.spi.SqlResult;
import io.wutong.spi.SqlStatement;
import io.wutong.spi.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Services whose network answers each function from a recorded payload {@code payload/FUNCTION-answer.EXT}, and keeps
 * what was sent.
 */
public final class ScriptedServices implements PluginServices {

    private static final Pattern TABLE = Pattern.compile("(?:from|into|update) \"([^\"]+)\"");

    private final Function<String, String> functionOf;
    private final String extension;
    private final Charset sentIn;
    private final Charset answeredIn;
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, String> sent = new HashMap<>();

    /** @param functionOf the function that a message calls */
    public ScriptedServices(Function<String, String> functionOf, String extension, Charset sentIn, Charset answeredIn) {
        this.functionOf = functionOf;
        this.extension = extension;
        this.sentIn = sentIn;
        this.answeredIn = answeredIn;
    }

    /** Answers a function with a text instead of its recorded payload. */
    public ScriptedServices answering(String function, String answer) {
        answers.put(function, answer);
        return this;
    }

    /** The last message of a function. */
    public String sent(String function) {
        return Objects.requireNonNull(sent.get(function), function);
    }

    /** The functions that were called. */
    public Set<String> functions() {
        return Set.copyOf(sent.keySet());
    }

    /** A recorded payload of the plugin under test. */
    public String payload(String name) {
        try (InputStream in = ScriptedServices.class.getResourceAsStream("/payload/" + name + "." + extension)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Future<HttpReply> http(HttpCall call) {
        String message = new String(Objects.requireNonNull(call.body()).getBytes(), sentIn);
        String function = functionOf.apply(message);
        sent.put(function, message);
        String answer = answers.containsKey(function) ? answers.get(function) : payload(function + "-answer");
        return Future.succeededFuture(new HttpReply(200, Map.of(), Buffer.buffer(answer.getBytes(answeredIn))));
    }

    /**
     * A statement's function is its verb and its table, {@code insert-TABLE}; rows of a select are recorded as {@code
     * {"rows":[{…}]}}, all else changes one row.
     */
    @Override
    public Future<List<SqlResult>> sql(SqlCall call) {
        List<SqlResult> results = new ArrayList<>();
        for (SqlStatement statement : call.statements()) {
            Matcher table = TABLE.matcher(statement.text());
            String verb = statement.text().substring(0, statement.text().indexOf(' '));
            String name = table.find() ? table.group(1) : "none";
            String function = verb + "-" + name;
            List<Value> parameters = new ArrayList<>();
            statement.parameters().forEach(value -> parameters.add(Value.text(String.valueOf(value))));
            sent.put(
                    function,
                    Json.writeText(Body.builder()
                            .put("sql", statement.text())
                            .put("parameters", parameters)
                            .build()));
            results.add(verb.equals("select") ? recorded(function) : new SqlResult(1, List.of()));
        }
        return Future.succeededFuture(results);
    }

    private SqlResult recorded(String function) {
        String answer = answers.containsKey(function) ? answers.get(function) : payload(function + "-answer");
        List<Map<String, String>> rows = new ArrayList<>();
        for (Body row : Json.read(answer).bodies("rows")) {
            Map<String, String> texts = new LinkedHashMap<>();
            row.fields().keySet().forEach(name -> row.text(name).ifPresent(text -> texts.put(name, text)));
            rows.add(texts);
        }
        return new SqlResult(rows.size(), rows);
    }

    @Override
    public Future<Download> download(HttpCall call) {
        return Future.failedFuture(new CallFailure(false, "no_files"));
    }

    @Override
    public <T> Future<T> work(Callable<T> task) {
        return Future.succeededFuture().map(start -> {
            try {
                return task.call();
            } catch (Exception e) {
                throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
            }
        });
    }

    @Override
    public Future<Void> delay(long millis) {
        return Future.succeededFuture();
    }

    @Override
    public Clock clock() {
        return Clock.fixed(Instant.parse("2025-01-08T02:00:05Z"), ZoneId.of("Asia/Shanghai"));
    }

    @Override
    public Logger log() {
        return NOPLogger.NOP_LOGGER;
    }

    @Override
    public Secret secret(String name) {
        return Secret.of("invented");
    }

    @Override
    public byte[] random(int length) {
        return new byte[length];
    }
}
