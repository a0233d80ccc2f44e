package io.wutong.store.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.wutong.catalogue.rules.CatalogueItem;
import io.wutong.catalogue.rules.Conditions;
import io.wutong.catalogue.rules.LimitedUse;
import io.wutong.catalogue.rules.PriceLimit;
import io.wutong.catalogue.rules.SelfPay;
import io.wutong.catalogue.rules.Validity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Reads and writes a place of care's catalogue as CSV with a header; {@code api-spec/README.md} describes the columns.
 * Columns may stand in any order, those that are not required may be missing, one that is not known is refused.
 */
public final class CatalogueFile {

    static final List<String> LEVELS = List.of("1", "2", "3", "9");
    private static final List<String> COLUMNS = List.of(
            "code",
            "name",
            "level",
            "selfpay_prop",
            "price_max",
            "price_max_1",
            "price_max_2",
            "price_max_3",
            "price_max_9",
            "selfpay_rules",
            "limited_use",
            "limited_when",
            "med_chrgitm_type",
            "valid_from",
            "valid_to");
    private static final Set<String> REQUIRED = Set.of("code", "name", "level");
    private static final Map<String, String> CLASSES = Map.of("甲", "01", "乙", "02", "丙", "03");
    private static final int CODE_LENGTH_MAX = 50;
    private static final int NAME_LENGTH_MAX = 200;
    private static final int PROBLEMS_MAX = 20;
    private static final int REPORT_EVERY = 1_000;

    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, List<Period>> periods = new HashMap<>();
    private final List<CatalogueItem> items = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private CatalogueFile() {}

    private record Period(Validity validity, long line) {}

    /**
     * Reads a catalogue.
     *
     * @throws IllegalArgumentException naming of each problem line, column, value and reason, in Chinese and English
     */
    public static List<CatalogueItem> read(String csv) {
        return read(csv, rows -> {});
    }

    /** @param progress told now and then how many rows have been read */
    public static List<CatalogueItem> read(String csv, IntConsumer progress) {
        CatalogueFile file = new CatalogueFile();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(csv)) {
            Iterator<CsvRecord> rows = reader.iterator();
            if (!rows.hasNext()) {
                throw new IllegalArgumentException("没有表头 · no header");
            }
            file.header(rows.next());
            while (rows.hasNext() && file.problems.size() < PROBLEMS_MAX) {
                file.row(rows.next());
                if (file.items.size() % REPORT_EVERY == 0) {
                    progress.accept(file.items.size());
                }
            }
        } catch (CsvParseException e) {
            throw new IllegalArgumentException("CSV 格式有误 · not well-formed CSV: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!file.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), file.problems));
        }
        progress.accept(file.items.size());
        return file.items;
    }

