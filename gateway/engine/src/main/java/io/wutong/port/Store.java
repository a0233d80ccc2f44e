package io.wutong.port;

import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Durable rows. Commits of all kinds are grouped (reliability reference B4); a future completes only when its writes
 * are durable. To be asked on any thread: plugins keep what they remember of a visit from threads of their own.
 */
public interface Store {

    /**
     * Runs a command. Fails with {@link StoreException}: {@code NOT_DONE} when nothing was written, {@code UNKNOWN}
     * when the commit's own end is not known, in which case the same command may be run again if it recognises its own
     * work.
     */
    <R> Future<R> commit(Command<R> command);

    /** Reads without locks and hands the rows to a pure function. */
    <R> Future<R> read(Needs needs, Function<Rows, R> reader);
}
