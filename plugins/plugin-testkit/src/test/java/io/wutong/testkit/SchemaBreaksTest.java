package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.wutong.host.ConfigCheck;
import io.wutong.spi.Json;
import org.junit.jupiter.api.Test;

class SchemaBreaksTest {

    private static final JsonObject SCHEMA = new JsonObject("""
        {"type":"object","additionalProperties":false,"required":["url","tif"],"properties":{
          "url":{"type":"string","pattern":"^https?://.+$","maxLength":20},
          "kind":{"type":"string","enum":["a","b"]},
          "rows":{"type":"integer","minimum":1,"maximum":9},
          "tif":{"type":"object","additionalProperties":false,"required":["id"],
            "properties":{"id":{"type":"string","minLength":1}}}}}
        """);
    private static final JsonObject SETTINGS =
            new JsonObject("{\"url\":\"http://x\",\"kind\":\"a\",\"rows\":5,\"tif\":{\"id\":\"7\"}}");

    @Test
    void should_break_each_rule_once_also_in_nested_objects() {
        assertThat(SchemaBreaks.of(SCHEMA, SETTINGS).keySet())
                .containsExactlyInAnyOrder(
                        "url is missing",
                        "tif is missing",
                        "no_such_setting is not known",
                        "url has another type",
                        "url has not its form",
                        "url is too long",
                        "kind has another type",
                        "kind is not in its list",
                        "rows has another type",
                        "rows is too small",
                        "rows is too large",
                        "tif has another type",
                        "tif/id is missing",
                        "tif/no_such_setting is not known",
                        "tif/id has another type",
                        "tif/id is too short");
    }

    @Test
    void should_be_refused_by_the_schema_each_time_and_leave_the_settings_whole() {
        ConfigCheck check = new ConfigCheck("x", SCHEMA);
        SchemaBreaks.of(SCHEMA, SETTINGS)
                .forEach((how, broken) -> assertThat(check.errors(Json.read(broken.encode())))
                        .as(how)
                        .isNotEmpty());
        assertThat(check.errors(Json.read(SETTINGS.encode()))).isEmpty();
    }
}
