package io.wutong.spi;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;

/**
 * What the host lends to one adapter, with limits: its network is what its allow-list says, its threads are the
 * worker's, its secrets are its own. All of it is taken back when the adapter is closed.
 */
public interface PluginServices {

    /**
     * Sends one HTTP request. The future fails with {@link CallFailure} only; completes on the loop that called.
     */
    Future<HttpReply> http(HttpCall call);

    /**
     * Runs statements at a database of another system that the adapter's configuration names. The future fails with
     * {@link CallFailure} only, and completes on the loop that called. Of a transaction {@link CallFailure#sent()} is
     * false until its COMMIT has been sent: what ends before that has certainly not happened. A statement that the
     * database refuses fails as {@code sql_} and its SQLSTATE.
     */
    default Future<List<SqlResult>> sql(SqlCall call) {
        return Future.failedFuture(new CallFailure(false, "no_database"));
    }

    /**
     * As {@link #http}, for what may be long: the body goes to a file of the host, up to 1 GiB, else the call fails. Who
     * asked for it closes it.
     */
    Future<Download> download(HttpCall call);

    /** Runs blocking or heavy work (RSA, SM2, big XML) on a bounded worker; completes on the loop that called. */
    <T> Future<T> work(Callable<T> task);

    /** Completes after a delay on the loop that called; never when the adapter has been closed. */
    Future<Void> delay(long millis);

    /** Civil time, Asia/Shanghai. */
    Clock clock();

    /** A log that masks numbers of persons and cards and drops what comes too fast. */
    Logger log();

    /**
     * One of this adapter's own secrets, by the name its configuration gives it.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    Secret secret(String name);

    /** Random bytes from a secure source. */
    byte[] random(int length);
}
