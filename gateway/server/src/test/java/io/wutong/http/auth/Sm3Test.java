package io.wutong.http.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sm3Test {

    @Test
    void should_give_the_standards_values_when_digesting() {
        assertThat(Sm3.hex("abc".getBytes(US_ASCII)))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(Sm3.hex("abcd".repeat(16).getBytes(US_ASCII)))
                .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }

    @Test
    void should_give_the_value_of_openssl_when_keyed() {
        byte[] mac = HmacSm3.of("key-of-a-terminal".getBytes(US_ASCII), "wutong".getBytes(US_ASCII));
        assertThat(HexFormat.of().formatHex(mac))
                .isEqualTo("b394d2b93eec9a44770ea69cb68cec13972fd704685984a6454c218c2d21620a");
    }
}
