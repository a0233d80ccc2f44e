package io.wutong.host;

/**
 * Why the host does not run a plugin or an adapter: what is wrong and how it is cured, in Chinese and in English, for
 * whoever installs it. Carries no exception of the plugin, which would keep its classes alive.
 */
public final class PluginRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was wrong. */
    public enum Reason {
        UNREADABLE_JAR,
        NOT_TRUSTED,
        NOT_SIGNED,
        KEY_NOT_ALLOWED,
        ALTERED,
        BAD_ENTRIES,
        DOWNGRADE,
        NOT_NOW,
        BUNDLES_HOST_CLASSES,
        NO_SCHEMA,
        BAD_SCHEMA,
        TWO_VERSIONS,
        NOT_STARTED,
        NO_EXTENSIONS,
        NOT_ONE_FACTORY,
        BAD_DESCRIPTOR,
        UNKNOWN_PLUGIN,
        NAME_TWICE,
        AREA_TWICE,
        CAPABILITY_MISSING,
        CONFIG_INVALID,
        CREATE_FAILED
    }

    private final Reason reason;
    private final String subject;
    private final String chinese;
    private final String english;

    /**
     * @param subject the jar's file name, or the adapter's name
     * @param chinese what is wrong and the cure
     * @param english the same
     */
    public PluginRefusedException(Reason reason, String subject, String chinese, String english) {
        super("[PLUGIN-" + reason + "] " + subject + ": " + chinese + " / " + english);
        this.reason = reason;
        this.subject = subject;
        this.chinese = chinese;
        this.english = english;
    }

    public Reason reason() {
        return reason;
    }

    /** The jar's file name, or the adapter's name. */
    public String subject() {
        return subject;
    }

    /** What is wrong and the cure, in Chinese. */
    public String chinese() {
        return chinese;
    }

    /** The same in English. */
    public String english() {
        return english;
    }
}
