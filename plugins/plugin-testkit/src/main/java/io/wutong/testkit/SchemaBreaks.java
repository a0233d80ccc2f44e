package io.wutong.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Breaks a configuration in every way that its schema speaks of, one at a time: a required field gone, another type, a
 * value outside of its list or its range, too long, not of its form, a name that is not known; in nested objects too.
 */
final class SchemaBreaks {
    private final JsonObject whole;
    private final Map<String, JsonObject> broken = new LinkedHashMap<>();

    private SchemaBreaks(JsonObject whole) {
        this.whole = whole;
    }

    /** What is broken, to the settings that are broken so. */
    static Map<String, JsonObject> of(JsonObject schema, JsonObject settings) {
        SchemaBreaks breaks = new SchemaBreaks(settings);
        breaks.object(schema, settings, "");
        return breaks.broken;
    }

    private void object(JsonObject schema, JsonObject at, String path) {
        for (Object name : schema.getJsonArray("required", new JsonArray())) {
            if (at.containsKey((String) name)) {
                JsonObject copy = whole.copy();
                below(copy, path).remove((String) name);
                broken.put(path + name + " is missing", copy);
            }
        }
        if (Boolean.FALSE.equals(schema.getValue("additionalProperties"))) {
            put(path, "no_such_setting", "x", "is not known");
        }
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (String name : at.fieldNames()) {
            JsonObject property = properties.getJsonObject(name);
            if (property != null) {
                property(property, at.getValue(name), path, name);
            }
        }
    }

    private void property(JsonObject property, Object value, String path, String name) {
        if (property.getValue("type") instanceof String) {
            put(path, name, value instanceof JsonArray ? new JsonObject() : new JsonArray(), "has another type");
        }
        if (property.containsKey("enum")) {
            put(path, name, "no-such-value", "is not in its list");
        }
        if (property.containsKey("pattern")) {
            put(path, name, "\u0001", "has not its form");
        }
        if (property.getInteger("minLength", 0) > 0) {
            put(path, name, "", "is too short");
        }
        if (property.getValue("maxLength") instanceof Number max) {
            put(path, name, String.valueOf(value) + "x".repeat(max.intValue() + 1), "is too long");
        }
        if (property.getValue("minimum") instanceof Number min) {
            put(path, name, min.longValue() - 1, "is too small");
        }
        if (property.getValue("maximum") instanceof Number max) {
            put(path, name, max.longValue() + 1, "is too large");
        }
        if (value instanceof JsonObject nested && property.containsKey("properties")) {
            object(property, nested, path + name + "/");
        }
    }

    private void put(String path, String name, Object value, String how) {
        JsonObject copy = whole.copy();
        below(copy, path).put(name, value);
        broken.put(path + name + " " + how, copy);
    }

    private static JsonObject below(JsonObject root, String path) {
        JsonObject at = root;
        for (String step : path.split("/")) {
            @Nullable JsonObject next = step.isEmpty() ? at : at.getJsonObject(step);
            at = next == null ? at : next;
        }
        return at;
    }
}
