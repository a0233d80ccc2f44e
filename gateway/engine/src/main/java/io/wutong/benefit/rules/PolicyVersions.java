package io.wutong.benefit.rules;

import java.time.LocalDate;

/** The versions of one scheme's policy. */
@FunctionalInterface
public interface PolicyVersions {

    /**
     * The version in force.
     *
     * @throws IllegalArgumentException when there is none
     */
    Policy on(LocalDate day);
}
