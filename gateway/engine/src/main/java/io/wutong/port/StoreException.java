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

    /**
     * Whether what was to be committed may stand. Once it may, only an answer of the store says whether it does.
     *
     * @param doubted whether an earlier try of the same commit may stand
     */
    public static boolean mayStand(Throwable failure, boolean doubted) {
        return failure instanceof StoreException store && (doubted || store.kind() == Kind.UNKNOWN);
    }
}
