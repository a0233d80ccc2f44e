package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that an author's editor uses and the reader that the gateway uses say the same of what is wrong. */
class PolicySchemaTest {

    private static final Validator SCHEMA = Validator.create(
            JsonSchema.of(new JsonObject(TestPolicies.resource("/api-spec/policies/policy.schema.json"))),
            new JsonSchemaOptions()
                    .setBaseUri("https://wutong.example/")
                    .setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Flag));

    static List<String> files() throws Exception {
        List<String> files = new ArrayList<>();
        ShippedPoliciesTest.names().forEach(name -> files.add("/api-spec/policies/" + name));
        for (String own : List.of("bed-day", "five-layers", "levels-1", "rounding")) {
            files.add("/benefit/policies/" + own + ".yaml");
        }
        return files;
    }

    @ParameterizedTest
    @MethodSource("files")
    void should_agree_with_the_reader_when_a_policy_is_right_or_spoilt(String file) {
        Body policy = TestPolicies.yaml(TestPolicies.resource(file));
        assertThat(valid(policy)).as(file).isTrue();
        List<Body> unknownKeys = new ArrayList<>();
        List<Body> spoilt = new ArrayList<>();
        spoil(policy, body -> body, unknownKeys, spoilt);
        assertThat(unknownKeys).isNotEmpty().allSatisfy(body -> {
            assertThat(valid(body)).as("schema: " + Json.writeText(body)).isFalse();
            assertThat(readable(body)).as("reader: " + Json.writeText(body)).isFalse();
        });
        assertThat(spoilt).isNotEmpty().allSatisfy(body -> {
            if (!valid(body)) {
                assertThat(readable(body)).as("reader: " + Json.writeText(body)).isFalse();
            }
        });
    }

    /** Of each mapping: one key too many; each key gone; each value a word, a list, a mapping. */
    private static void spoil(Body body, UnaryOperator<Body> whole, List<Body> unknownKeys, List<Body> spoilt) {
        boolean namesAreFree =
                body.has("*") || body.fields().keySet().stream().anyMatch(name -> name.matches("[0-9]+|\\p{IsHan}+"));
        if (!namesAreFree) {
            unknownKeys.add(whole.apply(body.with("no_such_key", Value.text("1"))));
        }
        body.fields().forEach((name, value) -> {
            spoilt.add(whole.apply(without(body, name)));
            spoilt.add(whole.apply(body.with(name, Value.text("word"))));
            spoilt.add(whole.apply(body.with(name, new Value.Items(List.of(Value.text("word"))))));
            spoilt.add(whole.apply(body.with(name, Body.of("no_such_key", Value.text("1")))));
            if (value instanceof Body child) {
                spoil(child, changed -> whole.apply(body.with(name, changed)), unknownKeys, spoilt);
            } else if (value instanceof Value.Items items) {
                for (int i = 0; i < items.values().size(); i++) {
                    if (items.values().get(i) instanceof Body child) {
                        int at = i;
                        UnaryOperator<Body> inList = changed -> {
                            List<Value> values = new ArrayList<>(items.values());
                            values.set(at, changed);
                            return whole.apply(body.with(name, new Value.Items(values)));
                        };
                        spoil(child, inList, unknownKeys, spoilt);
                    }
                }
            }
        });
    }

    private static Body without(Body body, String name) {
        Body.Builder rest = Body.builder();
        body.fields().forEach((key, value) -> {
            if (!key.equals(name)) {
                rest.put(key, value);
            }
        });
        return rest.build();
    }

    private static boolean valid(Body policy) {
        return SCHEMA.validate(new JsonObject(Json.writeText(policy))).getValid();
    }

    private static boolean readable(Body policy) {
        try {
            PolicyReader.read(policy, "h");
            return true;
        } catch (PolicyFault e) {
            return false;
        }
    }
}
