package io.wutong.catalogue.rules;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One row that differs between two catalogues.
 *
 * @param before the row as the first catalogue has it; null when it was added
 * @param after the row as the second has it; null when it was removed
 * @param fields what differs of a changed row
 */
public record Difference(
        Kind kind, @Nullable CatalogueItem before, @Nullable CatalogueItem after, Set<Field> fields) {

    private static final List<String> KINDS = List.of("added", "removed", "changed");

    /** What happened to the row. */
    public enum Kind {
        ADDED("新增"),
        REMOVED("删除"),
        CHANGED("变更");

        private final String zh;

        Kind(String zh) {
            this.zh = zh;
        }

        public String zh() {
            return zh;
        }
    }

    /** What may differ of a row. */
    public enum Field {
        NAME("name", "名称", CatalogueItem::name),
        CLASS("class", "类别", CatalogueItem::level),
        RATIO("ratio", "先自付比例", CatalogueItem::selfPay),
        LIMIT("limit", "限价", CatalogueItem::limit),
        LIMITED_USE("limited_use", "限用范围", CatalogueItem::limitedUse),
        TYPE("type", "收费项目类别", CatalogueItem::chargeType),
        DATES("dates", "有效期", CatalogueItem::validity);

        /** All words. */
        private static final List<String> WORDS =
                Stream.of(values()).map(Field::word).toList();

        private final String word;
        private final String zh;
        private final Function<CatalogueItem, Object> value;

        Field(String word, String zh, Function<CatalogueItem, Object> value) {
            this.word = word;
            this.zh = zh;
            this.value = value;
        }

        /** The word for it in files and options. */
        public String word() {
            return word;
        }

        public String zh() {
            return zh;
        }

        Object of(CatalogueItem item) {
            return value.apply(item);
        }
    }

    public Difference {
        fields = fields.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(fields));
    }

    static Difference added(CatalogueItem item) {
        return new Difference(Kind.ADDED, null, item, Set.of());
    }

    static Difference removed(CatalogueItem item) {
        return new Difference(Kind.REMOVED, item, null, Set.of());
    }

    static Difference changed(CatalogueItem before, CatalogueItem after, Set<Field> fields) {
        return new Difference(Kind.CHANGED, before, after, fields);
    }

    /**
     * As much of it as is of these kinds: {@code added}, {@code removed}, {@code changed} for all of a changed row, or
     * the words of fields.
     *
     * @throws IllegalArgumentException when there is no such kind
     */
    public Optional<Difference> ofKinds(List<String> kinds) {
        for (String word : kinds) {
            if (!KINDS.contains(word) && !Field.WORDS.contains(word)) {
                throw new IllegalArgumentException(
                        "应为其中之一 · one of " + KINDS + " and " + Field.WORDS + " expected: " + word);
            }
        }
        if (kinds.contains(KINDS.get(kind.ordinal()))) {
            return Optional.of(this);
        }
        Set<Field> kept = EnumSet.noneOf(Field.class);
        fields.stream().filter(field -> kinds.contains(field.word)).forEach(kept::add);
        return kept.isEmpty() || before == null || after == null
                ? Optional.empty()
                : Optional.of(changed(before, with(before, after, kept), kept));
    }

    /** A row with some of another's values. */
    private static CatalogueItem with(CatalogueItem mine, CatalogueItem theirs, Set<Field> fields) {
        return new CatalogueItem(
                mine.code(),
                (fields.contains(Field.NAME) ? theirs : mine).name(),
                (fields.contains(Field.CLASS) ? theirs : mine).level(),
                (fields.contains(Field.RATIO) ? theirs : mine).selfPay(),
                (fields.contains(Field.LIMIT) ? theirs : mine).limit(),
                (fields.contains(Field.LIMITED_USE) ? theirs : mine).limitedUse(),
                (fields.contains(Field.TYPE) ? theirs : mine).chargeType(),
                (fields.contains(Field.DATES) ? theirs : mine).validity());
    }

    /** The row that it is about, as the first catalogue has it where it does. */
    public CatalogueItem item() {
        return before != null ? before : java.util.Objects.requireNonNull(after);
    }
}
