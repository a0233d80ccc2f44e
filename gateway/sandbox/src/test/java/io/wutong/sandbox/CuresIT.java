package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgConnectOptions;
import io.wutong.app.Gateway;
import io.wutong.cases.Case;
import io.wutong.sandbox.ThreeOfZhenjiang.Played;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The three failures of 镇江, and coverages that move, over three processes and three databases. */
class CuresIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

    private static final String HOME = ThreeOfZhenjiang.HOME;

    /** A city of another province, in a process of its own; it keeps its books here. */
    private static final String FORMER = "430400";

    @TempDir
    static Path folder;

    private static ThreeOfZhenjiang three;

    @BeforeAll
    static void prepare() {
        three = new ThreeOfZhenjiang(WORLD.vertx(), WORLD.world());
        await(three.prepare());
    }

    @Test
    void should_file_for_the_city_in_the_same_call_when_FIL_AREA_001_the_home_compares_by_equality() {
        Played played = await(three.filedForTheProvince(WORLD.hospital()));
        assertThat(played.told()).isEqualTo("备案地为江苏省，已补登镇江市的备案，可直接结算");
        assertThat(played.cure().textOr("closed_by", ""))
                .isEqualTo(played.stay().setlId());
        assertThat(texts(played))
                .contains("2401按补登的备案重新办理", "就诊已结算，结算ID " + played.stay().setlId());
        assertThat(sent(HOME, played.stay(), "2401")).isEqualTo(1);
    }

    @Test
    void should_take_it_back_elsewhere_when_ADM_ORPHAN_001_an_admission_was_left_open() {
        Played played = await(three.leftOpen(WORLD.hospital(ThreeOfZhenjiang.OTHER_HOSPITAL), WORLD.hospital()));
        assertThat(played.cure().textOr("closed_by", "")).startsWith("LX320115");
        assertThat(played.told()).doesNotContain("ADM-ORPHAN");
        for (String infno : List.of("2405", "2302", "2404")) {
            assertThat(sent(ThreeOfZhenjiang.OTHER_HOME, played.stay(), infno))
                    .as(infno)
                    .isEqualTo(1);
        }
        assertThat(WorldExtension.countIn(
                        WORLD.world().gateway(HOME),
                        "select 1 from claim where mdtrt_id = $1",
                        played.stay().mdtrtId()))
                .isEqualTo(1);
    }

    @Test
    void should_settle_by_itself_when_COV_DUP_001_the_patient_has_chosen() {
        Played played = await(three.insuredTwice(WORLD.hospital()));
        assertThat(played.told()).startsWith("[COV-DUP-001] 该参保人在多地均有在保记录");
        assertThat(texts(played)).contains("仅江宁区在保，恢复结算", "已通知就医地办理暂缓的结算");
        assertThat(played.cure().textOr("closed_by", ""))
                .isEqualTo(WORLD.text(
                        "select setl_id from visit where mdtrt_id = $1 and side = 'CARE'",
                        played.stay().mdtrtId()));
        assertThat(WORLD.unbalancedSets()).isZero();
        // what he has given up stays so, though the next person file does not know of it
        String suspended = "select 1 from person where psn_no = '43042100000000000013'"
                + " and content::jsonb -> 'insuinfo' -> 0 ->> 'paus_insu_date' > ''";
        assertThat(WorldExtension.countIn(WORLD.world().gateway(ThreeOfZhenjiang.OTHER_HOME), suspended))
                .isEqualTo(1);
        await(WORLD.world()
                .gateway(ThreeOfZhenjiang.OTHER_HOME)
                .imports()
                .persons(
                        ThreeOfZhenjiang.OTHER_HOME,
                        World.resource("persons-cures-430421.jsonl").lines().toList(),
                        Instant.now()));
        assertThat(WorldExtension.countIn(WORLD.world().gateway(ThreeOfZhenjiang.OTHER_HOME), suspended))
                .isEqualTo(1);
    }

    @Test
    void should_name_imported_institutions_when_AREA_CLOSED_001_the_county_takes_nobody_from_elsewhere() {
        Gateway care = WORLD.care();
        String neighbours = """
                fixmedins_code,fixmedins_name,area,settlement_level,hosp_lv,fixmedins_type
                H32111200001,丹徒区示范医院,321112,2,05,1
                P32111200001,丹徒区示范药店,321112,9,,2
                H32010200001,玄武区示范医院,320102,3,02,1
                """;
        await(care.imports().institutions("邻县", neighbours, Instant.now()));
        open("none");
        try {
            Stay stay = new Stay(WORLD.hospital(), ThreeOfZhenjiang.HOME, "320115190001010003", "张示例");
            await(stay.who());
            assertThat(await(stay.admit()).error())
                    .startsWith("[AREA-CLOSED-001] 京口区")
                    .endsWith("最近可结算机构：丹徒区示范医院、玄武区示范医院、衡阳县示范人民医院");
        } finally {
            open("in_inpatient in_outpatient out_inpatient out_outpatient");
        }
    }

    private static void open(String kinds) {
        await(WORLD.care()
                .imports()
                .regions("京口", "area,rule,value\n321102,open," + kinds + "\n", Instant.now())
                .compose(done -> WORLD.care().reload()));
    }

    // ------------------------------------------------------------ coverages that move

    @Test
    void should_be_one_homes_each_day_when_COV_MOVE_001_a_clerk_brings_a_coverage_over() throws Exception {
        String here = insured(HOME, "14", "320115190001010046", "2026-10-01", "");
        String there = insured(FORMER, "14", "320115190001010046", "2024-01-01", "");
        String ref = here + "/" + FORMER;

        wutong(HOME, "transfer", HOME, here, FORMER, "--by", "窗口01", "--why", "迁居");
        // once more while it goes on: the same one
        wutong(HOME, "transfer", HOME, here, FORMER, "--by", "窗口02", "--why", "催办");

        assertThat(caseOf(HOME, Case.TRANSFER_IN, ref, "state", "CLOSED")).isEqualTo("CLOSED");
        assertThat(caseOf(FORMER, Case.TRANSFER_OUT, HOME + "/" + ref, "state", "CLOSED"))
                .isEqualTo("CLOSED");
        for (String infno : List.of("WT08", "WT09", "WT10")) {
            String from = infno.equals("WT10") ? FORMER : HOME;
            assertThat(exchanges(from, infno, from)).as(infno).isEqualTo(1);
            assertThat(exchanges(from.equals(HOME) ? FORMER : HOME, infno, from))
                    .as(infno + " arrived")
                    .isEqualTo(1);
        }
        eachDayIsOneHomes(here, there);
        // the next person files do not know of it; nor do they undo it
        insured(HOME, "14", "320115190001010046", "2026-10-01", "");
        insured(FORMER, "14", "320115190001010046", "2024-01-01", "");
        eachDayIsOneHomes(here, there);
        assertThat(WorldExtension.countIn(
                        WORLD.world().gateway(FORMER),
                        "select 1 from person_version where node = $1 and psn_no = $2",
                        FORMER,
                        there))
                .isEqualTo(2);
        assertThat(wutong(HOME, "cases", "history", HOME, Case.TRANSFER_IN, ref))
                .contains("已取得衡阳市的参保凭证：2024-01-01起参保，仍在保", "信息表已到，参保自2024-01-01起连续");
        assertThat(wutong(HOME, "cases")).doesNotContain(ref);
    }

    @Test
    void should_stay_with_the_clerks_when_COV_MOVE_001_too_many_days_lie_between() throws Exception {
        String here = insured("320100", "15", "320115190001010054", "2026-10-01", "");
        String there = insured(FORMER, "15", "320115190001010054", "2024-01-01", "2026-01-31");
        String ref = here + "/" + FORMER;

        wutong(HOME, "transfer", "320100", here, FORMER, "--by", "窗口01", "--why", "迁居");

        assertThat(caseOf("320100", Case.TRANSFER_IN, ref, "facts::jsonb ->> 'waits'", "apart"))
                .isEqualTo("apart");
        assertThat(wutong(HOME, "cases")).contains("COV-MOVE-001  320100  " + Case.TRANSFER_IN + "  " + ref);
        assertThat(wutong(HOME, "cases", "history", "320100", Case.TRANSFER_IN, ref))
                .contains("中断超过90天");
        assertThat(exchanges(HOME, "WT09", "320100")).isZero();
        assertThat(enjoys(FORMER, there, "2026-01-30") + enjoys(FORMER, there, "2026-01-31"))
                .isEqualTo("10");
        assertThat(enjoys("320100", here, "2026-09-30") + enjoys("320100", here, "2026-10-01"))
                .isEqualTo("01");
    }

    private static void eachDayIsOneHomes(String here, String there) {
        assertThat(enjoys(FORMER, there, "2026-09-30") + enjoys(HOME, here, "2026-09-30"))
                .isEqualTo("10");
        assertThat(enjoys(FORMER, there, "2026-10-01") + enjoys(HOME, here, "2026-10-01"))
                .isEqualTo("01");
    }

    /** A resident of a home, by a person file; his number there. */
    private static String insured(String home, String serial, String certno, String since, String pausedFrom) {
        String psnNo = home + "000000000000" + serial;
        Body base = Body.builder()
                .put("psn_no", psnNo)
                .put("psn_cert_type", "01")
                .put("certno", certno)
                .put("psn_name", "迁示例")
                .build();
        Body coverage = Body.builder()
                .put("insutype", "390")
                .put("psn_type", "1501")
                .put("psn_insu_stas", pausedFrom.isEmpty() ? "1" : "2")
                .put("psn_insu_date", since)
                .put("paus_insu_date", pausedFrom)
                .put("insuplc_admdvs", home)
                .build();
        String line = Json.writeText(Body.builder()
                .put("baseinfo", base)
                .put("insuinfo", List.of(coverage))
                .build());
        await(WORLD.world().gateway(home).imports().persons(home, List.of(line), Instant.now()));
        return psnNo;
    }

    /** A command beside the process of a node, on its store; what it prints. */
    private static String wutong(String node, String... arguments) throws Exception {
        PgConnectOptions store = WORLD.world().database(node);
        Files.createDirectories(folder.resolve("plugins"));
        Path config = Files.writeString(folder.resolve(node + ".yaml"), """
                process: beside
                index_key: sixteen-bytes-or-more
                plugins: plugins
                database: {host: localhost, port: %d, database: %s, user: %s, password: %s}
                listeners:
                  hospital: {host: 127.0.0.1, port: 0}
                  admin: {port: 0}
                nodes:
                  - area: 320000
                """.formatted(
                        store.getPort(), store.getDatabase(), store.getUser(), store.getPassword()));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        return Ran.here(all.toArray(String[]::new)).well().out();
    }

    /** What is said of a case, once it is what is expected. */
    private static String caseOf(String node, String kind, String ref, String what, String expected) {
        return WORLD.eventually(
                expected,
                () -> WorldExtension.rows(
                                WORLD.world().gateway(node),
                                "select " + what + " from operator_case where node = $1 and kind = $2 and ref = $3",
                                node,
                                kind,
                                ref)
                        .stream()
                        .map(row -> String.valueOf(row.getString(0)))
                        .findFirst()
                        .orElse(""));
    }

    /** Messages that began at a node, as the process of another has them. */
    private static long exchanges(String at, String infno, String began) {
        return WorldExtension.countIn(
                WORLD.world().gateway(at),
                "select 1 from exchange where infno = $1 and outcome = 'succeeded' and fixmedins_code = $2",
                infno,
                "A" + began + "00000");
    }

    /** 2001 of a hospital: whether the person enjoys the benefit on a day, as that home says. */
    private static String enjoys(String home, String psnNo, String day) {
        Body data = Body.builder()
                .put("psn_no", psnNo)
                .put("insutype", "390")
                .put("fixmedins_code", World.HOSPITAL)
                .put("med_type", "21")
                .put("begntime", day + " 08:00:00")
                .build();
        return await(WORLD.hospital().call("2001", home, Body.of("data", data)))
                .output()
                .bodies("trtinfo")
                .get(0)
                .textOr("trt_enjymnt_flag", "");
    }

    // ----------------------------------------------------------------- shared

    private static List<String> texts(Played played) {
        return played.history().stream()
                .map((Body step) -> step.textOr("text", ""))
                .toList();
    }

    /** How often a message about a stay was sent from a place of care, its own process the first to have it. */
    private static long sent(String care, Stay stay, String infno) {
        return WorldExtension.countIn(
                WORLD.world().gateway(care),
                "select 1 from exchange where infno = $1 and outcome = 'succeeded' and entry_node like 'H%'"
                        + " and (result = $2 or care::jsonb ->> 'mdtrt_id' = $2)",
                infno,
                stay.mdtrtId());
    }
}
