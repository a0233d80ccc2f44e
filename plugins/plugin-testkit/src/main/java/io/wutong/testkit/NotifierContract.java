package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Notifier;
import io.wutong.spi.NotifierFactory;
import io.wutong.spi.Outcome;
import io.wutong.testkit.MisbehavingServer.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every notifier holds to: one notice is sent once however often it is asked for, nothing is a success that the
 * gateway of messages did not say, and neither the recipient nor the text stands in a log.
 */
public abstract class NotifierContract extends PluginContract<NotifierContract.Messages> {

    private static final String RECIPIENT = "13900008888";
    private static final String TEXT = "您的住院费用已结算,个人现金支付26176.00元";

    /** A gateway of messages that behaves. */
    public interface Messages extends Simulator {

        /** How many messages it has handed on to that recipient. */
        int sent(String recipient);
    }

    @Override
    protected abstract NotifierFactory factory();

    @Override
    protected abstract AdapterSpec spec(int port);

    @Override
    protected abstract Future<Messages> simulator(Vertx vertx);

    @Override
    final Descriptor descriptor() {
        return factory().descriptor();
    }

    @Override
    final void exercise(PluginWorld<Messages> world) {
        assertThat(send(world, "N1")).isInstanceOf(Outcome.Succeeded.class);
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_send_a_notice_once_however_often_it_is_asked_for(Packaging packaging) {
        try (PluginWorld<Messages> world = world(packaging)) {
            assertThat(send(world, "N1")).isInstanceOf(Outcome.Succeeded.class);
            assertThat(send(world, "N1")).isInstanceOf(Outcome.Succeeded.class);
            assertThat(world.simulator().sent(RECIPIENT)).isOne();
            assertThat(send(world, "N2")).isInstanceOf(Outcome.Succeeded.class);
            assertThat(world.simulator().sent(RECIPIENT)).isEqualTo(2);
            assertThat(String.join("\n", world.logged())).doesNotContain(RECIPIENT, TEXT);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_say_not_sent_when_nobody_listens(Packaging packaging) {
        try (PluginWorld<Messages> world = deserted(packaging)) {
            assertThat(send(world, "N1")).isInstanceOf(Outcome.NotSent.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_never_take_a_spoiled_answer_for_an_end(Packaging packaging) {
        for (Fault fault : faults(packaging)) {
            try (PluginWorld<Messages> world = world(packaging)) {
                world.server().misbehave(fault, 0);
                Outcome<Void> outcome = send(world, "N1", fault == Fault.HANG ? 700 : 10_000);
                world.server().behave();
                if (fault == Fault.NONE || fault == Fault.SLOW) {
                    assertThat(outcome).as(fault.name()).isInstanceOf(Outcome.Succeeded.class);
                } else if (!fault.harmless()) {
                    assertThat(outcome).as(fault.name()).isInstanceOfAny(Outcome.Unknown.class, Outcome.Pending.class);
                }
                assertThat(send(world, "N1")).as(fault + ", then again").isInstanceOf(Outcome.Succeeded.class);
                assertThat(world.simulator().sent(RECIPIENT)).as(fault.name()).isOne();
            }
        }
    }

    private static Outcome<Void> send(PluginWorld<Messages> world, String noticeId) {
        return send(world, noticeId, 10_000);
    }

    private static Outcome<Void> send(PluginWorld<Messages> world, String noticeId, long millis) {
        Notifier notifier = world.host().notifiers().get(0).adapter();
        return Calls.await(notifier.send(noticeId, RECIPIENT, TEXT, Calls.context(millis, new MemoryVisitMemory())));
    }
}
