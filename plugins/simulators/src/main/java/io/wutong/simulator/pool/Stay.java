package io.wutong.simulator.pool;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One registered stay: its rows by their number, its state, its settlement while that stands. */
public final class Stay {

    /** How far it has come. */
    public enum State {
        OPEN,
        SETTLED,
        CANCELLED
    }

    public final String number;
    public final Person person;
    public final String stayNo;
    public final Map<String, Split> rows = new LinkedHashMap<>();
    /** What the dialect keeps besides: transaction ids, bills. */
    public final Map<String, String> notes = new LinkedHashMap<>();

    State state = State.OPEN;

    @Nullable
    Calculated settlement;

    Stay(String number, Person person, String stayNo) {
        this.number = number;
        this.person = person;
        this.stayNo = stayNo;
    }

    public State state() {
        return state;
    }

    public @Nullable Calculated settlement() {
        return settlement;
    }

    public Split bill() {
        return rows.values().stream().reduce(Split.NOTHING, Split::plus);
    }
}
