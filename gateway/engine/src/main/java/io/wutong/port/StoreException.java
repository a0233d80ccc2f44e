package io.wutong.port;

/** The store could not do it; says whether it may have. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /** Nothing was written. */
        NOT_DONE,
        /** More is waiting than the limit allows; nothing was written. */
        FULL,
        /** The connection was lost while committing. */
        UNKNOWN
    }

    private final Kind kind;

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
