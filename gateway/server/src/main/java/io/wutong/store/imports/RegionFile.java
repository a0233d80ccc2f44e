package io.wutong.store.imports;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wutong.cure.RegionRules;
import io.wutong.topology.Areas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code area,rule,value}: how regions want failures cured. */
public final class RegionFile {

    private static final String LEVEL = "none|county|city|province";

    /** What a rule may say. */
    private static final Map<String, String> VALUES = Map.of(
            RegionRules.FILING_MATCH,
            "above|equal",
            RegionRules.FILING_REQUIRED,
            "yes|no",
            RegionRules.FILED_TO,
            "city|province",
            RegionRules.REVOKE_ORDER,
            "(2405|2302|2404)( (2405|2302|2404)){0,2}",
            RegionRules.CHOICE_DAYS,
            "[1-9][0-9]?",
            RegionRules.CONFIRM_DAYS,
            "[1-9][0-9]?",
            "referral_approval",
            LEVEL,
            "chronic_approval",
            LEVEL,
            "designated_approval",
            LEVEL);

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
            if (!value.matches(VALUES.getOrDefault(rule, ""))) {
                throw InstitutionFile.wrong(row, "value", value, VALUES.getOrDefault(rule, ""));
            }
            rows.add(Map.of("area", area, "rule", rule, "value", value));
        }
        return rows;
    }
}
