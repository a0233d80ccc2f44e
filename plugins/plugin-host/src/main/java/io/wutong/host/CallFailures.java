package io.wutong.host;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import io.wutong.spi.CallFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Names a failure of the network by its type and by where it was observed, never by its text: before the request was
 * handed to a connection nothing can have arrived, after that anything may have.
 */
final class CallFailures {
    private CallFailures() {}

    /** No connection was had, so nothing was sent. */
    static CallFailure beforeSending(Throwable cause) {
        return new CallFailure(false, connectCause(cause));
    }

    /** A connection had the request: it may have arrived. */
    static CallFailure afterSending(Throwable cause) {
        return new CallFailure(true, answerCause(cause));
    }

    private static String connectCause(Throwable cause) {
        if (cause instanceof ConnectionPoolTooBusyException) {
            return "pool_full";
        }
        if (cause instanceof UnknownHostException) {
            return "unknown_host";
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof TimeoutException) {
            return "timeout_connect";
        }
        if (cause instanceof NoRouteToHostException) {
            return "no_route";
        }
        if (cause instanceof ConnectException) {
            return "connect_refused";
        }
        return isTls(cause) ? "tls_handshake" : "connect_failed";
    }

    private static String answerCause(Throwable cause) {
        if (cause instanceof HttpClosedException || cause instanceof ClosedChannelException) {
            return "closed";
        }
        if (isTls(cause)) {
            return "tls";
        }
        if (cause instanceof StreamResetException) {
            return "reset";
        }
        if (cause instanceof IllegalArgumentException || cause instanceof DecoderException) {
            return "bad_answer";
        }
        return cause instanceof IOException ? "reset" : "io_error";
    }

    /** TLS errors arrive wrapped, a few layers deep. */
    private static boolean isTls(Throwable cause) {
        Throwable at = cause;
        for (int depth = 0; at != null && depth < 8; depth++) {
            if (at instanceof SSLException || at instanceof CertificateException) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }
}
