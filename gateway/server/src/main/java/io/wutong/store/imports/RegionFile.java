package io.wutong.store.imports;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wutong.cure.DaySpan;
import io.wutong.cure.RegionRules;
import io.wutong.topology.Areas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code area,rule,value}: how regions want failures cured. */
public final class RegionFile {

    /** A day, or the first and the last of at most 31; {@link DaySpan} says which of them there are. */
    private static final String SPAN = "2[0-9]{3}-[0-9]{2}-[0-9]{2}(\\.\\.2[0-9]{3}-[0-9]{2}-[0-9]{2})?";

    private static final String DAYS = "none|" + SPAN + "( " + SPAN + ")*";
    private static final String LEVEL = "none|county|city|province";

    /** What a rule may say. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry(RegionRules.FILING_MATCH, "above|equal"),
            Map.entry(RegionRules.FILING_REQUIRED, "yes|no"),
            Map.entry(RegionRules.FILED_TO, "city|province"),
            Map.entry(RegionRules.REVOKE_ORDER, "(2405|2302|2404)( (2405|2302|2404)){0,2}"),
            Map.entry(RegionRules.CHOICE_DAYS, "[1-9][0-9]?"),
            Map.entry(RegionRules.CONFIRM_DAYS, "[1-9][0-9]?"),
            Map.entry(RegionRules.TRANSFER_GAP_DAYS, "[0-9]{1,3}"),
            Map.entry(RegionRules.NEWBORN, "no|year|[1-9][0-9]{0,2}"),
            Map.entry(RegionRules.HOLIDAYS, DAYS),
            Map.entry(RegionRules.WORKDAYS, DAYS),
            Map.entry(RegionRules.DEFERRED, "yes|no"),
            Map.entry(RegionRules.OPEN, "none|(in|out)_(in|out)patient( (in|out)_(in|out)patient){0,3}"),
            Map.entry(RegionRules.OUTPATIENT, "open|closed"),
            Map.entry("referral_approval", LEVEL),
            Map.entry("chronic_approval", LEVEL),
            Map.entry("designated_approval", LEVEL));

    private RegionFile() {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException naming line, column, value and what was expected
     */
    public static List<Map<String, String>> read(String csv, Areas areas) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (NamedCsvRecord row : CsvReader.builder().ofNamedCsvRecord(csv)) {
            String area = InstitutionFile.cell(row, "area");
            String rule = InstitutionFile.cell(row, "rule");
            String value = InstitutionFile.cell(row, "value");
            if (!areas.has(area)) {
                throw InstitutionFile.wrong(row, "area", area, "a known area");
            }
            if (!VALUES.containsKey(rule)) {
                throw InstitutionFile.wrong(
                        row,
                        "rule",
                        rule,
                        "one of "
                                + String.join(
                                        ", ", VALUES.keySet().stream().sorted().toList()));
            }
            String expected = VALUES.getOrDefault(rule, "");
            if (!value.matches(expected)) {
                throw InstitutionFile.wrong(row, "value", value, expected);
            }
            if (expected.equals(DAYS) && DaySpan.list(value).isEmpty()) {
                throw InstitutionFile.wrong(
                        row,
                        "value",
                        value,
                        "days of the calendar, spans of 1 to " + DaySpan.DAYS_MAX + " days in order");
            }
            rows.add(Map.of("area", area, "rule", rule, "value", value));
        }
        return rows;
    }
}
