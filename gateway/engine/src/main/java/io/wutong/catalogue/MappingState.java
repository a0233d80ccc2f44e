package io.wutong.catalogue;

import io.wutong.state.StateTable;

/** Where the mapping of a local code stands, and what leads from one state to the next. */
public enum MappingState {
    /** A line came with a code that nobody knows; somebody is asked. */
    PROPOSED("待对照"),
    MAPPED("已对照"),
    /** There is no national code: own-pay for good. */
    OUTSIDE("目录外");

    /** What somebody decides. */
    public enum Event {
        MAP,
        LEAVE_OUTSIDE,
        /** The institution takes its own mapping back. */
        WITHDRAW
    }

    public static final StateTable<MappingState, Event> TABLE = StateTable.of(
                    "mapping", MappingState.class, Event.class)
            .on(PROPOSED, Event.MAP, MAPPED)
            .on(PROPOSED, Event.LEAVE_OUTSIDE, OUTSIDE)
            .on(MAPPED, Event.MAP, MAPPED)
            .on(MAPPED, Event.LEAVE_OUTSIDE, OUTSIDE)
            .on(MAPPED, Event.WITHDRAW, PROPOSED)
            .on(OUTSIDE, Event.MAP, MAPPED)
            .build();

    private final String zh;

    MappingState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }
}
