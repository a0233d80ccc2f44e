package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    @Test
    void should_take_https_and_plain_http_to_this_machine() {
        assertThat(Endpoints.base("u", "https://pay.example.org/")).isEqualTo("https://pay.example.org");
        assertThat(Endpoints.base("u", "http://127.0.0.1:8080")).isEqualTo("http://127.0.0.1:8080");
        assertThat(Endpoints.url("u", "https://pay.example.org/a.do")).isEqualTo("https://pay.example.org/a.do");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://pay.example.org",
                "ftp://127.0.0.1",
                "https://u@pay.example.org",
                "https://pay.example.org?a=b",
                "https://pay.example.org#a",
                "pay.example.org"
            })
    void should_refuse_and_name_the_setting_when_it_is_another_address(String text) {
        assertThatThrownBy(() -> Endpoints.url("gatewayUrl", text)).hasMessageStartingWith("gatewayUrl: ");
    }

    @Test
    void should_refuse_a_path_where_only_a_host_may_stand() {
        assertThatThrownBy(() -> Endpoints.base("u", "https://pay.example.org/a"))
                .hasMessageStartingWith("u: ");
    }
}
