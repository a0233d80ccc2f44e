package io.wutong.cure;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cure.CoverageChoice.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageChoiceTest {

    private static final String EMPLOYEE = "310";
    private static final String RESIDENT = "390";

    private static Candidate of(String area, String insutype, String since) {
        return new Candidate(area, insutype, since);
    }

    private static String stays(Candidate own, Candidate... others) {
        return CoverageChoice.byPolicy(own, List.of(others)).area();
    }

    @Test
    void should_keep_the_one_that_began_last_when_both_say_since_when() {
        assertThat(stays(of("1", RESIDENT, "2020-01-01"), of("2", RESIDENT, "2021-01-01")))
                .isEqualTo("2");
        assertThat(stays(of("1", RESIDENT, "2021-01-01"), of("2", RESIDENT, "2020-01-01")))
                .isEqualTo("1");
    }

    @Test
    void should_keep_the_one_of_the_admission_when_either_does_not_say_since_when() {
        assertThat(stays(of("1", RESIDENT, ""), of("2", RESIDENT, "2021-01-01")))
                .isEqualTo("1");
        assertThat(stays(of("1", RESIDENT, "2021-01-01"), of("2", RESIDENT, "")))
                .isEqualTo("1");
        assertThat(stays(of("1", RESIDENT, ""), of("2", RESIDENT, ""), of("3", RESIDENT, "")))
                .isEqualTo("1");
    }

    @Test
    void should_keep_the_employees_when_nobody_says_since_when() {
        assertThat(stays(of("1", RESIDENT, ""), of("2", EMPLOYEE, ""), of("3", EMPLOYEE, "")))
                .isEqualTo("2");
        assertThat(stays(of("1", EMPLOYEE, ""), of("2", RESIDENT, "2021-01-01")))
                .isEqualTo("1");
    }
}
