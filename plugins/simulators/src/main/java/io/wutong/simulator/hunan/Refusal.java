package io.wutong.simulator.hunan;

/** The server says no: a negative {@code return_code} with a text. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int EXPIRED = -9;

    final int code;

    Refusal(String text) {
        this(-1, text);
    }

    Refusal(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }
}
