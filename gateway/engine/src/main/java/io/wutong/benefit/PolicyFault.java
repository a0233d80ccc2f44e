package io.wutong.benefit;

/** What is wrong in a policy file: the key, as a path, and the reason. */
public final class PolicyFault extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String reason;

    public PolicyFault(String key, String reason) {
        super(key + ": " + reason);
        this.key = key;
        this.reason = reason;
    }

    /** For instance {@code layers[0].brackets[1].ratio}. */
    public String key() {
        return key;
    }

    public String reason() {
        return reason;
    }
}
