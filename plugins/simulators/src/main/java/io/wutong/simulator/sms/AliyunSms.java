package io.wutong.simulator.sms;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.simulator.Simulator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The provider's interface of 2017-05-25: {@code SendSms} takes a message however often it is asked for, and
 * {@code QuerySendDetails} tells what was taken; the one thing it does not do is to know a repetition.
 *
 * <pre>
 *  request ─► signature ─► action ─► telephone, sign, template, variables, frequency ─► message, BizId
 *               └ 4xx code   └ 400      └ 200 with a code isv.…
 * </pre>
 */
public final class AliyunSms implements Simulator {

    private static final String VERSION = "2017-05-25";
    private static final long SLOW_MILLIS = 300;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final SignatureGate gate;
    private final Outbox outbox;
    private final Map<String, Deque<SmsFault>> faults = new HashMap<>();
    private final List<String> actions = new ArrayList<>();
    private boolean withoutOutId;
    private @Nullable HttpServer server;
    private @Nullable Vertx vertx;

    /** @param keys secret by access key id */
    public AliyunSms(Map<String, String> keys, Clock clock) {
        this.gate = new SignatureGate(keys, clock);
        this.outbox = new Outbox(clock);
    }

    @Override
    public Future<Integer> start(Vertx at) {
        vertx = at;
        return at.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> answer(request, body))
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

    public synchronized void approveSign(String sign) {
        outbox.approveSign(sign);
    }

    /** @param text with variables as {@code ${name}} */
    public synchronized void approveTemplate(String code, String text) {
        outbox.approve(code, text);
    }

    /** How many messages of one template a telephone gets in a day; 50 at first. */
    public synchronized void limit(int messagesPerTelephoneAndDay) {
        outbox.limit(messagesPerTelephoneAndDay);
    }

    /** How long after it was taken a message stands in the records; at once at first. */
    public synchronized void recordAfter(Duration delay) {
        outbox.recordAfter(delay);
    }

    /** Leaves {@code OutId} out of the records. */
    public synchronized void forgetOutIds() {
        withoutOutId = true;
    }

    /** The carrier has handed it over. */
    public synchronized void deliver(String outId) {
        outbox.change(outId, message -> message.with(3, "DELIVERED"));
    }

    /** The carrier has refused it. */
    public synchronized void refuse(String outId, String errCode) {
        outbox.change(outId, message -> message.with(2, errCode));
    }

    /** The next call of that action goes wrong; several are queued. */
    public synchronized void failNext(String action, SmsFault fault) {
        faults.computeIfAbsent(action, any -> new ArrayDeque<>()).add(fault);
    }

    /** What was taken, the oldest first. */
    public synchronized List<Message> messages() {
        return outbox.messages();
    }

    /** The actions that were called with a good signature, in order. */
    public synchronized List<String> actions() {
        return List.copyOf(actions);
    }

    private synchronized void answer(HttpServerRequest request, Buffer body) {
        String action = String.valueOf(request.getHeader("x-acs-action"));
        Deque<SmsFault> queued = faults.get(action);
        SmsFault fault = queued == null ? null : queued.poll();
        if (fault == SmsFault.DROPPED) {
            request.connection().close();
        } else if (fault == SmsFault.HTTP_502) {
            request.response().setStatusCode(502).end("<h1>Bad Gateway</h1>");
        } else {
            try {
                send(request, 200, done(request, action, body), fault);
            } catch (Refusal refusal) {
                send(request, refusal.status(), refused(refusal), fault);
            }
        }
    }

    private ObjectNode done(HttpServerRequest request, String action, Buffer body) throws Refusal {
        TreeMap<String, String> parameters = parameters(request.query());
        gate.check(request, parameters, body);
        actions.add(action);
        if (!VERSION.equals(request.getHeader("x-acs-version"))) {
            throw new Refusal(400, "InvalidVersion", "Specified parameter Version is not valid.");
        }
        return switch (action) {
            case "SendSms" -> ok().put("BizId", outbox.take(parameters));
            case "QuerySendDetails" -> records(parameters);
            default -> throw new Refusal(404, "InvalidAction.NotFound", "Specified api is not found.");
        };
    }

    private ObjectNode records(Map<String, String> parameters) throws Refusal {
        List<Message> found = outbox.records(parameters);
        ObjectNode answer = ok().put("TotalCount", found.size());
        ArrayNode list = answer.putObject("SmsSendDetailDTOs").putArray("SmsSendDetailDTO");
        for (Message message : Outbox.page(found, parameters)) {
            ObjectNode record = list.addObject()
                    .put("PhoneNum", message.telephone())
                    .put("TemplateCode", message.templateCode())
                    .put("Content", message.content())
                    .put("SendStatus", message.status())
                    .put("ErrCode", message.errCode())
                    .put("SendDate", message.sentAt().format(SECONDS));
            if (!withoutOutId && !message.outId().isEmpty()) {
                record.put("OutId", message.outId());
            }
        }
        return answer;
    }

    private void send(HttpServerRequest request, int status, ObjectNode answer, @Nullable SmsFault fault) {
        if (fault == SmsFault.LOST) {
            request.connection().close();
            return;
        }
        if (fault == SmsFault.HUNG) {
            return;
        }
        String text = fault == SmsFault.GARBAGE
                ? answer.toString().substring(0, answer.toString().length() / 2)
                : fault == SmsFault.FOREIGN
                        ? ok().toString()
                        : fault == SmsFault.SYSTEM_ERROR
                                ? refused(new Refusal(200, "isp.SYSTEM_ERROR", "系统错误"))
                                        .toString()
                                : answer.toString();
        request.response().setStatusCode(status).putHeader("Content-Type", "application/json;charset=utf-8");
        if (fault == SmsFault.SLOW && vertx != null) {
            vertx.setTimer(SLOW_MILLIS, timer -> request.response().end(text));
        } else {
            request.response().end(text);
        }
    }

    private static ObjectNode ok() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("RequestId", UUID.randomUUID().toString().toUpperCase(Locale.ROOT))
                .put("Code", "OK")
                .put("Message", "OK");
    }

    private static ObjectNode refused(Refusal refusal) {
        return ok().put("Code", refusal.code()).put("Message", refusal.getMessage());
    }

    private static TreeMap<String, String> parameters(@Nullable String query) {
        TreeMap<String, String> parameters = new TreeMap<>();
        for (String field : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            String[] parts = field.split("=", 2);
            parameters.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
