package io.wutong.testkit;

/** How a plugin is loaded under test. */
public enum Packaging {
    /** From the class path, as in a debugger. */
    CLASSES,
    /** From {@code target/{artifactId}-{version}.jar} through the real loader. */
    JAR
}
