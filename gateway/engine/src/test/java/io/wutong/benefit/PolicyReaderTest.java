package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.spi.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {

    private static final String FILE = """
            {"policy":"p","title":"t","area":"320115","insutype":"390","valid":{"from":"2026-01-01"},"year_start":"01-01",
             "basic":{"name":"统筹","fund_pay_type":"390100","field":"hifp_pay","deductible":{"1":"200","*":"800"},
                      "ratio":"65%","cap_year":"250000.00"},
             "layers":[{"name":"大病","fund_pay_type":"390200","field":"hifmi_pay","cap_year":"1.00",
                        "brackets":[{"from":"0","ratio":"50%"}]}]}
            """;

    @Test
    void should_read_a_whole_policy() {
        var policy = PolicyReader.read(Json.read(FILE), "h");
        assertThat(policy.id()).isEqualTo("p");
        assertThat(policy.layers())
                .singleElement()
                .satisfies(layer -> assertThat(
                                layer.brackets().rows().get(0).value().paid(101))
                        .isEqualTo(51));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"ratio\":\"65%\"', '\"ratio\":\"0.65\"', basic.ratio",
        "'\"ratio\":\"65%\"', '\"ratio\":\"65.001%\"', basic.ratio",
        "'\"ratio\":\"65%\"', '\"ratio\":\"65%\",\"rate\":\"65%\"', basic.rate",
        "250000.00, 250000.001, basic.cap_year",
        "2026-01-01, 2026-02-30, valid.from",
        "'\"*\":\"800\"', '\"4\":\"800\"', basic.deductible",
        "hifmi_pay, hifmi, 'layers[0].field'",
        "'\"50%\"', '\"101%\"', 'layers[0].brackets'"
    })
    void should_name_the_key_when_a_value_is_wrong(String right, String wrong, String key) {
        assertThatThrownBy(() -> PolicyReader.read(Json.read(FILE.replace(right, wrong)), "h"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }
}
