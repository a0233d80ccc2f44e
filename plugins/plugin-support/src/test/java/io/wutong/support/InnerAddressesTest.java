package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InnerAddressesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "就诊凭证编号不能为空(1a2b3c4d5e6f7a8b@10.1.2.3)|就诊凭证编号不能为空",
                "就诊凭证编号不能为空(1a2b3c4d@10.x.x.x)|就诊凭证编号不能为空",
                "连接失败 http://10.1.2.3:8080/hygeia_esb/api/call.action,请重试|连接失败 ,请重试",
                "超时 10.1.2.3:1521 请重试|超时 请重试",
                "错误[traceId:0f6c2d4e-0000-4000-8000-000000000001]该业务已结算|错误该业务已结算",
                "该业务已结算|该业务已结算",
                "费用合计1000.50与明细合计999.00不符|费用合计1000.50与明细合计999.00不符",
                "就医登记号R0000120250101000001不存在|就医登记号R0000120250101000001不存在",
                "地址fe80:0:0:0:1:2:3:4不可达|地址不可达"
            })
    void should_leave_only_what_a_clerk_can_read(String text, String expected) {
        assertThat(InnerAddresses.strip(text)).isEqualTo(expected);
    }

    @Test
    void should_cut_when_longer_than_a_message_may_be() {
        assertThat(InnerAddresses.strip("错".repeat(500))).hasSize(InnerAddresses.LENGTH_MAX);
    }
}
