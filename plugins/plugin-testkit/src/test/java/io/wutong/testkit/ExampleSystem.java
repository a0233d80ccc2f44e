package io.wutong.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The example's legacy system: does, finds and undoes by a key. */
final class ExampleSystem implements Simulator {
    private final Set<String> done = new HashSet<>();
    private final Set<String> undone = new HashSet<>();
    private @Nullable HttpServer server;

    static Future<Simulator> open(Vertx vertx) {
        ExampleSystem system = new ExampleSystem();
        return vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body ->
                                request.response().end(Json.writeText(system.answer(Json.read(body.getBytes()))))))
                .listen(0, "127.0.0.1")
                .map(listening -> {
                    system.server = listening;
                    return system;
                });
    }

    private Body answer(Body asked) {
        String key = asked.textOr("key", "");
        boolean end = switch (asked.textOr("what", "")) {
            case "do" -> done.add(key) || true;
            case "find" -> done.contains(key);
            case "undo" -> done.remove(key) || true;
            case "undo-once" -> done.remove(key) & undone.add(key);
            default -> false;
        };
        return Body.builder()
                .put("说明", "示例系统的应答,长度足够被截断")
                .put("end", end ? "done" : "none")
                .build();
    }

    @Override
    public int port() {
        return Objects.requireNonNull(server).actualPort();
    }

    @Override
    public Future<Void> close() {
        return Objects.requireNonNull(server).close();
    }
}
