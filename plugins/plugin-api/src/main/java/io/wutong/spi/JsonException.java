package io.wutong.spi;

/** A text that is not the JSON we accept: where it went wrong and why, never a piece of the text itself. */
public final class JsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** What was wrong, so that a caller can answer a limit differently from a mistake. */
    public enum Reason {
        MALFORMED,
        DUPLICATE_NAME,
        TOO_DEEP,
        TOO_LONG,
        NOT_AN_OBJECT
    }

    private final Reason reason;

    public JsonException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
