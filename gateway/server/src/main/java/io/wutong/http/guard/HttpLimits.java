package io.wutong.http.guard;

/**
 * How much of each thing one listener grants. The idle time must be longer than the longest answer may take, the
 * message time longer than head and body deadline together.
 *
 * @param idleSeconds a connection on which nothing moves either way is closed
 * @param headMillisMax from a request's first byte to the end of its headers; also from connecting to the first byte
 * @param messageMillisMax from a request's first byte to its last, whoever reads the body or nobody
 * @param bodyBytesMax no route of this listener takes more; a route's own limit may be lower
 * @param connectionsMax open connections
 * @param inFlightMax requests that were let in and are not answered yet
 */
public record HttpLimits(
        int idleSeconds,
        int headMillisMax,
        int messageMillisMax,
        int bodyBytesMax,
        int connectionsMax,
        int inFlightMax) {

    public HttpLimits {
        for (int limit :
                new int[] {idleSeconds, headMillisMax, messageMillisMax, bodyBytesMax, connectionsMax, inFlightMax}) {
            if (limit <= 0) {
                throw new IllegalArgumentException("every limit is positive");
            }
        }
    }

    /** For hospitals, terminals and peers. */
    public static HttpLimits standard() {
        return new HttpLimits(30, 10_000, 25_000, 4 * 1024 * 1024, 10_000, 1_000);
    }

    /** For callbacks, patients' links and the administration: small bodies, fewer at once. */
    public static HttpLimits small() {
        return new HttpLimits(30, 10_000, 25_000, 64 * 1024, 2_000, 200);
    }

    public HttpLimits withIdleSeconds(int seconds) {
        return new HttpLimits(seconds, headMillisMax, messageMillisMax, bodyBytesMax, connectionsMax, inFlightMax);
    }

    public HttpLimits withHeadMillisMax(int millis) {
        return new HttpLimits(idleSeconds, millis, messageMillisMax, bodyBytesMax, connectionsMax, inFlightMax);
    }

    public HttpLimits withMessageMillisMax(int millis) {
        return new HttpLimits(idleSeconds, headMillisMax, millis, bodyBytesMax, connectionsMax, inFlightMax);
    }

    public HttpLimits withBodyBytesMax(int bytes) {
        return new HttpLimits(idleSeconds, headMillisMax, messageMillisMax, bytes, connectionsMax, inFlightMax);
    }

    public HttpLimits withConnectionsMax(int connections) {
        return new HttpLimits(idleSeconds, headMillisMax, messageMillisMax, bodyBytesMax, connections, inFlightMax);
    }

    public HttpLimits withInFlightMax(int requests) {
        return new HttpLimits(idleSeconds, headMillisMax, messageMillisMax, bodyBytesMax, connectionsMax, requests);
    }
}
