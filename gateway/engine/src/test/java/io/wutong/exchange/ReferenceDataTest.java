package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.catalogue.CatalogueMapping;
import io.wutong.catalogue.MappingState;
import io.wutong.catalogue.Mappings;
import io.wutong.exchange.World.Message1;
import io.wutong.reference.CodeList;
import io.wutong.reference.Downloads;
import io.wutong.reference.Published;
import io.wutong.spi.Body;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hospital fetches from its place of care, and the codes that it maps there. */
class ReferenceDataTest {

    private static final String CARE = "321100";
    private static final CodeList DRUGS =
            CodeList.read("med_list_codg\tname\nX1\t甲片\nX2\t乙片\n").after(CodeList.none(), "20260901080000");

    private final World world = World.ofOne();

    @BeforeEach
    void publish() {
        publish(DRUGS);
    }

    private void publish(CodeList drugs) {
        CodeList own = CodeList.read("type\tlabel\nchrgitm_lv/04\t地方类\n");
        world.care().directory = world.care()
                .directory
                .with(new Published(
                        Map.of("100000", Map.of("1301", drugs, "1304", drugs), CARE, Map.of("1901", own)),
                        Map.of(CARE, LocalDate.parse("2026-10-01"))));
    }

    @Test
    void should_download_what_is_newer_when_the_hospital_names_its_version() {
        Body all = asked("1301", "{\"data\":{\"ver\":\"0\"}}");
        assertThat(all.textOr("data_cnt", "")).isEqualTo("2");
        assertThat(fetched(all)).isEqualTo("X1\t甲片\t1\t20260901080000\nX2\t乙片\t1\t20260901080000\n");

        publish(CodeList.read("med_list_codg\tname\nX1\t甲片\nX3\t丙片\n").after(DRUGS, "20261001080000"));
        assertThat(refused(download(all))).contains("REF-FILE-001");
        Body newer = asked("1301", "{\"data\":{\"ver\":\"20260901080000\"}}");
        assertThat(newer.textOr("data_cnt", "")).isEqualTo("2");
        assertThat(fetched(newer)).isEqualTo("X3\t丙片\t1\t20261001080000\nX2\t乙片\t0\t20261001080000\n");
        assertThat(asked("1301", "{\"data\":{\"ver\":\"20261001080000\"}}").textOr("data_cnt", ""))
                .isEqualTo("0");
    }

    @Test
    void should_refuse_when_the_list_is_not_published_or_the_file_is_anothers() {
        assertThat(refused(world.message("1302", "", "{\"data\":{\"ver\":\"0\"}}")))
                .contains("REF-NONE-001", "中药饮片目录");
        assertThat(refused(world.message("9102", "", """
                {"fsDownloadIn":{"file_qury_no":"1301","filename":"plc"}}"""))).contains("REF-FILE-001");
        assertThat(refused(world.message("9102", "", """
                {"fsDownloadIn":{"file_qury_no":"1301","filename":"plc","fixmedins_code":"%s"}}""".formatted(World.OTHER_HOSPITAL))))
                .contains("AUTH-INST-001");
    }

    @Test
    void should_find_institutions_when_a_part_of_the_name_is_known() {
        assertThat(asked("1201", "{\"medinsinfo\":{\"fixmedins_type\":\"1\",\"fixmedins_name\":\"中医\"}}")
                        .bodies("medinsinfo"))
                .extracting(row -> row.textOr("fixmedins_code", ""))
                .containsExactly(World.OTHER_HOSPITAL);
        assertThat(asked("1201", "{\"medinsinfo\":{\"fixmedins_type\":\"2\"}}").bodies("medinsinfo"))
                .isEmpty();
    }

    @Test
    void should_page_the_catalogue_that_lines_are_split_by() {
        Body second = asked("1312", page("", 2, 2));
        assertThat(second.textOr("recordCounts", "")).isEqualTo("3");
        assertThat(second.textOr("lastPage", "")).isEqualTo("true");
        assertThat(second.bodies("data")).hasSize(1);
        Body drug = asked("1312", page("\"hilist_code\":\"D4\",", 1, 100))
                .bodies("data")
                .get(0);
        assertThat(drug.textOr("chrgitm_lv", "")).isEqualTo("02");
        assertThat(drug.textOr("med_chrgitm_type", "")).isEqualTo("09");
        assertThat(drug.textOr("updt_time", "")).isEqualTo("2026-10-01");
        // nothing has changed since the catalogue is in force
        assertThat(asked("1312", page("\"updt_time\":\"2026-10-02\",", 1, 100)).bodies("data"))
                .isEmpty();
        assertThat(asked("1319", page("\"hilist_code\":\"D4\",", 1, 100)).bodies("data"))
                .extracting(row -> row.textOr("selfpay_prop_psn_type", "") + "=" + row.textOr("selfpay_prop", ""))
                .containsExactly("0=0.2000", "15=0.0500");
        assertThat(asked("1318", page("", 1, 100)).bodies("data")).isEmpty();
        assertThat(asked("1316", page("\"med_list_codg\":\"A1\",", 1, 100)).bodies("data"))
                .extracting(row -> row.textOr("hilist_code", ""))
                .containsExactly("A1");
        assertThat(asked("1304", page("\"name\":\"乙\",", 1, 100)).bodies("data"))
                .extracting(row -> row.textOr("med_list_codg", ""))
                .containsExactly("X2");
        assertThat(refused(world.message("1312", "", page("", 1, 501)))).contains("page_size");
    }

