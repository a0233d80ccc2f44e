package io.wutong.spi;

/**
 * Why a call over the network failed, classified once, where it was observed: whether the request can have reached the
 * other side, and a short cause. The services lent by {@link PluginServices} fail with nothing else.
 */
public final class CallFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;
    private final String cause;

    public CallFailure(boolean sent, String cause) {
        super(cause, null, false, false);
        this.sent = sent;
        this.cause = cause;
    }

    /** False only when the request certainly did not leave: no connection, a full queue, a host not allowed. */
    public boolean sent() {
        return sent;
    }

    /** A short word for the dotted origin: {@code timeout_read}, {@code connect_refused}, {@code reset} … */
    public String shortCause() {
        return cause;
    }

    /** {@link Outcome.NotSent} or {@link Outcome.Unknown}. */
    public <T> Outcome<T> toOutcome() {
        return sent ? Outcome.unknown(cause) : Outcome.notSent(cause);
    }

    /** What any failure of an adapter's future means: its own classification, else unknown. */
    public static <T> Outcome<T> outcomeOf(Throwable failure) {
        return failure instanceof CallFailure call
                ? call.toOutcome()
                : Outcome.unknown("plugin_error." + failure.getClass().getSimpleName());
    }
}
