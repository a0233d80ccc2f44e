package io.wutong.notify.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wutong.spi.Body;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final Template REFERRAL = template("您的转诊${no}已办结,转往${hospital},有效期至${until}。");

    private static Template template(String text) {
        return Template.of("KIND", "SMS_1", text);
    }

    @Test
    void should_read_the_gaps_when_the_text_fits() {
        assertThat(REFERRAL.parameters("您的转诊Z001已办结,转往第一,人民医院,有效期至12月31日。"))
                .contains(Body.builder()
                        .put("no", "Z001")
                        .put("hospital", "第一,人民医院")
                        .put("until", "12月31日")
                        .build());
        assertThat(template("${amount}元已到账").parameters("26176.00元已到账"))
                .contains(Body.builder().put("amount", "26176.00").build());
        assertThat(template("系统维护").parameters("系统维护")).contains(Body.EMPTY);
    }

    @Test
    void should_be_nothing_when_the_text_is_another() {
        assertThat(REFERRAL.parameters("您的转诊Z001已办结,转往医院,有效期至12月31日。谢谢")).isEmpty();
        assertThat(REFERRAL.parameters("患者的转诊Z001已办结,转往医院,有效期至12月31日。")).isEmpty();
        assertThat(REFERRAL.parameters("您的转诊Z001已办结,转往,有效期至12月31日。")).isEmpty();
        assertThat(REFERRAL.parameters("您的转诊已办结,转往医院,有效期至12月31日。")).isEmpty();
        assertThat(REFERRAL.parameters("您的转诊Z001已办结,转往医院,有效期至。")).isEmpty();
        assertThat(template("系统维护").parameters("系统维护中")).isEmpty();
        assertThat(template("从${day}到${day}").parameters("从一日到二日")).isEmpty();
        assertThat(template("从${day}到${day}").parameters("从一日到一日")).isPresent();
    }

    @Test
    void should_be_refused_when_its_gaps_cannot_be_told_apart() {
        assertThatIllegalArgumentException().isThrownBy(() -> template("${a}${b}"));
        assertThatIllegalArgumentException().isThrownBy(() -> template("您好${1a}"));
        assertThatIllegalArgumentException().isThrownBy(() -> template("您好${a"));
    }
}
