package io.wutong.simulator.national;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.simulator.Simulator;
import io.wutong.simulator.pool.Fault;
import io.wutong.simulator.pool.HttpFront;
import io.wutong.simulator.pool.No;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A region that speaks the national interface: one URL, or a path for each transaction, guarded by {@code x-tif-*}; or
 * with a token and, where it has a key, signed and encrypted inputs. It writes its answers with the quirks that real
 * ones have: {@code infcode} as a number or a text, {@code output} now and then as a text.
 */
public final class NationalPlatform implements Simulator, HttpFront.Handler {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Guard guard;
    private final Pool pool;
    private final Transactions transactions;
    private final HttpFront front;
    private final Set<String> msgids = new HashSet<>();
    private @Nullable Sm2Pair signs;
    private int answers;

    /** @param signIn whether every transaction needs a sign-in number */
    public NationalPlatform(Guard guard, boolean signIn, Clock clock, List<Person> persons) {
        this.guard = guard;
        pool = new Pool(clock);
        persons.forEach(pool::add);
        transactions = new Transactions(pool, signIn);
        front = new HttpFront(
                this, StandardCharsets.UTF_8, StandardCharsets.UTF_8, "application/json;charset=utf-8", guard);
    }

    /** Settlements are numbered behind this one: two platforms of one area issue different {@code setl_id}s. */
    public NationalPlatform numberedFrom(int serial) {
        transactions.numberFrom(serial);
        return this;
    }

    /** A settlement of a stay needs its discharge (2402), which is told once. */
    public NationalPlatform wantingDischarge() {
        transactions.wantDischargeFirst();
        return this;
    }

    /** From now on every answer bears a signature over its output in {@code cainfo}. */
    public NationalPlatform signingWith(Sm2Pair pair) {
        signs = pair;
        return this;
    }

    @Override
    public Future<Integer> start(Vertx vertx) {
        return front.start(vertx);
    }

    @Override
    public Future<Void> stop() {
        return front.stop();
    }

    public void misbehave(String infno, Fault fault) {
        front.misbehave(infno, fault);
    }

    /** The transactions called, in order. */
    public List<String> calls() {
        return front.calls();
    }

    public Pool pool() {
        return pool;
    }

    /** Forgets every sign-in, as at the change of the day. */
    public void forgetSignIns() {
        transactions.forgetSignIns();
    }

    @Override
    public String function(String message) {
        try {
            return JSON.readTree(message).path("infno").asText("");
        } catch (JacksonException e) {
            return "";
        }
    }

    @Override
    public byte @Nullable [] file(String message) {
        try {
            ObjectNode envelope = (ObjectNode) JSON.readTree(message);
            return envelope.path("infno").asText().equals("9102") ? transactions.file(guard.open(envelope)) : null;
        } catch (JacksonException | No e) {
            return null; // answered by a text that says why
        }
    }

    @Override
    public String answer(String message, @Nullable Fault fault) {
        ObjectNode reply = JSON.createObjectNode();
        try {
            ObjectNode envelope = (ObjectNode) JSON.readTree(message);
            reply.put("inf_refmsgid", "990000" + pool.today() + "000000" + "%010d".formatted(++answers));
            JsonNode output = NullNode.getInstance();
            try {
                ObjectNode input = guard.open(envelope);
                if (!msgids.add(envelope.path("msgid").asText())
                        || envelope.path("msgid").asText().length() != 30) {
                    throw new No("报文ID重复或格式错误");
                }
                output = transactions.call(envelope, input);
                reply.put("infcode", 0).putNull("err_msg");
                reply.set("output", guard.seal(output, answers % 2 == 0));
            } catch (No e) {
                reply.put("infcode", "-2")
                        .put("err_msg", e.text() + "(5be0c1f29a7d4e33@10.9.8.7)")
                        .putNull("output");
            }
            if (signs != null) {
                reply.put("signtype", "SM2").put("cainfo", signs.sign(JSON.writeValueAsBytes(output)));
            }
            return JSON.writeValueAsString(reply);
        } catch (JacksonException e) {
            throw new IllegalStateException(e); // it had a number
        }
    }
}
