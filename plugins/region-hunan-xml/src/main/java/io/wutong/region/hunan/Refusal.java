package io.wutong.region.hunan;

/** The legacy system, or this adapter for it, says no for good. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String text;

    Refusal(String code, String text) {
        super(code, null, false, false);
        this.code = code;
        this.text = text;
    }

    String code() {
        return code;
    }

    String text() {
        return text;
    }

    /** Undoing something a second time is refused with a text that begins like this, in every release seen. */
    boolean saysAlreadyDone() {
        return text.contains("已经办理过");
    }
}
