package io.wutong.exchange;

import io.wutong.spi.Care;
import org.jspecify.annotations.Nullable;

/** How the first commit of a run left it. */
sealed interface Opened {

    /** Ended: refused, or answered here. */
    record Done(Answered answered) implements Opened {}

    /** The same message is being worked on elsewhere; its end is waited for. */
    record Wait() implements Opened {}

    /**
     * Journaled; someone else is asked now.
     *
     * @param asked null when this is the first time; the journal's row when an earlier attempt may have arrived
     * @param attempt from 1; greater than that of any question before which was answered as not sent
     */
    record Ask(
            Target target,
            String destination,
            @Nullable Care care,
            @Nullable Exchange asked,
            int attempt) implements Opened {}

    /** It was refused or reversed here, and its legacy home may have done it all the same: that is undone now. */
    record Undo(Target.Legacy target, Exchange ended) implements Opened {}
}
