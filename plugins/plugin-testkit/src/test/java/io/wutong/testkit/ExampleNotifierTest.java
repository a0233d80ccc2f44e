package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.wutong.host.AdapterSpec;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.NotifierFactory;
import io.wutong.spi.Secret;
import io.wutong.testkit.example.ExampleNotifier;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of notifiers holds for one that keeps it, and fails for one that believes any answer or sends twice. */
class ExampleNotifierTest {

    @Test
    void should_hold_when_the_notifier_keeps_it() {
        Sms contract = new Sms(false);
        contract.openVertx();
        contract.should_send_a_notice_once_however_often_it_is_asked_for(Packaging.CLASSES);
        contract.should_say_not_sent_when_nobody_listens(Packaging.CLASSES);
        contract.should_never_take_a_spoiled_answer_for_an_end(Packaging.CLASSES);
        contract.should_show_no_secret_when_it_is_printed();
        contract.closeVertx();
    }

    @Test
    void should_fail_when_the_notifier_believes_anything_and_forgets_the_notice_s_number() {
        Sms contract = new Sms(true);
        contract.openVertx();
        assertThatThrownBy(() -> contract.should_never_take_a_spoiled_answer_for_an_end(Packaging.CLASSES))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> contract.should_send_a_notice_once_however_often_it_is_asked_for(Packaging.CLASSES))
                .isInstanceOf(AssertionError.class);
        contract.closeVertx();
    }

    /** Not found by the engine of tests: its jar is not packed. */
    private static final class Sms extends NotifierContract {
        private final boolean careless;

        Sms(boolean careless) {
            this.careless = careless;
        }

        @Override
        protected NotifierFactory factory() {
            return new ExampleNotifier(careless);
        }

        @Override
        protected AdapterSpec spec(int port) {
            return AdapterSpec.of("sms", "notify-example", AdapterSpec.WHOLE_PROCESS)
                    .withSettings(Body.builder()
                            .put("base", "http://127.0.0.1:" + port)
                            .put("user", "gateway")
                            .build())
                    .withSecrets(Map.of("password", Secret.of("example-password")))
                    .withAllowedHosts("127.0.0.1:" + port);
        }

        @Override
        protected Future<Messages> simulator(Vertx vertx) {
            Map<String, String> byNumber = new HashMap<>();
            return vertx.createHttpServer()
                    .requestHandler(request -> request.body().onSuccess(bytes -> {
                        Body body = Json.read(bytes.getBytes());
                        byNumber.put(body.textOr("number", ""), body.textOr("to", ""));
                        request.response().end("{\"end\":\"done\",\"说明\":\"已提交,长度足够被截断的应答\"}");
                    }))
                    .listen(0, "127.0.0.1")
                    .map(server -> messages(server, byNumber));
        }

        private static Messages messages(HttpServer server, Map<String, String> byNumber) {
            return new Messages() {
                @Override
                public int sent(String recipient) {
                    return (int)
                            byNumber.values().stream().filter(recipient::equals).count();
                }

                @Override
                public int port() {
                    return server.actualPort();
                }

                @Override
                public Future<Void> close() {
                    return server.close();
                }
            };
        }
    }
}
