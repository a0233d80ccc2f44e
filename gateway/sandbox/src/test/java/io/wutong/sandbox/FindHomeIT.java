package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.sandbox.HospitalClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 1101 without a home, asked in another province: the nation knows where to ask, and nobody else's store says who. */
class FindHomeIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

    @Test
    void should_find_home_in_another_province_when_it_published_to_the_nation() {
        HospitalClient hengyang = WORLD.hospital("H43042100001");

        Stay stay = new Stay(hengyang, "", "320115190001010003", "张示例");
        Answer answer = await(stay.who());

        assertThat(answer.error()).isEmpty();
        assertThat(stay.psnNo()).isEqualTo("32011500000000000001");
        assertThat(WorldExtension.countIn(WORLD.world().gateway("100000"), "select 1 from person"))
                .isZero();
    }

    @Test
    void should_say_how_to_be_found_when_nobody_knows_the_certificate() {
        HospitalClient hengyang = WORLD.hospital("H43042100001");

        Answer answer = await(new Stay(hengyang, "", "320115190001020009", "无此人").who());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().textOr("infcode", "")).isEqualTo("-2");
        assertThat(answer.error()).startsWith("[PSN-HOME-001] 未找到参保地");
        assertThat(answer.body().get("output")).isEqualTo(io.wutong.spi.Value.Null.NULL);
    }
}
