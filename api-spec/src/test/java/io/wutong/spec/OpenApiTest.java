package io.wutong.spec;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI files agree with each other, with errors.csv and with the JSON Schema of the envelope. */
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final Pattern CHINESE_FIRST = Pattern.compile("[^·]*[\\u4e00-\\u9fff][^·]* · .+");
    /** Whom we answer in another form than ours: a channel in its own, a patient with a page. */
    private static final Set<String> OTHER_FORMS = Set.of("callback", "patientPage", "patientChooses");

    @Test
    void should_be_openapi_3_1_when_read() {
        assertThat(SpecFiles.names("openapi", ".yaml"))
                .containsExactly("admin.yaml", "exchange.yaml", "hospital.yaml", "terminal.yaml");
        forEachFile((file, contract) ->
                assertThat(contract.getString("openapi")).as(file).isEqualTo("3.1.0"));
    }

    @Test
    void should_name_each_operation_once_when_all_files_are_read() {
        Set<String> ids = new HashSet<>();
        forEachOperation((path, operation) -> {
            assertThat(ids.add(operation.getString("operationId"))).as(path).isTrue();
            assertThat(operation.getString("summary")).as(path).matches(CHINESE_FIRST);
        });
        assertThat(ids).contains("scan", "openOrder", "carry", "callService", "findExchanges");
    }

    @Test
    void should_refuse_in_one_form_when_it_refuses_at_all() {
        Set<JsonObject> forms = new HashSet<>();
        forEachFile((file, contract) -> forms.add(
                contract.getJsonObject("components").getJsonObject("schemas").getJsonObject("Refusal")));
        assertThat(forms).hasSize(1);

        forEachFile((file, contract) -> operations(contract).forEach((path, operation) -> {
            JsonObject responses = operation.getJsonObject("responses");
            assertThat(responses.fieldNames()).as(path).contains("default");
            responses.forEach(entry -> {
                boolean refusal =
                        entry.getKey().equals("default") || entry.getKey().charAt(0) == '4';
                if (refusal && !OTHER_FORMS.contains(operation.getString("operationId"))) {
                    assertThat(resolved(contract, (JsonObject) entry.getValue()).encode())
                            .as(path + " " + entry.getKey())
                            .contains("#/components/schemas/Refusal");
                }
            });
        }));
    }

    @Test
    void should_say_what_errors_csv_says_when_an_example_is_a_refusal() {
        Map<String, NamedCsvRecord> errors = SpecFiles.csv("errors.csv").stream()
                .collect(Collectors.toMap(row -> row.getField("code"), Function.identity()));
        List<JsonObject> refusals = new ArrayList<>();
        forEachFile((file, contract) -> objects(contract, refusals));
        refusals.removeIf(object -> !(object.getValue("success") instanceof Boolean success) || success);

        assertThat(refusals).hasSizeGreaterThan(20);
        for (JsonObject refusal : refusals) {
            NamedCsvRecord row = errors.get(refusal.getString("code"));
            assertThat(row).as(refusal.encode()).isNotNull();
            assertThat(refusal.getString("message")).matches(template(row.getField("zh")));
            assertThat(refusal.getString("message_en")).matches(template(row.getField("en")));
            assertThat(refusal.getString("who")).isEqualTo(row.getField("who"));
            assertThat(refusal.getString("done")).isEqualTo(row.getField("done"));
        }
    }

    @Test
    void should_describe_the_envelope_as_the_schema_does_when_a_hospital_reads_it() {
        JsonObject shown = contract("hospital.yaml")
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject("Request");
        JsonObject schema = SpecFiles.json("schema/envelope.request.json");

        assertThat(shown.getJsonArray("required")).isEqualTo(schema.getJsonArray("required"));
        assertThat(shown.getJsonObject("properties").fieldNames())
                .isEqualTo(schema.getJsonObject("properties").fieldNames());
        for (String name : shown.getJsonObject("properties").fieldNames()) {
            JsonObject field = schema.getJsonObject("properties").getJsonObject(name);
            if (field.containsKey("pattern")) {
                assertThat(limit(shown, name, "pattern")).as(name).isEqualTo(field.getValue("pattern"));
            } else if (field.containsKey("maxLength")) {
                assertThat(limit(shown, name, "maxLength")).as(name).isEqualTo(field.getValue("maxLength"));
            }
        }
    }

    private static Object limit(JsonObject schema, String name, String keyword) {
        return schema.getJsonObject("properties").getJsonObject(name).getValue(keyword);
    }

    /** errors.csv's text with anything in the places of its arguments. */
    private static Pattern template(String text) {
        String[] parts = text.split("\\{[0-9]}", -1);
        return Pattern.compile(List.of(parts).stream().map(Pattern::quote).collect(Collectors.joining(".+")));
    }

    private static void objects(Object node, List<JsonObject> found) {
        if (node instanceof JsonObject object) {
            found.add(object);
            object.forEach(entry -> objects(entry.getValue(), found));
        } else if (node instanceof JsonArray array) {
            array.forEach(item -> objects(item, found));
        }
    }

    private static JsonObject resolved(JsonObject contract, JsonObject response) {
        String reference = response.getString("$ref");
        return reference == null
                ? response
                : contract.getJsonObject("components")
                        .getJsonObject("responses")
                        .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static void forEachOperation(BiConsumer<String, JsonObject> check) {
        forEachFile((file, contract) -> operations(contract).forEach(check));
    }

    private static Map<String, JsonObject> operations(JsonObject contract) {
        return contract.getJsonObject("paths").stream()
                .flatMap(path -> ((JsonObject) path.getValue())
                        .stream()
                                .filter(member -> METHODS.contains(member.getKey()))
                                .map(member -> Map.entry(
                                        member.getKey() + " " + path.getKey(), (JsonObject) member.getValue())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void forEachFile(BiConsumer<String, JsonObject> check) {
        SpecFiles.names("openapi", ".yaml").forEach(name -> check.accept(name, contract(name)));
    }

    @SuppressWarnings("unchecked")
    private static JsonObject contract(String name) {
        Load load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
        return new JsonObject((Map<String, Object>) load.loadFromString(SpecFiles.text("openapi/" + name)));
    }
}
