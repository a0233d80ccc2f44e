package io.wutong.host;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds an adapter's settings against the schema that its plugin carries (draft 2020-12). */
public final class ConfigCheck {
    private static final int ERRORS_SHOWN_MAX = 5;

    private final Validator validator;

    /** @throws PluginRefusedException when the schema is none */
    public ConfigCheck(String origin, JsonObject schema) {
        try {
            validator = Validator.create(
                    JsonSchema.of(schema),
                    new JsonSchemaOptions()
                            .setBaseUri("https://wutong.invalid/")
                            .setDraft(Draft.DRAFT202012)
                            .setOutputFormat(OutputFormat.Basic));
            validator.validate(new JsonObject());
        } catch (RuntimeException e) {
            throw JarFacts.badSchema(origin, String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with the settings, each as place and reason; empty when nothing is. Values are not repeated. */
    public List<String> errors(Body settings) {
        OutputUnit result = validator.validate(json(settings));
        if (Boolean.TRUE.equals(result.getValid())) {
            return List.of();
        }
        List<OutputUnit> errors = result.getErrors();
        return errors == null || errors.isEmpty()
                ? List.of(String.valueOf(result.getError()))
                : errors.stream()
                        .map(error -> error.getInstanceLocation() + " " + error.getError())
                        .distinct()
                        .toList();
    }

    void require(String adapter, String pluginId, Body settings) {
        List<String> errors = errors(settings);
        if (!errors.isEmpty()) {
            String shown = errors.stream().limit(ERRORS_SHOWN_MAX).collect(Collectors.joining("; "));
            throw new PluginRefusedException(
                    Reason.CONFIG_INVALID,
                    adapter,
                    "配置不符合插件 " + pluginId + " 的 " + JarFacts.SCHEMA + "(" + shown + ")。请改正配置",
                    "its configuration does not fit " + JarFacts.SCHEMA + " of " + pluginId + "; correct it");
        }
    }

    static JsonObject json(Body body) {
        JsonObject object = new JsonObject();
        body.fields().forEach((name, value) -> object.put(name, plain(value)));
        return object;
    }

    private static @Nullable Object plain(Value value) {
        if (value instanceof Body body) {
            return json(body);
        }
        if (value instanceof Value.Items items) {
            JsonArray array = new JsonArray();
            items.values().forEach(item -> array.add(plain(item)));
            return array;
        }
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        return value instanceof Value.Num num ? number(num.text()) : null;
    }

    private static Number number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return new BigDecimal(text);
        }
    }
}
