package io.wutong.simulator.shanghai;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.simulator.Simulator;
import io.wutong.simulator.pool.Fault;
import io.wutong.simulator.pool.HttpFront;
import io.wutong.simulator.pool.No;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Shanghai fifth-phase front machine behind an HTTP wrapper: one envelope with pinyin names both ways, requests in
 * UTF-8, replies in GBK, settlement in two phases. Told so, it misbehaves on the next call of one message type.
 */
public final class ShanghaiFrontMachine implements Simulator, HttpFront.Handler {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String SUCCESS = "P001";
    private static final String FAILURE = "P900";

    private final String institution;
    private final Pool pool;
    private final Messages messages;
    private final HttpFront front;

    /** @param institution {@code jgdm}, eleven characters */
    public ShanghaiFrontMachine(String institution, Clock clock, List<Person> persons) {
        this.institution = institution;
        pool = new Pool(clock);
        persons.forEach(pool::add);
        messages = new Messages(pool);
        front = new HttpFront(this, StandardCharsets.UTF_8, Charset.forName("GBK"), "application/json;charset=GBK");
    }

    @Override
    public Future<Integer> start(Vertx vertx) {
        return front.start(vertx);
    }

    @Override
    public Future<Void> stop() {
        return front.stop();
    }

    public void misbehave(String type, Fault fault) {
        front.misbehave(type, fault);
    }

    /** The message types called, in order. */
    public List<String> calls() {
        return front.calls();
    }

    public Pool pool() {
        return pool;
    }

    @Override
    public String function(String message) {
        try {
            return JSON.readTree(message).path("xxlxm").asText("");
        } catch (JacksonException e) {
            return "";
        }
    }

    @Override
    public String answer(String message, @Nullable Fault fault) {
        try {
            ObjectNode reply = (ObjectNode) JSON.readTree(message);
            JsonNode request = reply.path("xxnr");
            ObjectNode content = JSON.createObjectNode();
            reply.put("bbh", "0001").put("jysj", pool.now());
            try {
                check(reply);
                messages.answer(reply.path("xxlxm").asText(), request, content);
                reply.put("xxfhm", SUCCESS).put("fhxx", "");
            } catch (No e) {
                content.removeAll();
                reply.put("xxfhm", FAILURE).put("fhxx", e.text());
            }
            reply.set("xxnr", content);
            return JSON.writeValueAsString(reply);
        } catch (JacksonException e) {
            throw new IllegalStateException(e); // it had a type
        }
    }

    private void check(JsonNode envelope) {
        if (!envelope.path("jgdm").asText().equals(institution)) {
            throw new No("医疗机构代码不存在");
        }
        if (!envelope.path("msgid").asText().matches(java.util.regex.Pattern.quote(institution) + "[0-9]{17}")) {
            throw new No("报文ID格式错误");
        }
        if (!envelope.path("jysj").asText().matches("[0-9]{4}(-[0-9]{2}){2} [0-9]{2}(:[0-9]{2}){2}")) {
            throw new No("交易时间格式错误");
        }
    }
}
