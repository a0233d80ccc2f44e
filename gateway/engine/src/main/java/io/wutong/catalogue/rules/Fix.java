package io.wutong.catalogue.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What would make the first of two catalogues say what the second says about one row.
 *
 * @param rows what stands in the place of the first catalogue's row; empty to take it out
 */
public record Fix(Difference difference, Action action, List<CatalogueItem> rows) {

    /** What is done with the row. */
    public enum Action {
        ADD("增加"),
        TAKE_OUT("删除"),
        END("截止有效期"),
        REPLACE("改为对方的值"),
        CONTINUE("旧值截止，新值起用");

        private final String zh;

        Action(String zh) {
            this.zh = zh;
        }

        public String zh() {
            return zh;
        }
    }

    public Fix {
        rows = List.copyOf(rows);
    }

    /**
     * Proposes. Without a day the second catalogue is taken to be right for all days; with one it holds from then on,
     * and fees of the days before are split as they were.
     */
    public static Fix propose(Difference difference, @Nullable LocalDate on) {
        CatalogueItem before = difference.before();
        CatalogueItem after = difference.after();
        List<CatalogueItem> rows = new ArrayList<>(2);
        boolean kept = before != null && on != null && before.validity().from().isBefore(on);
        if (kept && before != null && on != null) {
            LocalDate last = on.minusDays(1);
            LocalDate end =
                    before.validity().to().isBefore(last) ? before.validity().to() : last;
            rows.add(before.with(new Validity(before.validity().from(), end)));
        }
        if (after != null && (on == null || !after.validity().to().isBefore(on))) {
            LocalDate from = after.validity().from();
            LocalDate first = on == null || !from.isBefore(on) ? from : on;
            rows.add(after.with(new Validity(first, after.validity().to())));
        }
        return new Fix(difference, action(difference, kept), rows);
    }

    private static Action action(Difference difference, boolean kept) {
        return switch (difference.kind()) {
            case ADDED -> Action.ADD;
            case REMOVED -> kept ? Action.END : Action.TAKE_OUT;
            case CHANGED -> kept ? Action.CONTINUE : Action.REPLACE;
        };
    }

    /** The first catalogue's rows with these fixes; what was added comes last. */
    public static List<CatalogueItem> apply(List<CatalogueItem> items, List<Fix> fixes) {
        Map<CatalogueItem, Fix> byRow = new IdentityHashMap<>();
        List<CatalogueItem> added = new ArrayList<>();
        for (Fix fix : fixes) {
            if (fix.difference.before() == null) {
                added.addAll(fix.rows);
            } else {
                byRow.put(fix.difference.before(), fix);
            }
        }
        List<CatalogueItem> result = new ArrayList<>(items.size() + added.size());
        for (CatalogueItem item : items) {
            Fix fix = byRow.get(item);
            if (fix == null) {
                result.add(item);
            } else {
                result.addAll(fix.rows);
            }
        }
        result.addAll(added);
        return result;
    }
}
