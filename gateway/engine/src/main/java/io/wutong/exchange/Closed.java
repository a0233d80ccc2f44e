package io.wutong.exchange;

/** How the second commit of a run left it. */
sealed interface Closed {

    /** Ended, or asked about again later; what the sender is told. */
    record Done(Answered answered) implements Closed {}

    /** Another run has it: its end is the other's to write. */
    record Lost() implements Closed {}
}
