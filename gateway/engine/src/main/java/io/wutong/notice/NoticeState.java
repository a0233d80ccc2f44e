package io.wutong.notice;

import io.wutong.state.StateTable;

/** Where a notice stands. */
public enum NoticeState {
    /** To be sent, or asked about. */
    DUE("待发送"),
    SENT("已发送"),
    /** By the provider, for good: a wrong number, or a text that is not allowed. */
    REFUSED("被拒"),
    /** For a day it could not be sent, or nobody knows whether it was; it would be too late now. */
    GIVEN_UP("未能确认");

    /** What the provider says, or that it has said nothing for too long. */
    public enum Event {
        SENT,
        REFUSED,
        TOO_LATE
    }

    public static final StateTable<NoticeState, Event> TABLE = StateTable.of("notice", NoticeState.class, Event.class)
            .on(DUE, Event.SENT, SENT)
            .on(DUE, Event.REFUSED, REFUSED)
            .on(DUE, Event.TOO_LATE, GIVEN_UP)
            .build();

    private final String zh;

    NoticeState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }
}
