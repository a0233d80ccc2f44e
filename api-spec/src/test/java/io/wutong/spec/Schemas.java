package io.wutong.spec;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas of this module in a validator's repository, and a walk over their fields. */
final class Schemas {

    static final String META = "https://json-schema.org/draft/2020-12/schema";

    private static final String BASE = "https://wutong.example/api-spec/schema/";
    private static final SchemaRepository REPOSITORY = repository();
    private static final Map<String, Validator> VALIDATORS = new ConcurrentHashMap<>();

    private Schemas() {}

    /** A field that carries a value: where it is, what the schema says, whether its parent demands it. */
    record Field(List<String> path, JsonObject schema, boolean required) {
        String type() {
            return schema.getString("x-type");
        }

        String name() {
            return path.get(path.size() - 1);
        }

        @Override
        public String toString() {
            return String.join(".", path) + " " + type();
        }
    }

    static List<String> files() {
        return SpecFiles.names("schema", ".json").stream()
                .filter(name -> !name.equals("types.json"))
                .toList();
    }

    static JsonObject schema(String file) {
        return SpecFiles.json("schema/" + file);
    }

    static OutputUnit validate(String file, Object instance) {
        return VALIDATORS
                .computeIfAbsent(file, name -> REPOSITORY.validator(BASE + name))
                .validate(instance);
    }

    static OutputUnit validateAgainstMeta(JsonObject schema) {
        return REPOSITORY.validator(META).validate(schema);
    }

    /** Fields in the order of the file; a list's items are part of the path under {@code []}. */
    static List<Field> fields(String file) {
        List<Field> fields = new ArrayList<>();
        collect(schema(file), List.of(), fields);
        return fields;
    }

    private static void collect(JsonObject node, List<String> path, List<Field> into) {
        JsonObject properties = node.getJsonObject("properties", new JsonObject());
        for (String name : properties.fieldNames()) {
            JsonObject child = properties.getJsonObject(name);
            if (child.containsKey("properties")) {
                collect(child, with(path, name), into);
            } else if (child.containsKey("items")) {
                collect(child.getJsonObject("items"), with(with(path, name), "[]"), into);
            } else if (!isOpenNode(child)) {
                boolean required = node.containsKey("required")
                        && node.getJsonArray("required").contains(name);
                into.add(new Field(with(path, name), child, required));
            }
        }
    }

    /** {@code input} and {@code output} of the envelope: objects whose schema is another file. */
    static boolean isOpenNode(JsonObject schema) {
        return !schema.containsKey("x-type")
                && String.valueOf(schema.getValue("type")).contains("object");
    }

    private static List<String> with(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }

    private static SchemaRepository repository() {
        SchemaRepository repository = SchemaRepository.create(new JsonSchemaOptions()
                .setBaseUri(BASE)
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic));
        Vertx vertx = Vertx.vertx();
        try {
            repository.preloadMetaSchema(vertx.fileSystem(), Draft.DRAFT202012);
        } finally {
            vertx.close();
        }
        for (String name : SpecFiles.names("schema", ".json")) {
            repository.dereference(BASE + name, JsonSchema.of(schema(name)));
        }
        return repository;
    }
}
