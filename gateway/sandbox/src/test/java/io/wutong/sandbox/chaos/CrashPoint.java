package io.wutong.sandbox.chaos;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a process is killed: a step of its work, at one of the three processes of a way. Places that no port of the
 * engine touches, before and after COMMIT on the wire, are the database relay's.
 */
enum CrashPoint {
    CARE_INTENT_DECIDED(Role.CARE, Step.INTENT_DECIDED),
    CARE_INTENT_COMMITTED(Role.CARE, Step.INTENT_COMMITTED),
    CARE_SENDING(Role.CARE, Step.SENDING),
    CARE_SENT(Role.CARE, Step.SENT),
    CARE_HEARD(Role.CARE, Step.HEARD),
    CARE_END_DECIDED(Role.CARE, Step.END_DECIDED),
    CARE_END_COMMITTED(Role.CARE, Step.END_COMMITTED),
    CARE_UNKNOWN_DECIDED(Role.CARE, Step.UNKNOWN_DECIDED),
    CARE_UNKNOWN_COMMITTED(Role.CARE, Step.UNKNOWN_COMMITTED),
    CARE_TAKEOVER_DECIDED(Role.CARE, Step.TAKEOVER_DECIDED),
    CARE_TAKEOVER_COMMITTED(Role.CARE, Step.TAKEOVER_COMMITTED),
    CARE_REVERSAL_DECIDED(Role.CARE, Step.REVERSAL_DECIDED),
    CARE_REVERSAL_COMMITTED(Role.CARE, Step.REVERSAL_COMMITTED),

    NATION_INTENT_DECIDED(Role.NATION, Step.INTENT_DECIDED),
    NATION_INTENT_COMMITTED(Role.NATION, Step.INTENT_COMMITTED),
    NATION_SENDING(Role.NATION, Step.SENDING),
    NATION_SENT(Role.NATION, Step.SENT),
    NATION_HEARD(Role.NATION, Step.HEARD),
    NATION_END_DECIDED(Role.NATION, Step.END_DECIDED),
    NATION_END_COMMITTED(Role.NATION, Step.END_COMMITTED),

    /** A home with a policy calculates, commits and answers at once. */
    HOME_EFFECT_DECIDED(Role.HOME, Step.EFFECT_DECIDED),
    HOME_EFFECT_COMMITTED(Role.HOME, Step.EFFECT_COMMITTED),
    /** A home with a legacy system writes down that it will call. */
    HOME_INTENT_DECIDED(Role.HOME, Step.INTENT_DECIDED),
    HOME_INTENT_COMMITTED(Role.HOME, Step.INTENT_COMMITTED),
    HOME_CALLING(Role.HOME, Step.CALLING),
    HOME_CALLED(Role.HOME, Step.CALLED),
    HOME_TOLD(Role.HOME, Step.TOLD),
    HOME_END_DECIDED(Role.HOME, Step.END_DECIDED),
    HOME_END_COMMITTED(Role.HOME, Step.END_COMMITTED),
    HOME_TAKEOVER_DECIDED(Role.HOME, Step.TAKEOVER_DECIDED),
    HOME_TAKEOVER_COMMITTED(Role.HOME, Step.TAKEOVER_COMMITTED),
    HOME_QUERYING(Role.HOME, Step.QUERYING),
    HOME_QUERIED(Role.HOME, Step.QUERIED),
    HOME_UNKNOWN_DECIDED(Role.HOME, Step.UNKNOWN_DECIDED),
    HOME_UNKNOWN_COMMITTED(Role.HOME, Step.UNKNOWN_COMMITTED),
    HOME_UNDOING(Role.HOME, Step.UNDOING),
    HOME_UNDONE(Role.HOME, Step.UNDONE),
    HOME_REVERSAL_DECIDED(Role.HOME, Step.REVERSAL_DECIDED),
    HOME_REVERSAL_COMMITTED(Role.HOME, Step.REVERSAL_COMMITTED);

    /** Which process of the way. */
    enum Role {
        CARE,
        NATION,
        HOME
    }

    /**
     * What a process does with a message. Decided: rows are read and locked, nothing is written. Committed: it is durable
     * and nobody has been told.
     */
    enum Step {
        INTENT_DECIDED,
        INTENT_COMMITTED,
        EFFECT_DECIDED,
        EFFECT_COMMITTED,
        END_DECIDED,
        END_COMMITTED,
        UNKNOWN_DECIDED,
        UNKNOWN_COMMITTED,
        TAKEOVER_DECIDED,
        TAKEOVER_COMMITTED,
        REVERSAL_DECIDED,
        REVERSAL_COMMITTED,
        /** The neighbour is about to be asked. */
        SENDING,
        /** It has been asked and has not answered. */
        SENT,
        /** Its answer is in memory alone. */
        HEARD,
        /** The legacy system is about to be called, once and never again. */
        CALLING,
        /** It has been called and has not answered. */
        CALLED,
        /** Its answer is in memory alone. */
        TOLD,
        QUERYING,
        QUERIED,
        UNDOING,
        UNDONE;

        /** Comes only when something has gone wrong already. */
        boolean rare() {
            return switch (this) {
                case UNKNOWN_DECIDED,
                        UNKNOWN_COMMITTED,
                        TAKEOVER_DECIDED,
                        TAKEOVER_COMMITTED,
                        REVERSAL_DECIDED,
                        REVERSAL_COMMITTED,
                        QUERYING,
                        QUERIED,
                        UNDOING,
                        UNDONE -> true;
                default -> false;
            };
        }
    }

    final Role role;
    final Step step;

    CrashPoint(Role role, Step step) {
        this.role = role;
        this.step = step;
    }

    static Set<CrashPoint> of(Role role) {
        EnumSet<CrashPoint> points = EnumSet.noneOf(CrashPoint.class);
        Arrays.stream(values()).filter(point -> point.role == role).forEach(points::add);
        return points;
    }
}
