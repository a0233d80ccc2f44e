package io.wutong.support;

/** A message of a payment channel that is authentic but not what was asked for: a field is missing, odd, or another order's. */
public final class BadAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause a short dotted word, never a piece of the message */
    public BadAnswer(String cause) {
        super(cause, null, false, false);
    }

    public String shortCause() {
        return String.valueOf(getMessage());
    }
}
