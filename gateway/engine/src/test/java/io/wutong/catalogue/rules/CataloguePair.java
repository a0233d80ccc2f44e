package io.wutong.catalogue.rules;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A seeded catalogue, a second one made from it by known differences, and what those are: by code and first day of the
 * row as the first has it, or the second where it was added.
 */
public record CataloguePair(List<CatalogueItem> before, List<CatalogueItem> after, Map<String, Set<String>> expected) {

    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);

    /** As {@link #expected} has it. */
    public static String key(CatalogueItem item) {
        return item.code() + "@" + item.validity().fromText();
    }

    /** @param differences at most as many as there are rows */
    public static CataloguePair of(long seed, int rows, int differences) {
        Random random = new Random(seed);
        List<CatalogueItem> before = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            before.add(item(random, String.format("%020d", i)));
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            places.add(i);
        }
        Collections.shuffle(places, random);
        Map<String, Set<String>> expected = new HashMap<>();
        List<CatalogueItem> after = new ArrayList<>(before);
        for (int i = 0; i < differences; i++) {
            CatalogueItem item = before.get(places.get(i));
            switch (i % 5) {
                case 0 -> {
                    after.set(places.get(i), null);
                    expected.put(key(item), Set.of("REMOVED"));
                }
                case 1 -> {
                    CatalogueItem added = item(random, "N" + String.format("%019d", i));
                    after.add(added);
                    expected.put(key(added), Set.of("ADDED"));
                }
                default -> {
                    Set<Difference.Field> fields = fields(random);
                    after.set(places.get(i), changed(item, fields));
                    Set<String> names = new java.util.HashSet<>();
                    fields.forEach(field -> names.add(field.name()));
                    expected.put(key(item), names);
                }
            }
        }
        after.removeIf(java.util.Objects::isNull);
        Collections.shuffle(after, random);
        return new CataloguePair(before, after, expected);
    }

    /** What a comparison found, as {@link #expected} has it. */
    public static Map<String, Set<String>> found(List<Difference> differences) {
        Map<String, Set<String>> found = new HashMap<>();
        for (Difference difference : differences) {
            Set<String> names = new java.util.HashSet<>();
            if (difference.kind() == Difference.Kind.CHANGED) {
                difference.fields().forEach(field -> names.add(field.name()));
            } else {
                names.add(difference.kind().name());
            }
            if (found.put(key(difference.item()), names) != null) {
                throw new AssertionError("twice: " + key(difference.item()));
            }
        }
        return found;
    }

    private static Set<Difference.Field> fields(Random random) {
        Set<Difference.Field> fields = EnumSet.noneOf(Difference.Field.class);
        do {
            fields.add(Difference.Field.values()[random.nextInt(Difference.Field.values().length)]);
        } while (random.nextInt(4) == 0);
        return fields;
    }

    private static CatalogueItem item(Random random, String code) {
        return new CatalogueItem(
                code,
                "项目" + random.nextInt(50_000),
                "0" + (1 + random.nextInt(2)),
                new SelfPay(random.nextInt(3_000), SelfPay.parseRules("psn_type=12:0.05")),
                new PriceLimit(1_000_000L * (1 + random.nextInt(900)), Map.of("1", 500L + random.nextInt(500))),
                random.nextInt(10) == 0 ? new LimitedUse("限二级以上", Conditions.parse("level=2|3")) : LimitedUse.NONE,
                "09",
                new Validity(FIRST.plusDays(random.nextInt(900)), LocalDate.of(2030, 12, 31)));
    }

    private static CatalogueItem changed(CatalogueItem item, Set<Difference.Field> fields) {
        CatalogueItem other = new CatalogueItem(
                item.code(),
                item.name() + "(新)",
                item.level().equals("01") ? "02" : "01",
                new SelfPay(item.selfPay().bp() + 1, item.selfPay().rules()),
                new PriceLimit(item.limit().millionths() + 1, item.limit().byLevel()),
                new LimitedUse(
                        item.limitedUse().scope() + "限住院", item.limitedUse().when()),
                "10",
                new Validity(
                        item.validity().from().plusDays(1), item.validity().to().minusDays(1)));
        return new CatalogueItem(
                item.code(),
                (fields.contains(Difference.Field.NAME) ? other : item).name(),
                (fields.contains(Difference.Field.CLASS) ? other : item).level(),
                (fields.contains(Difference.Field.RATIO) ? other : item).selfPay(),
                (fields.contains(Difference.Field.LIMIT) ? other : item).limit(),
                (fields.contains(Difference.Field.LIMITED_USE) ? other : item).limitedUse(),
                (fields.contains(Difference.Field.TYPE) ? other : item).chargeType(),
                (fields.contains(Difference.Field.DATES) ? other : item).validity());
    }
}
