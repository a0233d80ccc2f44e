package io.wutong.port;

/** Timers on the clock that the engine lives by. */
public interface Timers {

    /** Runs a task once after a delay, on the loop that asked; the handle cancels it. */
    Handle after(long millis, Runnable task);

    interface Handle {
        void cancel();
    }
}
