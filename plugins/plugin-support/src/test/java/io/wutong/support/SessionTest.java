package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest {

    private final Deque<Promise<String>> logins = new ArrayDeque<>();
    private final List<String> used = new ArrayList<>();
    private long now;
    private int loginCount;

    private final Session session = new Session(
            () -> {
                loginCount++;
                Promise<String> login = Promise.promise();
                logins.add(login);
                return login.future();
            },
            10,
            () -> now);

    private Future<String> call(String expiredToken) {
        return session.use(
                token -> {
                    used.add(token);
                    return Future.succeededFuture(token.equals(expiredToken) ? "expired" : "ok " + token);
                },
                answer -> answer.equals("expired"));
    }

    @Test
    void should_share_one_login_when_called_together() {
        Future<String> first = call("");
        Future<String> second = call("");
        assertThat(loginCount).isOne();
        logins.remove().complete("A");
        assertThat(first.result()).isEqualTo("ok A");
        assertThat(second.result()).isEqualTo("ok A");
        assertThat(call("").result()).isEqualTo("ok A");
        assertThat(loginCount).isOne();
    }

    @Test
    void should_log_in_once_and_call_again_when_answers_say_expired() {
        Future<String> first = call("A");
        Future<String> second = call("A");
        logins.remove().complete("A");
        assertThat(loginCount).isEqualTo(2);
        logins.remove().complete("B");
        assertThat(first.result()).isEqualTo("ok B");
        assertThat(second.result()).isEqualTo("ok B");
        assertThat(used).containsExactly("A", "A", "B", "B");
    }

    @Test
    void should_hand_on_a_second_expiry() {
        Future<String> call = session.use(token -> Future.succeededFuture("expired"), answer -> true);
        logins.remove().complete("A");
        logins.remove().complete("B");
        assertThat(call.result()).isEqualTo("expired");
        assertThat(loginCount).isEqualTo(2);
    }

    @Test
    void should_renew_when_its_life_is_over() {
        Future<String> first = call("");
        logins.remove().complete("A");
        assertThat(first.result()).isEqualTo("ok A");
        now = 10_000_000_000L;
        Future<String> later = call("");
        logins.remove().complete("B");
        assertThat(later.result()).isEqualTo("ok B");
    }

    @Test
    void should_try_again_when_a_login_failed() {
        Future<String> first = call("");
        logins.remove().fail("down");
        assertThat(first.failed()).isTrue();
        Future<String> second = call("");
        logins.remove().complete("A");
        assertThat(second.result()).isEqualTo("ok A");
    }
}
