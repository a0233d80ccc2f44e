package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseState;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a cure's turn leaves: what was done or found, what it knows from now on, and when it has the next. Other rows that
 * change with it are read and written in the same commit.
 */
public final class Turn {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration EACH_MINUTE = Duration.ofMinutes(1);
    private static final int DOUBLINGS_MAX = 11;
    private static final Duration LATER_LONGEST = Duration.ofDays(1);
    /** Half an hour doubled up to a day, and then each day: about a week. */
    private static final int LATER_MAX = 11;

    private static final String LATER = "later";

    private final List<String> steps = new ArrayList<>();
    private Body known;
    private Duration next = LONGEST;
    private boolean waits;
    private @Nullable String actor;
    private CaseState.@Nullable Event end;
    private String by = "";
    private Needs needs = Needs.NONE;
    private Function<Rows, List<Row>> also = rows -> List.of();

    private Turn(Case given) {
        this.known = given.known();
    }

    /** Nothing done yet; the next turn comes after half an hour. */
    public static Turn of(Case given) {
        return new Turn(given);
    }

    /** @param text of {@link io.wutong.cases.CaseText} */
    public Turn step(String text) {
        steps.add(text);
        return this;
    }

    /** A fact; a step that was noted for it before is not noted again. */
    public Turn know(String name, String value) {
        known = known.with(name, Value.text(value));
        return this;
    }

    /** What is known by now. */
    Body known() {
        return known;
    }

    /** A step, unless the fact was known so already. */
    public Turn learn(String name, String value, String step) {
        if (!known.textOr(name, "").equals(value)) {
            know(name, value);
            step(step);
        }
        return this;
    }

    public Turn after(Duration wait) {
        next = wait;
        return this;
    }

    /** The next turn comes at once. */
    public Turn atOnce() {
        return after(Duration.ZERO);
    }

    /** It asks somebody again and again: after 1, 2, 4 … seconds, and then each half hour. */
    public Turn askingAgain() {
        return asking(LONGEST);
    }

    /** The same where a patient's money waits for it: after 1, 2, 4 … seconds, and then each minute (design §6). */
    public Turn askingEachMinute() {
        return asking(EACH_MINUTE);
    }

    private Turn asking(Duration longest) {
        int asks = Integer.parseInt(known.textOr("asks", "0"));
        know("asks", Integer.toString(Math.min(asks + 1, DOUBLINGS_MAX)));
        Duration wait = FIRST.multipliedBy(1L << Math.min(asks, DOUBLINGS_MAX));
        return after(wait.compareTo(longest) > 0 ? longest : wait);
    }

    /**
     * Who has said no may say otherwise one day: he is asked after half an hour, one, two, four … hours, and then each
     * day.
     */
    public Turn askingLater() {
        int asks = later();
        know(LATER, Integer.toString(Math.min(asks + 1, LATER_MAX)));
        Duration wait = LONGEST.multipliedBy(1L << asks);
        return after(wait.compareTo(LATER_LONGEST) > 0 ? LATER_LONGEST : wait);
    }

    /**
     * The same, and after a week nobody is asked any more.
     *
     * @param givenUp the step that says so
     */
    public Turn askingLater(String givenUp) {
        return later() == LATER_MAX ? know(LATER, "0").step(givenUp).waiting() : askingLater();
    }

    private int later() {
        return Integer.parseInt(known.textOr(LATER, "0"));
    }

    /** Something has moved: whoever is asked is asked soon again. */
    public Turn askingAnew() {
        return (known.has(LATER) ? know(LATER, "0") : this).know("asks", "0");
    }

    /** No further turn: it is a person's from here on. */
    public Turn waiting() {
        waits = true;
        return this;
    }

    public Turn actor(String node) {
        actor = node;
        return this;
    }

    public Turn settled(String setlId) {
        return end(CaseState.Event.SETTLED, setlId);
    }

    public Turn claimed(String claimNo) {
        return end(CaseState.Event.CLAIMED, claimNo);
    }

    public Turn withdrawn(String who) {
        return end(CaseState.Event.WITHDRAWN, who);
    }

    /** For cases that only tell somebody something. */
    public Turn done() {
        return end(CaseState.Event.ENDED, "");
    }

    private Turn end(CaseState.Event event, String who) {
        end = event;
        by = who;
        return this;
    }

    /** Rows that change in the same commit. */
    public Turn also(Needs reads, Function<Rows, List<Row>> writes) {
        needs = reads;
        also = writes;
        return this;
    }

    Needs needs() {
        return needs;
    }

    List<Row> rows(CaseNotes notes, Rows rows) {
        steps.forEach(notes::step);
        notes.knowing(known);
        if (waits) {
            notes.waiting();
        } else {
            notes.next(next);
        }
        if (actor != null) {
            notes.actor(actor);
        }
        if (end != null) {
            notes.closed(end, by);
        }
        List<Row> all = new ArrayList<>(notes.rows());
        all.addAll(also.apply(rows));
        return all;
    }
}
