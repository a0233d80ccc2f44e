package io.wutong.host;

import java.util.List;

/**
 * What {@link PluginDoctor} found in a jar. Empty texts stand for what the jar does not say.
 *
 * @param extensions class names of {@code META-INF/extensions.idx}
 * @param signature who signed it and whether that was verified, in Chinese and English
 * @param findings errors, which the host would refuse or an adapter would fail by, and warnings
 */
public record Diagnosis(
        String file,
        String id,
        String version,
        String requires,
        List<String> extensions,
        String signature,
        List<Finding> findings) {

    /** How bad it is. */
    public enum Level {
        ERROR,
        WARNING
    }

    /** One thing that was found, with the cure. */
    public record Finding(Level level, String chinese, String english) {}

    /** No errors. */
    public boolean sound() {
        return findings.stream().noneMatch(finding -> finding.level() == Level.ERROR);
    }
}
