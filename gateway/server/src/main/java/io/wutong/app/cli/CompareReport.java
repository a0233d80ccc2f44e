package io.wutong.app.cli;

import io.wutong.catalogue.rules.Difference;
import io.wutong.catalogue.rules.Fix;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.store.imports.DifferenceFile;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a comparison found, for a person or as JSON. */
record CompareReport(String a, int rowsA, String b, int rowsB, List<Fix> fixes) {

    private static final int LINES_MAX = 20;

    /**
     * What was applied.
     *
     * @param target the new version's file, or the area
     */
    record Applied(int fixes, String version, String target) {}

    void print(PrintWriter out, boolean json, @Nullable Applied applied) {
        if (json) {
            out.println(Json.writeText(body(applied)));
            return;
        }
        out.println(a + ": " + rowsA + " 行 rows    " + b + ": " + rowsB + " 行 rows");
        counts(fixes)
                .forEach((kind, count) -> out.println(
                        "  " + kind.zh() + " " + kind.name().toLowerCase(java.util.Locale.ROOT) + ": " + count));
        fields(fixes).forEach((field, count) -> out.println("      " + field.zh() + " " + field.word() + ": " + count));
        for (Difference.Kind kind : Difference.Kind.values()) {
            List<Fix> some = fixes.stream()
                    .filter(fix -> fix.difference().kind() == kind)
                    .limit(LINES_MAX)
                    .toList();
            some.forEach(fix -> out.println(line(fix)));
        }
        if (fixes.size() > LINES_MAX) {
            out.println("每类至多列" + LINES_MAX + "条，全部见 --proposals 或 --json · at most " + LINES_MAX
                    + " of a kind are shown; --proposals or --json have all");
        }
        if (applied != null) {
            out.println(
                    applied.fixes == 0
                            ? "没有采纳任何修正 · nothing was accepted"
                            : "已采纳 " + applied.fixes + " 条，新版本 · applied, new version "
                                    + applied.version.substring(0, 12) + ": " + applied.target);
        }
    }

    private static String line(Fix fix) {
        Difference difference = fix.difference();
        String what = DifferenceFile.values(difference).entrySet().stream()
                .map(one -> one.getKey().zh() + " " + one.getValue().get(0) + " → "
                        + one.getValue().get(1))
                .collect(Collectors.joining("；"));
        return difference.kind().zh() + "  " + difference.item().code() + "  "
                + difference.item().name() + (what.isEmpty() ? "" : "  " + what) + "  〔"
                + fix.action().zh() + "〕";
    }

    static Map<Difference.Kind, Long> counts(List<Fix> fixes) {
        return fixes.stream()
                .collect(Collectors.groupingBy(
                        fix -> fix.difference().kind(),
                        () -> new EnumMap<>(Difference.Kind.class),
                        Collectors.counting()));
    }

    static Map<Difference.Field, Long> fields(List<Fix> fixes) {
        return fixes.stream()
                .flatMap(fix -> fix.difference().fields().stream())
                .collect(Collectors.groupingBy(
                        field -> field, () -> new EnumMap<>(Difference.Field.class), Collectors.counting()));
    }

    /** One line for the history. */
    static String summary(List<Fix> fixes) {
        String kinds = counts(fixes).entrySet().stream()
                .map(one -> one.getKey().zh() + one.getValue())
                .collect(Collectors.joining(" "));
        String fields = fields(fixes).entrySet().stream()
                .map(one -> one.getKey().zh() + one.getValue())
                .collect(Collectors.joining(" "));
        return fields.isEmpty() ? kinds : kinds + "(" + fields + ")";
    }

    private Body body(@Nullable Applied applied) {
        Body.Builder summary = Body.builder();
        Map<Difference.Kind, Long> counts = counts(fixes);
        for (Difference.Kind kind : Difference.Kind.values()) {
            summary.put(kind.name().toLowerCase(java.util.Locale.ROOT), counts.getOrDefault(kind, 0L));
        }
        Body.Builder byField = Body.builder();
        Map<Difference.Field, Long> fields = fields(fixes);
        for (Difference.Field field : Difference.Field.values()) {
            byField.put(field.word(), fields.getOrDefault(field, 0L));
        }
        Body.Builder body = Body.builder()
                .put("a", Body.builder().put("name", a).put("rows", rowsA).build())
                .put("b", Body.builder().put("name", b).put("rows", rowsB).build())
                .put("summary", summary.put("changed_by", byField.build()).build())
                .put(
                        "differences",
                        new Value.Items(
                                fixes.stream().<Value>map(CompareReport::body).toList()));
        if (applied != null) {
            body.put(
                    "applied",
                    Body.builder()
                            .put("fixes", applied.fixes)
                            .put("version", applied.version)
                            .put("target", applied.target)
                            .build());
        }
        return body.build();
    }

    private static Body body(Fix fix) {
        Difference difference = fix.difference();
        List<Value> changes = DifferenceFile.values(difference).entrySet().stream()
                .<Value>map(one -> Body.builder()
                        .put("field", one.getKey().word())
                        .put("a", one.getValue().get(0))
                        .put("b", one.getValue().get(1))
                        .build())
                .toList();
        return Body.builder()
                .put("kind", difference.kind().name().toLowerCase(java.util.Locale.ROOT))
                .put("code", difference.item().code())
                .put("name", difference.item().name())
                .put("valid_from", difference.item().validity().fromText())
                .put("changes", new Value.Items(changes))
                .put("fix", fix.action().name().toLowerCase(java.util.Locale.ROOT))
                .put("fix_zh", fix.action().zh())
                .build();
    }
}
