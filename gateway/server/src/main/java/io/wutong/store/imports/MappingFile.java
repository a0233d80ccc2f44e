package io.wutong.store.imports;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wutong.catalogue.DecideMapping;
import io.wutong.catalogue.MappingState;
import io.wutong.catalogue.rules.Validity;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code fixmedins_code,local_code,local_name,code,valid_from,valid_to}; an empty code leaves one outside. */
public final class MappingFile {

    private MappingFile() {}

    /**
     * Reads decisions for a place of care.
     *
     * @throws IllegalArgumentException naming line, column, value and what was expected
     */
    public static List<DecideMapping.Choice> read(String csv, String node) {
        List<DecideMapping.Choice> choices = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (NamedCsvRecord row : CsvReader.builder().ofNamedCsvRecord(csv)) {
            String institution = filled(row, "fixmedins_code");
            String local = filled(row, "local_code");
            if (!seen.add(List.of(institution, local))) {
                throw InstitutionFile.wrong(row, "local_code", local, "每个编码一行 · each code once");
            }
            String code = InstitutionFile.cell(row, "code");
            choices.add(new DecideMapping.Choice(
                    node,
                    institution,
                    local,
                    InstitutionFile.cell(row, "local_name"),
                    code.isEmpty() ? MappingState.Event.LEAVE_OUTSIDE : MappingState.Event.MAP,
                    code,
                    validity(row)));
        }
        return choices;
    }

    private static String filled(NamedCsvRecord row, String column) {
        String text = InstitutionFile.cell(row, column);
        if (text.isEmpty()) {
            throw InstitutionFile.wrong(row, column, text, "不能为空 · something");
        }
        return text;
    }

    private static Validity validity(NamedCsvRecord row) {
        String from = InstitutionFile.cell(row, "valid_from");
        String to = InstitutionFile.cell(row, "valid_to");
        try {
            return Validity.parse(from, to);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw InstitutionFile.wrong(
                    row, "valid_from, valid_to", from + ", " + to, "先后两个日期 yyyy-MM-dd · two dates in order");
        }
    }
}
