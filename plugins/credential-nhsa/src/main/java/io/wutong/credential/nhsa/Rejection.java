package io.wutong.credential.nhsa;

/** A scan that is no good: a code, and what the clerk tells the patient, in Chinese. Holds nothing of the scan. */
final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String hint;

    Rejection(String code, String hint) {
        super(code, null, false, false);
        this.code = code;
        this.hint = hint;
    }

    String code() {
        return code;
    }

    String hint() {
        return hint;
    }
}
