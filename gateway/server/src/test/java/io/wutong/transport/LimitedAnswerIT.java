package io.wutong.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.wutong.spi.CallFailure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitedAnswerIT {

    private static final int CHUNK = 1_000;
    private static final int SECONDS_MAX = 20;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void should_give_the_whole_body_when_it_just_fits() throws Exception {
        assertThat(await(answer(5, 5 * CHUNK)).length()).isEqualTo(5 * CHUNK);
    }

    @Test
    void should_fail_as_sent_when_one_chunk_is_too_much() {
        assertThatThrownBy(() -> await(answer(6, 5 * CHUNK)))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(CallFailure.class, failure -> {
                    assertThat(failure.sent()).isTrue();
                    assertThat(failure.shortCause()).isEqualTo("answer_too_long");
                });
    }

    /** An answer of some chunks without a declared length, read with a limit. */
    private Future<Buffer> answer(int chunks, int bytesMax) {
        HttpClient client = vertx.createHttpClient();
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    HttpServerResponse response = request.response().setChunked(true);
                    for (int i = 0; i < chunks; i++) {
                        response.write(Buffer.buffer(new byte[CHUNK]));
                    }
                    response.end();
                })
                .listen(0, "127.0.0.1")
                .compose(server -> client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/"))
                .compose(request -> request.send())
                .compose(response -> LimitedAnswer.read(response, bytesMax));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
    }
}
