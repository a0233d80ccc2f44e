package io.wutong.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.wutong.spec.Schemas.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every example satisfies its schema, and stops doing so with any one fault: a required field taken away or emptied, a
 * text too long, a decimal too many, a day that does not exist, a list too long.
 */
class ExampleTest {

    /** A part of an example and the schema that it must satisfy. */
    private record Sample(String schema, JsonObject instance) {}

    @Test
    void should_have_one_example_of_each_schema_when_counted() {
        assertThat(samples().map(Sample::schema).distinct()).containsExactlyInAnyOrderElementsOf(Schemas.files());
    }

    @TestFactory
    Stream<DynamicTest> should_be_valid_when_unchanged() {
        return samples()
                .map(sample -> dynamicTest(sample.schema(), () -> {
                    OutputUnit result = Schemas.validate(sample.schema(), sample.instance());
                    assertThat(result.getValid()).as("%s", result.getErrors()).isTrue();
                }));
    }

    @TestFactory
    Stream<DynamicTest> should_be_invalid_when_one_fault_is_put_in() {
        return onePerSchema()
                .map(sample -> dynamicTest(sample.schema(), () -> {
                    for (Fault fault : faults(sample)) {
                        JsonObject broken = sample.instance().copy();
                        fault.putInto(broken);
                        assertThat(broken).as("%s", fault).isNotEqualTo(sample.instance());
                        assertThat(Schemas.validate(sample.schema(), broken).getValid())
                                .as("valid in spite of: %s", fault)
                                .isFalse();
                    }
                }));
    }

    @Test
    void should_try_every_kind_of_fault_when_faults_are_put_in() {
        List<String> tried = onePerSchema()
                .flatMap(sample -> faults(sample).stream())
                .map(Fault::name)
                .toList();

        assertThat(tried).hasSizeGreaterThan(1_500);
        for (String kind : List.of("without data.psn_no", "too long", "decimal too many in number", "no such month")) {
            assertThat(tried).as(kind).anyMatch(name -> name.contains(kind));
        }
        assertThat(tried).contains("301 items in feedetail", "101 items in diseinfo");
    }

    @TestFactory
    Stream<DynamicTest> should_be_valid_when_all_amounts_come_as_text_or_as_number() {
        return onePerSchema()
                .flatMap(sample -> Stream.of("12.30", "-0.05", "7", 12.3, -0.05, 7, "1.500")
                        .map(value -> dynamicTest(sample.schema() + " " + value, () -> {
                            JsonObject other = sample.instance().copy();
                            for (Field field : Schemas.fields(sample.schema())) {
                                JsonObject parent = Fault.parent(other, field.path());
                                if (parent != null && field.type().equals("n16,2")) {
                                    parent.put(field.name(), value);
                                }
                            }
                            OutputUnit result = Schemas.validate(sample.schema(), other);
                            assertThat(result.getValid())
                                    .as("%s", result.getErrors())
                                    .isTrue();
                        })));
    }

    @TestFactory
    Stream<DynamicTest> should_be_valid_when_a_region_adds_a_field_or_leaves_an_optional_one_empty() {
        return samples()
                .map(sample -> dynamicTest(sample.schema(), () -> {
                    JsonObject other = sample.instance().copy().put("regional_field", "1");
                    for (Field field : Schemas.fields(sample.schema())) {
                        JsonObject parent = Fault.parent(other, field.path());
                        if (parent != null && !field.required()) {
                            parent.put(field.name(), field.name().length() % 2 == 0 ? null : "");
                            parent.put("regional_" + field.name(), 1);
                        }
                    }
                    OutputUnit result = Schemas.validate(sample.schema(), other);
                    assertThat(result.getValid()).as("%s", result.getErrors()).isTrue();
                }));
    }

    private static Stream<Sample> samples() {
        return Examples.infnos().stream()
                .flatMap(infno -> Stream.of(
                        new Sample("envelope.request.json", Examples.request(infno)),
                        new Sample("envelope.response.json", Examples.response(infno)),
                        new Sample(infno + ".request.json", Examples.input(infno)),
                        new Sample(infno + ".response.json", Examples.output(infno))));
    }

    /** The envelope is tried once, not once for every transaction. */
    private static Stream<Sample> onePerSchema() {
        Set<String> seen = new HashSet<>();
        return samples().filter(sample -> seen.add(sample.schema()));
    }

    private static List<Fault> faults(Sample sample) {
        List<Fault> faults = new ArrayList<>();
        for (Field field : Schemas.fields(sample.schema())) {
            if (Fault.parent(sample.instance(), field.path()) != null) {
                faults.addAll(Fault.of(field));
            }
        }
        JsonObject nodes = Schemas.schema(sample.schema()).getJsonObject("properties", new JsonObject());
        for (Object name : Schemas.schema(sample.schema()).getJsonArray("required", new JsonArray())) {
            faults.add(Fault.without(List.of((String) name)));
        }
        for (String name : nodes.fieldNames()) {
            Integer most = nodes.getJsonObject(name).getInteger("maxItems");
            if (most != null && sample.instance().containsKey(name)) {
                faults.add(Fault.repeated(name, most + 1));
            }
        }
        return faults;
    }
}
