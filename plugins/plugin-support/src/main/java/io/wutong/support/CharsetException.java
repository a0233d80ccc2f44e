package io.wutong.support;

/** Bytes that are not text of the charset agreed on, or a character that the charset does not have. */
public final class CharsetException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public CharsetException(String message) {
        super(message);
    }
}
