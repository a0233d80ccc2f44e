package io.wutong.cases;

import io.wutong.port.Row;
import io.wutong.spi.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A case as one commit leaves it, with a row of its history for each thing that is noted; made and used once. */
public final class CaseNotes {

    private final Instant at;
    private final List<Row> history = new ArrayList<>();
    private Case now;

    private CaseNotes(Case now, Instant at) {
        this.now = now;
        this.at = at;
    }

    /**
     * A case that begins, or that was closed and is found again; one that is open stays as it is.
     *
     * @param known the row, as far as there is one
     * @param found the text of what was found
     * @param facts what its cure must know
     */
    public static CaseNotes found(
            @Nullable Case known, String node, String kind, String ref, String found, Body facts, Instant at) {
        if (known != null && known.state() == CaseState.OPEN) {
            return new CaseNotes(known, at);
        }
        CaseNotes notes = new CaseNotes(Case.open(node, kind, ref, found, at).knowing(facts, at), at);
        if (known != null) {
            notes.history.add(notes.now.change(known, CaseState.Event.FOUND_AGAIN, found, at, notes.serial()));
        } else {
            notes.step(found);
        }
        return notes;
    }

    public static CaseNotes of(Case before, Instant at) {
        return new CaseNotes(before, at);
    }

    private String serial() {
        return "." + (char) ('a' + history.size());
    }

    /** @param text of {@link CaseText} */
    public CaseNotes step(String text) {
        history.add(now.change(now, CaseState.Event.STEP, text, at, serial()));
        return this;
    }

    public CaseNotes knowing(Body facts) {
        now = now.knowing(facts, now.workAt());
        return this;
    }

    /** Its cure's next turn comes after a while. */
    public CaseNotes next(Duration wait) {
        now = now.turnAt(at.plus(wait));
        return this;
    }

    /** Who must act first, and by when it climbs above him. */
    public CaseNotes actor(String node) {
        now = now.actedOnBy(node);
        return this;
    }

    /** No cure of ours: an agency must act. */
    public CaseNotes waiting() {
        now = now.turnAt(null);
        return this;
    }

    /** What it was about is over; for cases that only ask somebody. */
    public CaseNotes ended() {
        return closed(CaseState.Event.ENDED, "");
    }

    /** @param by the settlement, the claim, or who withdrew */
    public CaseNotes closed(CaseState.Event event, String by) {
        Case before = now;
        now = CaseState.TABLE
                .next(now.state(), event)
                .map(next -> before.closed(next, at, by))
                .orElse(now);
        if (now != before) {
            history.add(now.change(before, event, by, at, serial()));
        }
        return this;
    }

    /** The case as it is now. */
    public Case now() {
        return now;
    }

    public List<Row> rows() {
        List<Row> rows = new ArrayList<>(history);
        rows.add(now);
        return rows;
    }
}
