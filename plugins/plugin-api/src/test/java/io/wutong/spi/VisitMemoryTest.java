package io.wutong.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisitMemoryTest {

    @Test
    void should_keep_nothing_of_a_call_about_no_visit_and_say_so() {
        assertThat(VisitMemory.NONE.remember("T1").cause()).isInstanceOf(IllegalStateException.class);
        assertThat(VisitMemory.NONE.recall().result()).isEmpty();
    }
}
