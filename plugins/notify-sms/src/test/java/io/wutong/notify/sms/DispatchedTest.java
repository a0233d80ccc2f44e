package io.wutong.notify.sms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DispatchedTest {
    private long now;
    private final Dispatched dispatched = new Dispatched(1_000, () -> now);

    @Test
    void should_trust_the_records_at_once_when_nobody_can_have_sent_it() {
        assertThat(dispatched.absentForGood("N", 1)).isTrue();
        dispatched.certainlyNot("M");
        assertThat(dispatched.absentForGood("M", 7)).isTrue();
    }

    @Test
    void should_count_from_when_it_first_heard_of_it_when_somebody_else_may_have_sent_it() {
        assertThat(dispatched.absentForGood("N", 2)).isFalse();
        now = 999_999_999L;
        assertThat(dispatched.absentForGood("N", 3)).isFalse();
        now = 1_000_000_000L;
        assertThat(dispatched.absentForGood("N", 1)).isTrue();
    }

    @Test
    void should_count_anew_when_it_was_sent_again() {
        dispatched.doubtful("N");
        now = 1_000_000_000L;
        dispatched.doubtful("N");
        assertThat(dispatched.absentForGood("N", 1)).isFalse();
        dispatched.sent("N");
        assertThat(dispatched.isSent("N")).isTrue();
    }

    @Test
    void should_forget_the_oldest_when_there_are_too_many() {
        for (int i = 0; i <= Dispatched.NOTICES_MAX; i++) {
            dispatched.sent("N" + i);
        }
        assertThat(dispatched.isSent("N0")).isFalse();
        assertThat(dispatched.mayHaveArrived("N0", 2)).isTrue();
        assertThat(dispatched.isSent("N1")).isTrue();
    }
}
