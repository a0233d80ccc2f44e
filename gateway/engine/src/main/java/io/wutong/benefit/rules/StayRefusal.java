package io.wutong.benefit.rules;

/** A stay that cannot be calculated; names the field. */
public final class StayRefusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    public StayRefusal(String field, String reason) {
        super(field + ": " + reason);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
