package io.wutong.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private final Routes<String> routes = new Routes<String>()
            .on(HttpMethod.GET, "/orders", "list")
            .on(HttpMethod.POST, "/orders", "open")
            .on(HttpMethod.GET, "/orders/{no}", "find")
            .on(HttpMethod.POST, "/orders/{no}/close", "close");

    @Test
    void should_find_the_action_when_method_and_path_match() {
        assertThat(routes.match(HttpMethod.POST, "/orders")).contains(new Routes.Match<>("open", ""));
    }

    @Test
    void should_hand_over_the_variable_when_the_template_has_one() {
        assertThat(routes.match(HttpMethod.GET, "/orders/A1")).contains(new Routes.Match<>("find", "A1"));
        assertThat(routes.match(HttpMethod.POST, "/orders/A1/close")).contains(new Routes.Match<>("close", "A1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/order", "/orders/", "/orders/A1/close/", "/orders//close", "/orders/A1/B2/close", "/x"})
    void should_find_nothing_when_the_path_is_another(String path) {
        assertThat(routes.allowed(path)).isEmpty();
        assertThat(routes.match(HttpMethod.GET, path)).isEmpty();
        assertThat(routes.match(HttpMethod.POST, path)).isEmpty();
    }

    @Test
    void should_name_the_methods_when_the_method_is_another() {
        assertThat(routes.match(HttpMethod.PUT, "/orders")).isEmpty();
        assertThat(routes.allowed("/orders")).isEqualTo("GET, POST");
        assertThat(routes.allowed("/orders/A1")).isEqualTo("GET");
    }
}
