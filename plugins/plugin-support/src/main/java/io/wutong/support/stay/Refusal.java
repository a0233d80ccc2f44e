package io.wutong.support.stay;

/** The legacy system, or the adapter for it, says no for good. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String text;

    /**
     * @param code with the dialect's prefix, for instance {@code HUNAN-1}
     * @param text what a clerk can read, without inner addresses
     */
    public Refusal(String code, String text) {
        super(code, null, false, false);
        this.code = code;
        this.text = text;
    }

    public String code() {
        return code;
    }

    public String text() {
        return text;
    }
}
