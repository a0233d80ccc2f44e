package io.wutong.region.hunan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.wutong.host.ConfigCheck;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConfigTest {

    @Test
    void should_accept_its_example_and_read_the_same_defaults_as_it_states() throws IOException {
        JsonObject schema;
        try (InputStream in = Objects.requireNonNull(ConfigTest.class.getResourceAsStream("/schemas/config.json"))) {
            schema = new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        ConfigCheck check = new ConfigCheck("region-hunan-xml", schema);
        Body example =
                Json.read(schema.getJsonArray("examples").getJsonObject(0).encode());
        assertThat(check.errors(example)).isEmpty();
        assertThat(check.errors(example.with("aaa027", io.wutong.spi.Value.text("43"))))
                .isNotEmpty();

        Body.Builder bare = Body.builder();
        schema.getJsonArray("required")
                .forEach(name -> bare.put((String) name, Objects.requireNonNull(example.get((String) name))));
        assertThat(check.errors(bare.build())).isEmpty();
        JsonObject properties = schema.getJsonObject("properties");
        HunanConfig defaults = HunanConfig.of(bare.build());
        assertThat(defaults.charset().name())
                .isEqualTo(properties.getJsonObject("charset").getString("default"));
        assertThat(defaults.timeoutMillis()).isEqualTo(fallback(properties, "timeoutMillis"));
        assertThat(defaults.loginTimeoutMillis()).isEqualTo(fallback(properties, "loginTimeoutMillis"));
        assertThat(defaults.sessionLifeSeconds()).isEqualTo(fallback(properties, "sessionLifeSeconds"));
        assertThat(defaults.rowsPerCallMax()).isEqualTo((int) fallback(properties, "rowsPerCallMax"));
        assertThat(defaults.absenceMillis()).isEqualTo(fallback(properties, "absenceMillis"));
    }

    private static long fallback(JsonObject properties, String name) {
        return properties.getJsonObject(name).getLong("default");
    }
}
