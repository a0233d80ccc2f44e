package io.wutong.spec;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wutong.spec.Schemas.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code transactions.csv}: complete, well formed, and in agreement with the schemas. */
class TransactionsTest {

    private static final String COLUMNS = "infno,title_zh,title_en,care,home,effect,key,undone_by,person";
    private static final Set<String> CARE = Set.of(
            "answers", "forwards", "opens", "records", "undoes", "splits", "checks", "adopts_reversal", "retraces");
    private static final Set<String> HOME = Set.of(
            "none",
            "answers",
            "opens",
            "records",
            "undoes_first",
            "fee_lines",
            "calculates",
            "commits",
            "reverses",
            "undoes");
    private static final Set<String> EFFECT =
            Set.of("none", "local", "visit", "line", "settlement", "cancellation", "reversal", "filing");

    /** What may stand beside what; a new combination is a new kind of handler and wants a line here. */
    private static final Set<String> ROLES = Set.of(
            "answers none local",
            "answers none none",
            "answers answers none",
            "forwards answers none",
            "forwards answers filing",
            "opens opens visit",
            "records records visit",
            "undoes undoes_first visit",
            "splits fee_lines line",
            "checks calculates none",
            "checks commits settlement",
            "adopts_reversal reverses cancellation",
            "retraces undoes reversal");

    private static final Map<String, NamedCsvRecord> ROWS = rows();

    @Test
    void should_have_a_row_of_every_national_transaction_when_counted() {
        assertThat(ROWS.keySet())
                .containsExactlyInAnyOrderElementsOf(numbers(
                        "1101",
                        "1201",
                        "1301-1321",
                        "1901",
                        "2001",
                        "2101-2103",
                        "2201-2203",
                        "2203A",
                        "2204-2208",
                        "2301-2305",
                        "2401-2407",
                        "2501",
                        "2501A",
                        "2502-2507",
                        "2601",
                        "3101-3103",
                        "3201-3204",
                        "3211-3212",
                        "3260-3262",
                        "3301-3302",
                        "3401",
                        "3401A",
                        "3402-3403",
                        "3501-3508",
                        "4101",
                        "4101A",
                        "4102-4104",
                        "4201-4209",
                        "4301-4302",
                        "4401-4402",
                        "4501-4506",
                        "4601-4602",
                        "4701",
                        "5101-5102",
                        "5201-5206",
                        "5301-5304",
                        "5401-5402",
                        "9001-9002",
                        "9101-9102"));
    }

    @Test
    void should_use_known_words_when_any_row_is_read() {
        for (NamedCsvRecord row : ROWS.values()) {
            assertThat(row.getField("title_zh")).as("%s", row).isNotBlank();
            assertThat(row.getField("title_en")).as("%s", row).isNotBlank();
            assertThat(CARE).as("%s", row).contains(row.getField("care"));
            assertThat(HOME).as("%s", row).contains(row.getField("home"));
            assertThat(EFFECT).as("%s", row).contains(row.getField("effect"));
            assertThat(row.getField("person")).as("%s", row).isIn("yes", "no");
            assertThat(row.getField("key")).as("%s", row).matches("([a-z_]+(\\+[a-z_]+)*)?");
            assertThat(ROLES)
                    .as("%s", row)
                    .contains(row.getField("care") + " " + row.getField("home") + " " + row.getField("effect"));
        }
    }

    @Test
    void should_name_a_known_transaction_when_something_undoes_it() {
        for (NamedCsvRecord row : ROWS.values()) {
            String undoneBy = row.getField("undone_by");
            if (!undoneBy.isEmpty()) {
                assertThat(ROWS).as("%s", row).containsKey(undoneBy);
                assertThat(undoneBy).as("%s", row).isNotEqualTo(row.getField("infno"));
            }
        }
    }

    @Test
    void should_have_a_key_and_a_way_back_when_money_or_a_visit_hangs_on_it() {
        for (NamedCsvRecord row : ROWS.values()) {
            String kind = row.getField("care");
            if (Set.of("opens", "undoes", "adopts_reversal", "retraces").contains(kind)
                    || row.getField("home").equals("commits")) {
                assertThat(row.getField("key")).as("%s", row).isNotEmpty();
            }
            if (kind.equals("opens")) {
                assertThat(care(row.getField("undone_by"))).as("%s", row).isEqualTo("undoes");
            }
            if (row.getField("home").equals("commits")) {
                assertThat(care(row.getField("undone_by"))).as("%s", row).isEqualTo("adopts_reversal");
            }
            if (kind.equals("adopts_reversal")) {
                assertThat(row.getField("undone_by")).as("%s", row).isEqualTo("2601");
            }
            if (row.getField("effect").equals("none")) {
                assertThat(row.getField("key") + row.getField("undone_by"))
                        .as("%s", row)
                        .isEmpty();
            }
        }
    }

    @Test
    void should_have_a_row_when_a_schema_or_an_example_exists() {
        Stream.concat(Schemas.files().stream(), SpecFiles.names("examples", ".json").stream())
                .map(name -> name.substring(0, name.indexOf('.')))
                .filter(name -> !name.equals("envelope"))
                .forEach(infno -> assertThat(ROWS).containsKey(infno));
    }

    @Test
    void should_agree_with_the_schema_when_a_key_or_a_person_is_named() {
        for (String infno : Examples.infnos()) {
            NamedCsvRecord row = ROWS.get(infno);
            Set<String> required = Stream.of("envelope.request.json", infno + ".request.json")
                    .flatMap(file -> Schemas.fields(file).stream())
                    .filter(Field::required)
                    .map(Field::name)
                    .collect(Collectors.toSet());
            if (!row.getField("key").isEmpty()) {
                assertThat(required).as("%s", row).contains(row.getField("key").split("\\+"));
            }
            assertThat(required.contains("psn_no"))
                    .as("%s", row)
                    .isEqualTo(row.getField("person").equals("yes"));
        }
    }

    private static String care(String infno) {
        return ROWS.get(infno).getField("care");
    }

    private static List<String> numbers(String... ranges) {
        return Stream.of(ranges)
                .flatMap(range -> {
                    String[] ends = range.split("-");
                    return ends.length == 1
                            ? Stream.of(range)
                            : IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
                                    .mapToObj(Integer::toString);
                })
                .toList();
    }

    private static Map<String, NamedCsvRecord> rows() {
        Map<String, NamedCsvRecord> rows = new LinkedHashMap<>();
        for (NamedCsvRecord row : SpecFiles.csv("transactions.csv")) {
            assertThat(String.join(",", row.getHeader())).isEqualTo(COLUMNS);
            assertThat(rows.put(row.getField("infno"), row))
                    .as("twice: %s", row)
                    .isNull();
        }
        return rows;
    }
}
