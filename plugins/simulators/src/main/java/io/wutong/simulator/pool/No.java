package io.wutong.simulator.pool;

/** The insurer says no; how it writes that is the dialect's. */
public final class No extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public No(String text) {
        super(text, null, false, false);
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
