package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.app.Gateway;
import io.wutong.sandbox.ThreeOfZhenjiang.Played;
import io.wutong.spi.Body;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The three failures of 镇江 over three processes and three databases. */
class CuresIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

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
        assertThat(sent(ThreeOfZhenjiang.HOME, played.stay(), "2401")).isEqualTo(1);
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
                        WORLD.world().gateway(ThreeOfZhenjiang.HOME),
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
