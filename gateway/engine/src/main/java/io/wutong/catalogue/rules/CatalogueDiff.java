package io.wutong.catalogue.rules;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * What differs between two catalogues. Rows of one code are matched by their first day, then what is left of it in the
 * order of days (their dates have changed); what has no counterpart was added or removed.
 */
public final class CatalogueDiff {

    private static final int REPORT_EVERY = 1_000;

    private CatalogueDiff() {}

    /** The differences in the order of {@code before}, then what was added in the order of {@code after}. */
    public static List<Difference> of(List<CatalogueItem> before, List<CatalogueItem> after) {
        return of(before, after, done -> {});
    }

    /** @param progress told now and then how many rows of both have been looked at */
    public static List<Difference> of(List<CatalogueItem> before, List<CatalogueItem> after, IntConsumer progress) {
        Map<String, List<CatalogueItem>> left = byCode(after);
        Map<String, List<CatalogueItem>> mine = byCode(before);
        List<Difference> found = new ArrayList<>();
        int done = 0;
        for (Map.Entry<String, List<CatalogueItem>> one : mine.entrySet()) {
            List<CatalogueItem> theirs = left.getOrDefault(one.getKey(), new ArrayList<>());
            match(one.getValue(), theirs, found);
            if (++done % REPORT_EVERY == 0) {
                progress.accept(done);
            }
        }
        left.values().forEach(added -> added.forEach(item -> found.add(Difference.added(item))));
        progress.accept(mine.size());
        return found;
    }

    private static Map<String, List<CatalogueItem>> byCode(List<CatalogueItem> items) {
        Map<String, List<CatalogueItem>> byCode = new LinkedHashMap<>(items.size() * 2);
        items.forEach(item ->
                byCode.computeIfAbsent(item.code(), code -> new ArrayList<>(1)).add(item));
        return byCode;
    }

    /** Takes out of {@code theirs} what has a counterpart. */
    private static void match(List<CatalogueItem> mine, List<CatalogueItem> theirs, List<Difference> found) {
        List<CatalogueItem> unmatched = new ArrayList<>(1);
        for (CatalogueItem item : mine) {
            int at = sameFirstDay(theirs, item);
            if (at < 0) {
                unmatched.add(item);
            } else {
                compare(item, theirs.remove(at), found);
            }
        }
        theirs.sort(java.util.Comparator.comparing(item -> item.validity().from()));
        unmatched.sort(java.util.Comparator.comparing(item -> item.validity().from()));
        for (CatalogueItem item : unmatched) {
            if (theirs.isEmpty()) {
                found.add(Difference.removed(item));
            } else {
                compare(item, theirs.remove(0), found);
            }
        }
    }

    private static int sameFirstDay(List<CatalogueItem> items, CatalogueItem wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).validity().from().equals(wanted.validity().from())) {
                return i;
            }
        }
        return -1;
    }

    private static void compare(CatalogueItem before, CatalogueItem after, List<Difference> found) {
        Set<Difference.Field> fields = EnumSet.noneOf(Difference.Field.class);
        for (Difference.Field field : Difference.Field.values()) {
            if (!field.of(before).equals(field.of(after))) {
                fields.add(field);
            }
        }
        if (!fields.isEmpty()) {
            found.add(Difference.changed(before, after, fields));
        }
    }
}
