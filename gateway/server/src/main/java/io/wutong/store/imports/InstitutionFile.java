package io.wutong.store.imports;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wutong.coverage.Institution;
import io.wutong.topology.Areas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code fixmedins_code,fixmedins_name,area,settlement_level,hosp_lv,fixmedins_type} and, if need be, {@code uscc}. */
public final class InstitutionFile {

    private InstitutionFile() {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException naming line, column, value and what was expected
     */
    public static List<Institution> read(String csv, Areas areas) {
        List<Institution> list = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        for (NamedCsvRecord row : CsvReader.builder().ofNamedCsvRecord(csv)) {
            String code = cell(row, "fixmedins_code");
            if (!code.matches("[HP][0-9]{11}")) {
                throw wrong(row, "fixmedins_code", code, "H or P and 11 digits");
            }
            String area = cell(row, "area");
            if (!areas.has(area)) {
                throw wrong(row, "area", area, "a known area");
            }
            String level = cell(row, "settlement_level");
            if (!level.matches("[1239]")) {
                throw wrong(row, "settlement_level", level, "1, 2, 3 or 9");
            }
            if (!codes.add(code)) {
                throw wrong(row, "fixmedins_code", code, "each institution once");
            }
            list.add(new Institution(
                    code,
                    cell(row, "fixmedins_name"),
                    area,
                    level,
                    cell(row, "hosp_lv"),
                    cell(row, "fixmedins_type"),
                    row.findField("uscc").map(String::trim).orElse("")));
        }
        return list;
    }

    static String cell(NamedCsvRecord row, String column) {
        return row.findField(column)
                .map(String::trim)
                .orElseThrow(() -> new IllegalArgumentException("column " + column + " is missing"));
    }

    static IllegalArgumentException wrong(NamedCsvRecord row, String column, String value, String expected) {
        return new IllegalArgumentException("line " + row.getStartingLineNumber() + ", " + column + ": '" + value
                + "' where " + expected + " was expected");
    }
}
