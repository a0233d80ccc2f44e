package io.wutong.exchange;

import io.wutong.spi.Care;
import org.jspecify.annotations.Nullable;

/** How the first commit of an exchange left it. */
sealed interface Opened {

    /** Ended: refused, or answered here. */
    record Done(Answered answered) implements Opened {}

    /** The same message is being worked on elsewhere; its end is waited for. */
    record Wait() implements Opened {}

    /**
     * Journaled; someone else is asked now.
     *
     * @param asked null when this is the first time; the journal's row when an earlier attempt may have arrived
     */
    record Ask(
            Target target,
            String destination,
            @Nullable Care care,
            @Nullable Exchange asked) implements Opened {}
}
