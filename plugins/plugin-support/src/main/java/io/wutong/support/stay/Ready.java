package io.wutong.support.stay;

import io.wutong.spi.Body;
import org.jspecify.annotations.Nullable;

/**
 * A visit that can be calculated.
 *
 * @param state what is remembered
 * @param person the person's part of {@code setlinfo}, as far as the legacy system tells it
 * @param balanceFen what the personal account holds, null when not told
 */
public record Ready(StayState state, Body person, @Nullable Long balanceFen) {

    public Ready with(StayState next) {
        return new Ready(next, person, balanceFen);
    }
}
