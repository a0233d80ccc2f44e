package io.wutong.store.imports;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.wutong.catalogue.rules.CatalogueItem;
import io.wutong.catalogue.rules.Conditions;
import io.wutong.catalogue.rules.Difference;
import io.wutong.catalogue.rules.Fix;
import io.wutong.catalogue.rules.PriceLimit;
import io.wutong.catalogue.rules.SelfPay;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Proposals as a table that a clerk marks and gives back, and the history of a catalogue that is kept as a file. */
public final class DifferenceFile {

    private static final Set<String> YES = Set.of("y", "yes", "1", "true", "是");
    private static final String FORMULA = "=+-@\t\r";
    private static final int VERSION_DIGITS = 12;

    private DifferenceFile() {}

    /** One line for each proposal; the first column is left for the clerk. */
    public static String write(List<Fix> fixes) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord("accept", "kind", "code", "valid_from", "name", "fields", "a", "b", "fix");
            for (Fix fix : fixes) {
                Difference difference = fix.difference();
                Map<Difference.Field, List<String>> values = values(difference);
                csv.writeRecord(
                        "",
                        difference.kind().name().toLowerCase(Locale.ROOT),
                        plain(difference.item().code()),
                        difference.item().validity().fromText(),
                        plain(difference.item().name()),
                        values.keySet().stream().map(Difference.Field::word).collect(Collectors.joining(" ")),
                        plain(values.values().stream().map(pair -> pair.get(0)).collect(Collectors.joining(" | "))),
                        plain(values.values().stream().map(pair -> pair.get(1)).collect(Collectors.joining(" | "))),
                        fix.action().zh());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** A clerk opens the table in a spreadsheet, which would calculate what somebody else named {@code =…}. */
    private static String plain(String cell) {
        return !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    /**
     * Those of the fixes that are marked.
     *
     * @throws IllegalArgumentException naming the line of a mark on what is no difference any more
     */
    public static List<Fix> accepted(String csv, List<Fix> fixes) {
        Map<List<String>, Fix> byKey = new HashMap<>();
        fixes.forEach(fix -> byKey.put(
                List.of(
                        fix.difference().kind().name().toLowerCase(Locale.ROOT),
                        plain(fix.difference().item().code()),
                        fix.difference().item().validity().fromText()),
                fix));
        List<Fix> accepted = new ArrayList<>();
        for (NamedCsvRecord row : CsvReader.builder().ofNamedCsvRecord(csv)) {
            if (!YES.contains(InstitutionFile.cell(row, "accept").toLowerCase(Locale.ROOT))) {
                continue;
            }
            String code = plain(InstitutionFile.cell(row, "code"));
            Fix fix = byKey.remove(
                    List.of(InstitutionFile.cell(row, "kind"), code, InstitutionFile.cell(row, "valid_from")));
            if (fix == null) {
                throw InstitutionFile.wrong(row, "code", code, "本次比较中的差异 · a difference of this comparison");
            }
            accepted.add(fix);
        }
        return accepted;
    }

    /** What differs, as both say it. */
    public static Map<Difference.Field, List<String>> values(Difference difference) {
        Map<Difference.Field, List<String>> values = new LinkedHashMap<>();
        CatalogueItem before = difference.before();
        CatalogueItem after = difference.after();
        if (before != null && after != null) {
            difference.fields().forEach(field -> values.put(field, List.of(text(field, before), text(field, after))));
        }
        return values;
    }

    private static String text(Difference.Field field, CatalogueItem item) {
        return switch (field) {
            case NAME -> item.name();
            case CLASS -> item.level();
            case LIMIT -> limit(item.limit());
            case RATIO -> ratio(item.selfPay());
            case LIMITED_USE ->
                limited(item.limitedUse().scope(), item.limitedUse().when());
            case TYPE -> item.chargeType();
            case DATES -> item.validity().fromText() + ".." + item.validity().toText();
        };
    }

    private static String limit(PriceLimit limit) {
        StringBuilder text = new StringBuilder(PriceLimit.yuan(limit.millionths()));
        limit.byLevel()
                .forEach((level, own) ->
                        text.append(" [").append(level).append("] ").append(PriceLimit.yuan(own)));
        return text.toString().strip();
    }

    private static String ratio(SelfPay selfPay) {
        return (SelfPay.ratio(selfPay.bp()) + " " + selfPay.rulesText()).strip();
    }

    private static String limited(String scope, @Nullable Conditions when) {
        return when == null ? scope : (scope + " {" + when.text() + "}").strip();
    }

    /** Where a new version of a catalogue file goes: beside it, under the version's name. */
    public static Path sister(Path file, String version) {
        return file.resolveSibling(stem(file) + "-" + version.substring(0, VERSION_DIGITS) + ".csv");
    }

    /** Adds a line to the history beside a catalogue file. */
    public static void remember(Path file, Path made, String version, Change change, Instant at) throws IOException {
        Body line = Body.builder()
                .put("at", at.toString())
                .put("by", change.by())
                .put("why", change.why())
                .put("summary", change.summary())
                .put("previous", change.previous())
                .put("version", version)
                .put("file", made.toString())
                .build();
        Files.writeString(
                file.resolveSibling(stem(file) + ".history.jsonl"),
                Json.writeText(line) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
