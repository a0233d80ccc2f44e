package io.wutong.support;

/** A field that a message needs and does not have, or whose value the other side cannot take. */
public final class FieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    public FieldException(String field, String problem) {
        super(field + ": " + problem);
        this.field = field;
    }

    /** The name in the message that was read. */
    public String field() {
        return field;
    }
}
