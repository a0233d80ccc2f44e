package io.wutong.coverage;

import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The days on which transfers have begun and ended a person's coverages, and on which he has given one up: kept beside them,
 * so that the next person file, which may not know of them yet, does not undo them.
 *
 * <p>A file that states another spell (it begins on another day than the one that was moved) knows more, and stands.
 */
public final class Moves {

    public static final String SINCE = "psn_insu_date";
    public static final String PAUSED = "paus_insu_date";
    private static final String PART = "moves";
    private static final String COVERAGES = "insuinfo";
    private static final String HISTORY = "insuhist";

    private Moves() {}

    /**
     * With the first day, or the first not covered any more, of the coverage of a kind and an area.
     *
     * @param name {@link #SINCE} or {@link #PAUSED}
     * @param other the area that he has come from, or gone to
     */
    public static Body moved(Body content, String insutype, String area, String name, String day, String other) {
        List<Value> rows = new ArrayList<>();
        List<Value> moves = new ArrayList<>();
        for (Body move : content.bodies(PART)) {
            if (!of(move, insutype, area) || !move.textOr("name", "").equals(name)) {
                moves.add(move);
            }
        }
        for (Body row : content.bodies(COVERAGES)) {
            if (!of(row, insutype, area)) {
                rows.add(row);
                continue;
            }
            String was = find(content, insutype, area, name)
                    .map(move -> move.textOr("was", ""))
                    .orElse(row.textOr(SINCE, ""));
            moves.add(Body.builder()
                    .put("insutype", insutype)
                    .put("insuplc_admdvs", area)
                    .put("name", name)
                    .put("was", was)
                    .put("day", day)
                    .put("other", other)
                    .build());
            rows.add(row.with(name, Value.text(day)));
        }
        return content.with(COVERAGES, new Value.Items(rows)).with(PART, new Value.Items(moves));
    }

    /** With all that cover a day suspended from it on; they were ended for no other. */
    public static Body suspended(Body content, String day) {
        List<Value> rows = new ArrayList<>();
        List<Value> moves = new ArrayList<>(content.bodies(PART));
        for (Body row : content.bodies(COVERAGES)) {
            if (!Coverage.fromBody(row).covers(day)) {
                rows.add(row);
                continue;
            }
            String insutype = row.textOr("insutype", "");
            String area = row.textOr("insuplc_admdvs", "");
            String since = row.textOr(SINCE, "");
            moves.removeIf(move -> move instanceof Body known
                    && of(known, insutype, area)
                    && known.textOr("name", "").equals(PAUSED)
                    && known.textOr("was", "").equals(since));
            moves.add(Body.builder()
                    .put("insutype", insutype)
                    .put("insuplc_admdvs", area)
                    .put("name", PAUSED)
                    .put("was", since)
                    .put("day", day)
                    .put("other", "")
                    .build());
            rows.add(row.with("psn_insu_stas", Value.text(Coverage.PAUSED)).with(PAUSED, Value.text(day)));
        }
        return content.with(COVERAGES, new Value.Items(rows)).with(PART, new Value.Items(moves));
    }

    /** The area that a coverage was ended for; empty while it was for none. */
    public static String goneTo(Body content, String insutype, String area) {
        return find(content, insutype, area, PAUSED)
                .map(move -> move.textOr("other", ""))
                .orElse("");
    }

    private static Optional<Body> find(Body content, String insutype, String area, String name) {
        return content.bodies(PART).stream()
                .filter(move ->
                        of(move, insutype, area) && move.textOr("name", "").equals(name))
                .findFirst();
    }

    private static boolean of(Body row, String insutype, String area) {
        return row.textOr("insutype", "").equals(insutype)
                && row.textOr("insuplc_admdvs", "").equals(area);
    }

    /** What a file states, with what transfers have changed since. */
    public static Body over(Body before, Body file) {
        if (before.bodies(PART).isEmpty()) {
            return file;
        }
        List<Value> kept = new ArrayList<>();
        List<Value> rows = new ArrayList<>();
        for (Body stated : file.bodies(COVERAGES)) {
            Body row = stated;
            for (Body move : before.bodies(PART)) {
                if (of(move, row.textOr("insutype", ""), row.textOr("insuplc_admdvs", "")) && same(move, stated, row)) {
                    row = laid(move, row);
                    kept.add(move);
                }
            }
            rows.add(row);
        }
        if (kept.isEmpty()) {
            return file;
        }
        Body merged = file.with(COVERAGES, new Value.Items(rows)).with(PART, new Value.Items(kept));
        Value history = before.get(HISTORY);
        return history == null || file.has(HISTORY) ? merged : merged.with(HISTORY, history);
    }

    /** Whether a file still speaks of the spell that was moved. */
    private static boolean same(Body move, Body stated, Body row) {
        String was = move.textOr("was", "");
        return stated.textOr(SINCE, "").equals(was)
                || row.textOr(SINCE, "").equals(was)
                || isSince(move) && stated.textOr(SINCE, "").equals(move.textOr("day", ""));
    }

    private static boolean isSince(Body move) {
        return move.textOr("name", "").equals(SINCE);
    }

    private static Body laid(Body move, Body row) {
        String day = move.textOr("day", "");
        String paused = row.textOr(PAUSED, "");
        return !isSince(move) && !paused.isEmpty() && paused.compareTo(day) < 0
                ? row
                : row.with(move.textOr("name", ""), Value.text(day));
    }
}
