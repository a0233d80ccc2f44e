package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.exchange.World.Message1;
import io.wutong.spi.Outcome;
import org.junit.jupiter.api.Test;

/** What was said, of a first answer and of its repetition. */
class AnsweredTest {

    private final World world = World.ofOne();

    @Test
    void should_say_the_same_output_when_a_message_is_sent_again() {
        Message1 admission = world.admission(World.PROVINCE_HOME, "Z1");
        Answered first = world.send(admission);
        Answered again = world.send(admission);
        assertThat(again.repeated()).isTrue();
        assertThat(again.output()).isPresent().isEqualTo(first.output());
        assertThat(again.refusal()).isEmpty();
    }

    @Test
    void should_say_the_same_refusal_when_a_refused_message_is_sent_again() {
        Message1 discharge = world.discharge(World.PROVINCE_HOME, "V0", "2026-10-30 08:00:00");
        Answered first = world.send(discharge);
        Answered again = world.send(discharge);
        assertThat(again.repeated()).isTrue();
        assertThat(first.refusal()).map(Outcome.Rejected::code).hasValue("VIS-NONE-001");
        assertThat(first.refusal()).map(Outcome.Rejected::message).hasValue("没有就诊V0");
        assertThat(again.refusal()).isEqualTo(first.refusal());
        assertThat(again.output()).isEmpty();
    }
}