    private void header(CsvRecord header) {
        for (String field : header.getFields()) {
            String column = field.strip();
            if (!COLUMNS.contains(column)) {
                problem(1, column, column, "未知的列 · unknown column; known are " + String.join(",", COLUMNS));
            } else if (places.put(column, places.size()) != null) {
                problem(1, column, column, "列重复 · column given twice");
            }
        }
        for (String required : COLUMNS) {
            if (REQUIRED.contains(required) && !places.containsKey(required)) {
                problem(1, required, "", "缺少必需的列 · required column is missing");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
    }

    private void row(CsvRecord row) {
        long line = row.getStartingLineNumber();
        if (row.getFieldCount() != places.size()) {
            problem(
                    line,
                    "*",
                    String.valueOf(row.getFieldCount()),
                    "应有" + places.size() + "列 · " + places.size() + " cells expected");
            return;
        }
        int before = problems.size();
        String code = text(row, "code", CODE_LENGTH_MAX);
        String name = text(row, "name", NAME_LENGTH_MAX);
        String level = parsed(row, "level", "", CatalogueFile::level);
        SelfPay selfPay = selfPay(row, level);
        PriceLimit limit = limit(row);
        LimitedUse limited = limitedUse(row);
        String type = parsed(row, "med_chrgitm_type", CatalogueItem.OTHER_FEES, CatalogueFile::chargeType);
        Validity validity = validity(row);
        if (problems.size() == before && place(row, code, validity)) {
            items.add(new CatalogueItem(code, name, level, selfPay, limit, limited, type, validity));
        }
    }

    private boolean place(CsvRecord row, String code, Validity validity) {
        List<Period> taken = periods.computeIfAbsent(code, c -> new ArrayList<>(1));
        for (Period other : taken) {
            if (other.validity.overlaps(validity)) {
                problem(
                        row.getStartingLineNumber(),
                        "code",
                        code,
                        "与第" + other.line + "行重复(有效期重叠) · duplicate of line " + other.line
                                + ", their validity overlaps");
                return false;
            }
        }
        return taken.add(new Period(validity, row.getStartingLineNumber()));
    }

    private SelfPay selfPay(CsvRecord row, String level) {
        if (level.equals("02") && cell(row, "selfpay_prop").isEmpty()) {
            problem(row.getStartingLineNumber(), "selfpay_prop", "", "乙类须写明先自付比例 · class 02 needs a ratio");
        }
        int bp = parsed(row, "selfpay_prop", level.equals("03") ? SelfPay.WHOLE_BP : 0, SelfPay::ratio);
        return new SelfPay(bp, parsed(row, "selfpay_rules", List.of(), SelfPay::parseRules));
    }

    private PriceLimit limit(CsvRecord row) {
        Map<String, Long> byLevel = new HashMap<>();
        for (String level : LEVELS) {
            long own = parsed(row, "price_max_" + level, PriceLimit.NO_LIMIT, PriceLimit::millionths);
            if (own != PriceLimit.NO_LIMIT) {
                byLevel.put(level, own);
            }
        }
        return new PriceLimit(parsed(row, "price_max", PriceLimit.NO_LIMIT, PriceLimit::millionths), byLevel);
    }

    private LimitedUse limitedUse(CsvRecord row) {
        String when = cell(row, "limited_when");
        String scope = cell(row, "limited_use");
        return when.isEmpty()
                ? new LimitedUse(scope, null)
                : new LimitedUse(scope, parsed(row, "limited_when", Conditions.NONE, Conditions::parse));
    }

    private Validity validity(CsvRecord row) {
        LocalDate from = parsed(row, "valid_from", LocalDate.MIN, LocalDate::parse);
        LocalDate to = parsed(row, "valid_to", LocalDate.MAX, LocalDate::parse);
        if (to.isBefore(from)) {
            problem(row.getStartingLineNumber(), "valid_to", to.toString(), "早于起日 · before valid_from");
            return Validity.ALWAYS;
        }
        return new Validity(from, to);
    }

    private static String level(String text) {
        String level = CLASSES.getOrDefault(text, text);
        if (!CLASSES.containsValue(level)) {
            throw new IllegalArgumentException("应为 01甲、02乙、03丙 · 01, 02 or 03 expected");
        }
        return level;
    }

    private static String chargeType(String text) {
        if (!text.matches("[0-9]{2}")) {
            throw new IllegalArgumentException("应为两位代码 · two digits expected");
        }
        return text;
    }

    private String text(CsvRecord row, String column, int lengthMax) {
        String text = cell(row, column);
        if (text.isEmpty() || text.length() > lengthMax) {
            problem(
                    row.getStartingLineNumber(),
                    column,
                    text,
                    "应为1至" + lengthMax + "个字符 · 1 to " + lengthMax + " characters expected");
        }
        return text;
    }

    /** What a cell says; the other value when it is empty and need not be there. */
    private <T> T parsed(CsvRecord row, String column, T otherwise, Function<String, T> parse) {
        return cell(row, column).isEmpty() && !REQUIRED.contains(column)
                ? otherwise
                : orProblem(row, column, otherwise, parse);
    }

    private <T> T orProblem(CsvRecord row, String column, T otherwise, Function<String, T> parse) {
        String text = cell(row, column);
        try {
            return parse.apply(text);
        } catch (DateTimeException e) {
            problem(row.getStartingLineNumber(), column, text, "应为日期 yyyy-MM-dd · a date expected");
        } catch (NumberFormatException e) {
            problem(row.getStartingLineNumber(), column, text, "应为数字 · a number expected");
        } catch (IllegalArgumentException e) {
            problem(row.getStartingLineNumber(), column, text, String.valueOf(e.getMessage()));
        }
        return otherwise;
    }

    private String cell(CsvRecord row, String column) {
        Integer place = places.get(column);
        return place == null ? "" : row.getField(place).strip();
    }

    private void problem(long line, String column, String value, String reason) {
        problems.add("第" + line + "行 line " + line + ", " + column + ": '" + value + "': " + reason);
    }

    // ---------------------------------------------------------------- writing

    /** As {@link #read(String)} reads it, with all columns. */
    public static String write(List<CatalogueItem> items) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(COLUMNS);
            items.forEach(item -> csv.writeRecord(cells(item)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<String> cells(CatalogueItem item) {
        Conditions when = item.limitedUse().when();
        List<String> cells = new ArrayList<>(List.of(
                item.code(),
                item.name(),
                item.level(),
                SelfPay.ratio(item.selfPay().bp()),
                PriceLimit.yuan(item.limit().millionths())));
        LEVELS.forEach(
                level -> cells.add(PriceLimit.yuan(item.limit().byLevel().getOrDefault(level, PriceLimit.NO_LIMIT))));
        cells.addAll(List.of(
                item.selfPay().rulesText(),
                item.limitedUse().scope(),
                when == null ? "" : when.text(),
                item.chargeType(),
                item.validity().fromText(),
                item.validity().toText()));
        return cells;
    }
}
