package io.wutong.port;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** The time, passed in; production's is the machine's, the sandbox's and the simulation's can be moved. */
public interface Clock {

    /** Civil dates and times are those of Beijing, whatever the host's zone. */
    ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    Instant now();

    /** Monotonic nanoseconds; only differences mean anything. */
    long nanos();

    default LocalDateTime civil() {
        return LocalDateTime.ofInstant(now(), ZONE);
    }
}
