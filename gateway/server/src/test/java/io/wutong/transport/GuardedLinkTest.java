package io.wutong.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.envelope.Suspension;
import io.wutong.host.Breaker;
import io.wutong.host.BreakerLimits;
import io.wutong.host.CallGuard;
import io.wutong.host.CallLimits;
import io.wutong.spi.CallFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A neighbour that hangs or is gone, beside one that answers. */
class GuardedLinkTest {

    private static final CallLimits LIMITS = new CallLimits(3, new BreakerLimits(10_000, 3, 50, 5_000, 20_000));

    private long nanos;
    private final CallGuard far = guard();
    private final List<Promise<byte[]>> hanging = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final GuardedLink link = new GuardedLink(this::send, Map.of("far", far, "near", guard()));

    private CallGuard guard() {
        return new CallGuard(LIMITS, "peer_full", () -> nanos, (from, to) -> {});
    }

    private Future<byte[]> send(String peer, byte[] body, long millis) {
        sent.add(peer);
        if (peer.equals("near")) {
            return Future.succeededFuture(body);
        }
        Promise<byte[]> promise = Promise.promise();
        hanging.add(promise);
        return promise.future();
    }

    @Test
    void should_refuse_early_and_spare_the_others_when_a_peer_hangs() {
        for (int i = 0; i < 3; i++) {
            assertThat(link.send("far", new byte[0], 1_000).isComplete()).isFalse();
        }
        assertThat(link.refusal("far")).contains("peer_full");
        assertThat(cause(link.send("far", new byte[0], 1_000))).isEqualTo("peer_full");
        assertThat(link.send("near", new byte[0], 1_000).succeeded()).isTrue();
        assertThat(link.refusal("near")).isEmpty();
        assertThat(sent).containsExactly("far", "far", "far", "near");
    }

    @Test
    void should_say_when_to_come_again_when_a_peer_is_cut_off() {
        fail(3);
        assertThat(cause(link.send("far", new byte[0], 1_000))).isEqualTo(Suspension.CAUSE + "5");
        nanos += 3_200_000_000L;
        assertThat(link.refusal("far")).contains("breaker_open.2");
        nanos += 1_800_000_000L;
        assertThat(link.refusal("far")).isEmpty();
        Future<byte[]> probe = link.send("far", new byte[0], 1_000);
        hanging.get(hanging.size() - 1).complete(new byte[0]);
        assertThat(probe.succeeded()).isTrue();
        assertThat(far.report("peer", "far").breaker().state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(far.inFlight()).isZero();
    }

    @Test
    void should_agree_with_the_engine_on_how_a_breaker_says_so() {
        assertThat(CallGuard.BREAKER_OPEN).isEqualTo(Suspension.CAUSE);
    }

    @Test
    void should_go_on_when_a_peer_answers_that_it_is_busy() {
        fail(10, new CallFailure(false, HttpLink.BUSY));
        assertThat(link.refusal("far")).isEmpty();
        assertThat(far.report("peer", "far").breaker().state()).isEqualTo(Breaker.State.CLOSED);
        assertThat(far.inFlight()).isZero();
    }

    private void fail(int times) {
        fail(times, new CallFailure(true, "timeout"));
    }

    private void fail(int times, CallFailure failure) {
        for (int i = 0; i < times; i++) {
            link.send("far", new byte[0], 1_000);
            hanging.get(hanging.size() - 1).fail(failure);
        }
    }

    private static String cause(Future<byte[]> sent) {
        assertThat(sent.failed()).isTrue();
        CallFailure failure = (CallFailure) sent.cause();
        assertThat(failure.sent()).isFalse();
        return failure.shortCause();
    }
}
