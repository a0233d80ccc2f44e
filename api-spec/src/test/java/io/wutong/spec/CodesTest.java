package io.wutong.spec;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.vertx.core.json.JsonObject;
import io.wutong.spec.Schemas.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The code tables: well formed, short enough for their fields, and known wherever an example uses one. */
class CodesTest {

    private static final Map<String, Set<String>> CODES = codes();

    @Test
    void should_have_the_core_dictionaries_when_listed() {
        assertThat(CODES)
                .containsKeys("mdtrt_cert_type", "psn_cert_type", "insutype", "med_type", "psn_type", "fund_pay_type")
                .containsKeys("psn_setlway", "mid_setl_flag", "clr_type", "clr_way", "setl_type", "pay_loc")
                .containsKeys("hosp_lv", "dscg_way", "gend", "psn_insu_stas", "refd_setl_flag", "refl_type");
    }

    @Test
    void should_fit_their_fields_when_a_schema_has_one_of_that_name() {
        for (String file : Schemas.files()) {
            for (Field field : Schemas.fields(file)) {
                if (CODES.containsKey(field.name())) {
                    assertThat(field.schema().getBoolean("x-dict", false))
                            .as("%s: %s has a code table", file, field)
                            .isTrue();
                    int most = Integer.parseInt(field.type().substring(1));
                    assertThat(CODES.get(field.name()))
                            .as("%s: %s", file, field)
                            .allMatch(code -> code.length() <= most);
                }
            }
        }
    }

    @Test
    void should_know_every_code_when_the_examples_use_one() {
        Set<String> checked = new TreeSet<>();
        for (String infno : Examples.infnos()) {
            check("envelope.request.json", Examples.request(infno), checked);
            check(infno + ".request.json", Examples.input(infno), checked);
            check(infno + ".response.json", Examples.output(infno), checked);
        }
        assertThat(checked).contains("insutype", "med_type", "clr_type", "fund_pay_type", "dscg_way", "pay_loc");
    }

    private static void check(String file, JsonObject message, Set<String> checked) {
        for (Field field : Schemas.fields(file)) {
            JsonObject parent = Fault.parent(message, field.path());
            if (parent != null
                    && CODES.containsKey(field.name())
                    && parent.getValue(field.name()) instanceof String code
                    && !code.isEmpty()) {
                assertThat(CODES.get(field.name())).as("%s: %s", file, field).contains(code);
                checked.add(field.name());
            }
        }
    }

    private static Map<String, Set<String>> codes() {
        Map<String, Set<String>> tables = new TreeMap<>();
        for (String file : SpecFiles.names("codes", ".csv")) {
            Set<String> codes = new TreeSet<>();
            List<NamedCsvRecord> rows = SpecFiles.csv("codes/" + file);
            for (NamedCsvRecord row : rows) {
                assertThat(row.getHeader()).as(file).containsExactly("code", "name_zh", "confidence");
                assertThat(codes.add(row.getField("code")))
                        .as("%s: %s", file, row)
                        .isTrue();
                assertThat(row.getField("name_zh")).as("%s: %s", file, row).isNotBlank();
                assertThat(row.getField("confidence")).as("%s: %s", file, row).isIn("A", "B", "C", "D");
            }
            assertThat(codes).as(file).isNotEmpty();
            tables.put(file.substring(0, file.indexOf('.')), codes);
        }
        return tables;
    }
}
