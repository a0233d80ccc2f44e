package io.wutong.exchange;

import io.wutong.state.StateTable;

/** How far comparing both sides of one settlement has come. */
public enum SideState {
    /** The home is to be asked. */
    DUE("待核对"),
    /** Both sides say the same. */
    AGREED("一致"),
    /** They did not, and do now. */
    REPAIRED("已修复"),
    /** An operator must look. */
    CASE("转人工");

    /** What happens to a comparison. */
    public enum Event {
        AGREE,
        REPAIR,
        GIVE_UP,
        /** The settlement was taken back meanwhile: look again. */
        CHANGE
    }

    public static final StateTable<SideState, Event> TABLE = StateTable.of("side_check", SideState.class, Event.class)
            .on(DUE, Event.AGREE, AGREED)
            .on(DUE, Event.REPAIR, REPAIRED)
            .on(DUE, Event.GIVE_UP, CASE)
            .on(DUE, Event.CHANGE, DUE)
            .on(AGREED, Event.CHANGE, DUE)
            .on(REPAIRED, Event.CHANGE, DUE)
            .on(CASE, Event.CHANGE, DUE)
            .build();

    private final String zh;

    SideState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }
}
