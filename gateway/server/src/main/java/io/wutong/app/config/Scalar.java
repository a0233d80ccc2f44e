package io.wutong.app.config;

import org.jspecify.annotations.Nullable;

/**
 * One value as written, and where.
 *
 * @param text null when it is not given
 * @param where file or environment variable
 * @param line of the value, or of the section that lacks it; 0 in the environment
 */
record Scalar(Source source, String key, @Nullable String text, String where, int line, boolean secret) {

    boolean given() {
        return text != null;
    }

    String or(String otherwise) {
        return text == null ? otherwise : text;
    }

    /** Records that this value is not what it should be. */
    void wrong(String zh, String en) {
        String shown = text == null ? null : secret ? "***" : text;
        source.problem(new Problem(where, line, key, shown, zh, en));
    }
}
