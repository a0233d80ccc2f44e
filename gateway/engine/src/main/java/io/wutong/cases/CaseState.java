package io.wutong.cases;

import io.wutong.state.StateTable;

/** States of an operator's case. */
public enum CaseState {
    OPEN("待处理"),
    CLOSED("已了结");

    /** What happens to a case. */
    public enum Event {
        /** What it was about has come to an end after all. */
        ENDED,
        /** A person has done what was to be done, and says so. */
        SETTLED_BY_HAND,
        /** Who must act has not in time: the node above must. */
        ESCALATED,
        /** What it was about has been found once more after it was closed. */
        FOUND_AGAIN,
        /** Its cure has done something, or found something out. */
        STEP,
        /** The visit that it is about is settled. */
        SETTLED,
        /** A manual claim has taken its place, with all that it needs. */
        CLAIMED,
        /** The patient, or who acts for him, has given it up, and that is recorded. */
        WITHDRAWN
    }

    public static final StateTable<CaseState, Event> TABLE = StateTable.of("case", CaseState.class, Event.class)
            .on(OPEN, Event.ENDED, CLOSED)
            .on(OPEN, Event.SETTLED_BY_HAND, CLOSED)
            .on(OPEN, Event.ESCALATED, OPEN)
            .on(CLOSED, Event.FOUND_AGAIN, OPEN)
            .on(OPEN, Event.STEP, OPEN)
            .on(OPEN, Event.SETTLED, CLOSED)
            .on(OPEN, Event.CLAIMED, CLOSED)
            .on(OPEN, Event.WITHDRAWN, CLOSED)
            .build();

    private final String zh;

    CaseState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }
}
