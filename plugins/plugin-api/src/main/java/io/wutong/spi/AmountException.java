package io.wutong.spi;

/** A text that is no amount of money; says the field and what was expected, never the message around it. */
public final class AmountException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    public AmountException(String field, String expected) {
        super(field + ": " + expected);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
