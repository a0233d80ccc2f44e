package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.wutong.host.ConfigCheck;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;

/** A plugin's {@code schemas/config.json} against the code that reads the settings. */
public final class SchemaCheck {

    private SchemaCheck() {}

    /**
     * The schema accepts its own example, and settings read without the optional fields are those read with every
     * default written out.
     *
     * @param settings reads a configuration into a value with {@code equals}, for instance a record
     */
    public static void check(String plugin, Class<?> beside, Function<Body, ?> settings) {
        JsonObject schema;
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream("/schemas/config.json"))) {
            schema = new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ConfigCheck check = new ConfigCheck(plugin, schema);
        Body example =
                Json.read(schema.getJsonArray("examples").getJsonObject(0).encode());
        assertThat(check.errors(example)).as("its own example").isEmpty();
        JsonObject whole = new JsonObject();
        schema.getJsonArray("required").forEach(name -> whole.put((String) name, value(example, (String) name)));
        Body bare = Json.read(whole.encode());
        assertThat(check.errors(bare)).as("only what is required").isEmpty();
        schema.getJsonObject("properties").forEach(property -> {
            Object fallback = ((JsonObject) property.getValue()).getValue("default");
            if (fallback != null) {
                whole.put(property.getKey(), fallback);
            }
        });
        assertThat(settings.apply(bare))
                .as("defaults as the schema states them")
                .isEqualTo(settings.apply(Json.read(whole.encode())));
    }

    private static Object value(Body example, String name) {
        return Objects.requireNonNull(new JsonObject(Json.writeText(example)).getValue(name), name);
    }
}
