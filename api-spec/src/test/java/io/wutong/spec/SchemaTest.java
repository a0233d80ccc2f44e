package io.wutong.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wutong.spec.Schemas.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the schemas to the small subset that the gateway compiles into flat field tables. */
class SchemaTest {

    private static final Set<String> KEYWORDS = Set.of(
            "$schema",
            "$id",
            "$ref",
            "title",
            "type",
            "properties",
            "required",
            "items",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "pattern",
            "x-type",
            "x-dict");
    private static final Pattern X_TYPE = Pattern.compile("s(\\d+)|(n\\d+(?:,\\d+)?)|(D|DT)");

    static List<String> files() {
        return Schemas.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void should_satisfy_the_meta_schema_when_read_as_2020_12(String file) {
        JsonObject schema = Schemas.schema(file);

        assertThat(schema.getString("$schema")).isEqualTo(Schemas.META);
        assertThat(schema.getString("$id")).endsWith("/schema/" + file);
        assertThat(Schemas.validateAgainstMeta(schema).getValid()).isTrue();
    }

    @Test
    void should_refuse_a_broken_schema_when_checked_against_the_meta_schema() {
        assertThat(Schemas.validateAgainstMeta(new JsonObject().put("type", "text"))
                        .getValid())
                .isFalse();
    }

    @Test
    void should_satisfy_the_meta_schema_when_types_are_defined() {
        assertThat(Schemas.validateAgainstMeta(SpecFiles.json("schema/types.json"))
                        .getValid())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("files")
    void should_use_only_the_compilable_subset_when_any_node_is_looked_at(String file) {
        checkNode(file, Schemas.schema(file));
    }

    @ParameterizedTest
    @MethodSource("files")
    void should_say_type_length_and_presence_alike_when_a_field_is_defined(String file) {
        for (Field field : Schemas.fields(file)) {
            assertThat(field.type()).as("%s: %s", file, field).isNotNull();
            Matcher type = X_TYPE.matcher(field.type());
            assertThat(type.matches()).as("%s: %s", file, field).isTrue();
            if (type.group(1) != null) {
                checkText(file, field, Integer.parseInt(type.group(1)));
            } else {
                String definition = field.type().replace(',', '_') + (field.required() ? "" : "_optional");
                assertThat(field.schema().getString("$ref"))
                        .as("%s: %s", file, field)
                        .isEqualTo("types.json#/$defs/" + definition);
            }
        }
    }

    @Test
    void should_have_request_and_response_when_a_transaction_has_a_schema() {
        assertThat(Schemas.files())
                .containsExactlyInAnyOrderElementsOf(Schemas.files().stream()
                        .map(name -> name.substring(0, name.indexOf('.')))
                        .distinct()
                        .flatMap(infno -> List.of(infno + ".request.json", infno + ".response.json").stream())
                        .toList());
        assertThat(Schemas.files())
                .contains("envelope.request.json", "9001.request.json", "9002.request.json", "1101.request.json")
                .contains("2001.request.json", "2401.request.json", "2402.request.json", "2403.request.json")
                .contains("2404.request.json", "2405.request.json", "2301.request.json", "2302.request.json")
                .contains("2303.request.json", "2304.request.json", "2305.request.json", "2601.request.json")
                .contains("5203.request.json", "5206.request.json", "2501.request.json");
    }

    private static void checkText(String file, Field field, int length) {
        assertThat(field.schema().getInteger("maxLength"))
                .as("%s: %s", file, field)
                .isEqualTo(length);
        assertThat(field.schema().getValue("type"))
                .as("%s: %s", file, field)
                .isEqualTo(field.required() ? "string" : new JsonArray(List.of("string", "null")));
        assertThat(field.schema().getInteger("minLength", 0))
                .as("%s: %s", file, field)
                .isEqualTo(field.required() ? 1 : 0);
    }

    private static void checkNode(String file, JsonObject node) {
        assertThat(KEYWORDS).as("%s: %s", file, node.getString("title")).containsAll(node.fieldNames());
        assertThat(node.getString("title")).as("%s: %s", file, node).isNotBlank();
        for (Map.Entry<String, Object> child :
                node.getJsonObject("properties", new JsonObject()).getMap().entrySet()) {
            checkNode(file, node.getJsonObject("properties").getJsonObject(child.getKey()));
        }
        if (node.containsKey("items")) {
            checkNode(file, node.getJsonObject("items"));
        }
        if (node.containsKey("required")) {
            assertThat(node.getJsonObject("properties").fieldNames())
                    .as("%s: %s", file, node.getString("title"))
                    .containsAll(node.getJsonArray("required").stream()
                            .map(String.class::cast)
                            .toList());
        }
    }
}
