package io.wutong.host;

/**
 * What one adapter may use of the machine.
 *
 * @param httpConnectionsMax connections open at once to each host
 * @param httpWaitingMax calls that may wait for a connection
 * @param httpKeepAlive whether connections are used again. Off by default: a legacy server that answers twice would
 *     otherwise answer the next patient's call; turn it on where answers name what they answer, under a signature
 * @param connectTimeoutMillis until a connection stands, TLS included; the call's own time-out still covers it
 * @param answerBytesMax longest answer read
 * @param workerThreads threads of {@code work}
 * @param workerWaitingMax tasks that may wait for one of them
 * @param logLinesPerSecond what the log keeps of the adapter; the rest is counted and dropped
 */
public record ServiceLimits(
        int httpConnectionsMax,
        int httpWaitingMax,
        boolean httpKeepAlive,
        int connectTimeoutMillis,
        int answerBytesMax,
        int workerThreads,
        int workerWaitingMax,
        int logLinesPerSecond) {

    public static final ServiceLimits DEFAULT = new ServiceLimits(32, 200, false, 5_000, 4 * 1024 * 1024, 2, 200, 200);

    public ServiceLimits {
        positive("httpConnectionsMax", httpConnectionsMax);
        positive("connectTimeoutMillis", connectTimeoutMillis);
        positive("answerBytesMax", answerBytesMax);
        positive("workerThreads", workerThreads);
        positive("logLinesPerSecond", logLinesPerSecond);
        if (httpWaitingMax < 0 || workerWaitingMax < 0) {
            throw new IllegalArgumentException("httpWaitingMax and workerWaitingMax must not be negative");
        }
    }

    public ServiceLimits withHttp(int connectionsMax, int waitingMax) {
        return new ServiceLimits(
                connectionsMax,
                waitingMax,
                httpKeepAlive,
                connectTimeoutMillis,
                answerBytesMax,
                workerThreads,
                workerWaitingMax,
                logLinesPerSecond);
    }

    public ServiceLimits withKeepAlive(boolean keepAlive) {
        return new ServiceLimits(
                httpConnectionsMax,
                httpWaitingMax,
                keepAlive,
                connectTimeoutMillis,
                answerBytesMax,
                workerThreads,
                workerWaitingMax,
                logLinesPerSecond);
    }

    public ServiceLimits withAnswerBytesMax(int bytes) {
        return new ServiceLimits(
                httpConnectionsMax,
                httpWaitingMax,
                httpKeepAlive,
                connectTimeoutMillis,
                bytes,
                workerThreads,
                workerWaitingMax,
                logLinesPerSecond);
    }

    public ServiceLimits withWorker(int threads, int waitingMax) {
        return new ServiceLimits(
                httpConnectionsMax,
                httpWaitingMax,
                httpKeepAlive,
                connectTimeoutMillis,
                answerBytesMax,
                threads,
                waitingMax,
                logLinesPerSecond);
    }

    public ServiceLimits withLogLinesPerSecond(int lines) {
        return new ServiceLimits(
                httpConnectionsMax,
                httpWaitingMax,
                httpKeepAlive,
                connectTimeoutMillis,
                answerBytesMax,
                workerThreads,
                workerWaitingMax,
                lines);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be more than 0, is " + value);
        }
    }
}