    @Test
    void should_add_the_regions_values_to_a_core_dictionary() {
        assertThat(asked("1901", "{\"data\":{\"type\":\"chrgitm_lv\",\"admdvs\":\"321102\",\"date\":\"2026-10-30\"}}")
                        .bodies("list"))
                .extracting(row -> row.textOr("value", "") + row.textOr("label", ""))
                .containsExactly("01甲类", "02乙类", "03丙类(自费)", "04地方类");
        assertThat(refused(world.message("1901", "", "{\"data\":{\"type\":\"../areas\"}}")))
                .contains("REF-NONE-001");
    }

    @Test
    void should_map_a_code_until_the_hospital_takes_it_back() {
        asked("3301", mapping("S9", "B2"));
        CatalogueMapping mapped = only();
        assertThat(mapped.state()).isEqualTo(MappingState.MAPPED);
        assertThat(mapped.fixmedinsCode()).isEqualTo(World.HOSPITAL);
        known(mapped);
        assertThat(asked("1317", page("", 1, 100)).bodies("data"))
                .extracting(row -> row.textOr("medins_list_codg", "") + ">" + row.textOr("med_list_codg", ""))
                .containsExactly("S9>B2");

        assertThat(refused(world.message("3301", "", mapping("S9", "ZZ")))).contains("CAT-MAP-001", "ZZ");
        assertThat(refused(world.message("3302", "", mapping("S9", "A1")))).contains("CAT-MAP-001");
        asked("3302", mapping("S9", "B2"));
        assertThat(only().state()).isEqualTo(MappingState.PROPOSED);
        assertThat(refused(world.message("3302", "", mapping("S9", "B2")))).contains("CAT-MAP-001");
    }

    @Test
    void should_leave_what_the_agency_has_decided() {
        CatalogueMapping decided = new CatalogueMapping(
                CARE,
                World.HOSPITAL,
                "S9",
                "",
                "",
                MappingState.OUTSIDE,
                "",
                "否",
                io.wutong.catalogue.rules.Validity.ALWAYS,
                "agency",
                world.heap.now());
        world.care().store.put(decided);
        assertThat(refused(world.message("3301", "", mapping("S9", "B2")))).contains("CAT-MAP-001", "经办机构已定为目录外");
        assertThat(only()).isEqualTo(decided);
    }

    // ------------------------------------------------------------------------------------------- means

    private Body asked(String infno, String input) {
        return World.output(World.must(world.send(world.message(infno, "", input))));
    }

    private String refused(Message1 message) {
        Answered answered = world.send(message);
        assertThat(answered.outcome().label()).isEqualTo("rejected");
        return World.text(answered);
    }

    private Message1 download(Body offered) {
        return world.message("9102", "", """
                {"fsDownloadIn":{"file_qury_no":"%s","filename":"plc","fixmedins_code":"%s"}}""".formatted(offered.textOr("file_qury_no", ""), World.HOSPITAL));
    }

    private String fetched(Body offered) {
        Body answer = World.output(World.must(world.send(download(offered))));
        byte[] file = Downloads.file(world.care().directory, CARE, offered.textOr("file_qury_no", ""))
                .orElseThrow();
        assertThat(answer.textOr("size", "")).isEqualTo(Integer.toString(file.length));
        return new String(file, StandardCharsets.UTF_8);
    }

    private static String page(String more, int number, int size) {
        return "{\"data\":{" + more + "\"page_num\":" + number + ",\"page_size\":" + size + "}}";
    }

    private static String mapping(String local, String code) {
        return """
                {"data":[{"fixmedins_hilist_id":"%s","fixmedins_hilist_name":"药","list_type":"101",
                "med_list_codg":"%s","begndate":"2026-10-01","enddate":""}]}""".formatted(local, code);
    }

    private CatalogueMapping only() {
        List<CatalogueMapping> all = world.care().store.all(CatalogueMapping.class);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private void known(CatalogueMapping mapping) {
        world.care().directory = world.care().directory.with(new Mappings(List.of(mapping)));
    }
}
