package io.wutong.app.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param where the file, or the name of the environment variable that overrides it
 * @param line from 1; 0 for an environment variable
 * @param key its path, for instance {@code listeners.hospital.port}; empty for the file as a whole
 * @param value as written, {@code ***} for a secret; null when there is none
 * @param zh what was expected
 * @param en the same in English
 */
public record Problem(
        String where, int line, String key, @Nullable String value, String zh, String en) {

    @Override
    public String toString() {
        return where + (line > 0 ? ":" + line : "") + (key.isEmpty() ? "" : ": " + key)
                + (value == null ? "" : " = " + value) + ": 应为" + zh + " · expected " + en;
    }
}
