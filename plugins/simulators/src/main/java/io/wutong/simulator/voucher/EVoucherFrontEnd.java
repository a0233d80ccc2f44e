package io.wutong.simulator.voucher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.simulator.Simulator;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Issues QR texts as the patient's telephone shows them, and answers {@code ec.query} about each once, while it lives;
 * the token that it gives may be redeemed once, while that lives.
 *
 * <pre>
 *  issue(holder) ─► QR text, 60 s ─► ec.query ─► token, 30 min ─► redeem(token)
 *                     again, or late: code -1        again, or late: empty
 * </pre>
 */
public final class EVoucherFrontEnd implements Simulator {

    public static final String PATH = "/localcfc/api/hsecfc/localQrCodeQuery";
    public static final Duration QR_LIFE = Duration.ofSeconds(60);
    public static final Duration TOKEN_LIFE = Duration.ofMinutes(30);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] REQUIRED = {"orgId", "businessType", "operatorId", "operatorName", "ecQrCode"};
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> codes = new HashMap<>();
    private final Map<String, Issued> tokens = new HashMap<>();
    private final Deque<VoucherFault> faults = new ArrayDeque<>();
    private volatile boolean dataAsText;
    private @Nullable HttpServer server;

    public EVoucherFrontEnd(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Future<Integer> start(Vertx vertx) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> answer(request, body.toString(StandardCharsets.UTF_8)))
                        .onFailure(failure -> request.connection().close()))
                .listen(0, "127.0.0.1")
                .map(started -> {
                    server = started;
                    return started.actualPort();
                });
    }

    @Override
    public Future<Void> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    /** What the patient's telephone shows now: 28 characters. */
    public String issue(Holder holder) {
        String text = "424" + letters(25);
        issue(holder, text);
        return text;
    }

    /** As {@link #issue(Holder)}, with a text that is chosen. */
    public synchronized void issue(Holder holder, String text) {
        codes.put(text, new Issued(holder, clock.instant().plus(QR_LIFE)));
    }

    /** Whose token it is, the first time and in time. */
    public synchronized Optional<Holder> redeem(String ecToken) {
        return spend(tokens, ecToken);
    }

    public synchronized void failNext(VoucherFault fault) {
        faults.add(fault);
    }

    /** Writes {@code data} as the text of a JSON object, as some front ends do. */
    public void dataAsText(boolean asText) {
        dataAsText = asText;
    }

    private void answer(HttpServerRequest request, String body) {
        VoucherFault fault;
        synchronized (this) {
            fault = faults.poll();
        }
        String answer = request.path().equals(PATH) ? query(body, fault) : null;
        if (fault == VoucherFault.HANG) {
            return;
        }
        if (answer == null || fault == VoucherFault.HTTP_500) {
            request.response().setStatusCode(answer == null ? 404 : 500).end("error");
            return;
        }
        String sent = fault == VoucherFault.BROKEN ? answer.substring(0, answer.length() / 2) : answer;
        request.response()
                .putHeader("Content-Type", "application/json;charset=UTF-8")
                .end(Buffer.buffer(sent));
    }

    private synchronized String query(String body, @Nullable VoucherFault fault) {
        JsonNode request = read(body);
        JsonNode data = request.path("data");
        if (!"ec.query".equals(request.path("transType").asText())
                || !request.path("orgId").equals(data.path("orgId"))) {
            return refusal("请求报文有误");
        }
        for (String field : REQUIRED) {
            if (data.path(field).asText().isEmpty()) {
                return refusal("请求报文缺少" + field);
            }
        }
        Optional<Holder> holder = spend(codes, data.path("ecQrCode").asText());
        if (holder.isEmpty()) {
            return refusal("二维码已失效,请刷新后重试");
        }
        String token = holder.get().insuOrg() + "ec" + letters(30);
        tokens.put(token, new Issued(holder.get(), clock.instant().plus(TOKEN_LIFE)));
        ObjectNode person = JsonNodeFactory.instance
                .objectNode()
                .put("userName", holder.get().userName())
                .put("idNo", holder.get().idNo())
                .put("idType", "01")
                .put("insuOrg", holder.get().insuOrg())
                .put("ecIndexNo", letters(32))
                .put("gender", "null")
                .put("email", "");
        if (fault != VoucherFault.NO_TOKEN) {
            person.put("ecToken", token);
        }
        ObjectNode answer = envelope(0, "成功");
        if (dataAsText) {
            answer.put("data", person.toString());
        } else {
            answer.set("data", person);
        }
        return answer.put("orgId", data.path("orgId").asText()).toString();
    }

    private Optional<Holder> spend(Map<String, Issued> issued, String text) {
        Issued found = issued.remove(text);
        return found == null || clock.instant().isAfter(found.until()) ? Optional.empty() : Optional.of(found.holder());
    }

    private static String refusal(String message) {
        return envelope(-1, message).toString();
    }

    private static ObjectNode envelope(int code, String message) {
        return JsonNodeFactory.instance.objectNode().put("code", code).put("message", message);
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private String letters(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private record Issued(Holder holder, Instant until) {}
}
