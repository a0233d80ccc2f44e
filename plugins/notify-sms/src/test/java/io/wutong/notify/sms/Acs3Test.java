package io.wutong.notify.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.Secret;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The signature against the worked example that the provider publishes with every input fixed. */
class Acs3Test {

    @Test
    void should_sign_as_the_worked_example_does() {
        Map<String, String> headers = new Acs3(
                        "YourAccessKeyId", Secret.of("YourAccessKeySecret"), "ecs.cn-shanghai.aliyuncs.com")
                .headers(
                        "RunInstances",
                        "2014-05-26",
                        new TreeMap<>(Map.of(
                                "RegionId", "cn-shanghai",
                                "ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd")),
                        "2023-10-26T10:22:32Z",
                        "3156853299f313e23d1673dc12e1703d");
        assertThat(headers)
                .doesNotContainKey("host")
                .containsEntry(
                        "Authorization",
                        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
                                + "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
                                + "x-acs-signature-nonce;x-acs-version,"
                                + "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    }

    @Test
    void should_escape_as_rfc_3986_says() {
        assertThat(Acs3.query(new TreeMap<>(Map.of("b", "短 *~+", "a", "{\"k\":\"1/2&\"}"))))
                .isEqualTo("a=%7B%22k%22%3A%221%2F2%26%22%7D&b=%E7%9F%AD%20%2A~%2B");
    }
}
