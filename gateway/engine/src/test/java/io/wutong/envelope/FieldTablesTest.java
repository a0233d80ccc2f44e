package io.wutong.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The flat tables judge as the schemas do, on seeded messages, valid and spoilt. Kept out, because a validator reckons
 * in floating point (api-spec/README.md): decimals of numbers below zero and from 1e9, and exponents.
 */
class FieldTablesTest {

    private static final String BASE = "https://wutong.example/api-spec/schema/";
    private static final List<String> INFNOS = List.of(
            "1101", "2001", "2101", "2102", "2103", "2201", "2202", "2203", "2204", "2205", "2206", "2207", "2208",
            "2301", "2302", "2303", "2304", "2305", "2401", "2402", "2403", "2404", "2405", "2501", "2502", "2503",
            "2505", "2507", "2601", "5201", "5203", "5204", "5206", "5301", "5302", "5303", "5304", "9001", "9002");
    private static final SchemaRepository REPOSITORY = repository();
    private static final FieldTables TABLES = FieldTables.load(INFNOS);

    static List<String> infnos() {
        return INFNOS;
    }

    @ParameterizedTest
    @MethodSource("infnos")
    void should_judge_as_the_schema_does_on_generated_messages(String infno) throws IOException {
        Random random = new Random(infno.hashCode());
        Body schema = Json.read(resource("schema/" + infno + ".request.json"));
        Body example = Json.read(resource("examples/" + infno + ".request.json"));
        Validator validator = REPOSITORY.validator(BASE + infno + ".request.json");
        int refused = 0;
        List<String> differ = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            Body input = (Body) generate(schema, random, random.nextInt(4) == 0 ? 0 : 12);
            boolean bySchema =
                    validator.validate(new JsonObject(Json.writeText(input))).getValid();
            String byTable = judge(example.with("input", input));
            refused += bySchema ? 0 : 1;
            if (bySchema != byTable.isEmpty()) {
                differ.add((bySchema ? "schema takes, table: " + byTable : "schema refuses, table takes") + ": "
                        + Json.writeText(input));
            }
        }
        assertThat(differ).as("%s differ", differ.size()).isEmpty();
        assertThat(refused).isBetween(50, 1_450);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void should_judge_envelopes_as_the_schema_does(int seed) throws IOException {
        Random random = new Random(seed);
        Body schema = Json.read(resource("schema/envelope.request.json"));
        Body example = Json.read(resource("examples/9001.request.json"));
        Validator validator = REPOSITORY.validator(BASE + "envelope.request.json");
        for (int i = 0; i < 1_000; i++) {
            Body envelope = ((Body) generate(schema, random, 12)).with("input", example.body("input"));
            boolean bySchema =
                    validator.validate(new JsonObject(Json.writeText(envelope))).getValid();
            assertThat(judge(envelope).isEmpty())
                    .as("%s %s", judge(envelope), Json.writeText(envelope))
                    .isEqualTo(bySchema);
        }
    }

    private static String judge(Body message) {
        try {
            TABLES.check(Envelope.read(Json.write(message)));
            return "";
        } catch (Refusal refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    /** A value that satisfies a schema, but for one field in {@code spoil} (0: none). */
    private static Value generate(Body schema, Random random, int spoil) {
        if (spoil > 0 && !schema.has("$id") && random.nextInt(spoil * 8) == 0) {
            return spoilt(random);
        }
        if (schema.has("properties")) {
            Body.Builder object = Body.builder();
            List<String> required = required(schema);
            Body properties = schema.body("properties");
            for (String name : properties.fields().keySet()) {
                boolean must = required.contains(name);
                int dice = random.nextInt(must ? (spoil > 0 ? 200 : 1_000_000) : 6);
                if (must ? dice == 0 : dice < 2) {
                    continue;
                }
                object.put(name, dice == 2 && !must ? Value.Null.NULL : generate(properties.body(name), random, spoil));
            }
            if (random.nextInt(3) == 0) {
                object.put("regional_field", spoilt(random));
            }
            return object.build();
        }
        if (schema.has("items")) {
            int count = spoil > 0 && random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(3);
            List<Value> items = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                items.add(generate(schema.body("items"), random, spoil));
            }
            return new Value.Items(items);
        }
        return scalar(schema, random, spoil);
    }

    private static Value scalar(Body schema, Random random, int spoil) {
        String type = schema.textOr("x-type", "s10");
        boolean wrong = spoil > 0 && random.nextInt(spoil * 4) == 0;
        if (type.startsWith("s")) {
            int max = Integer.parseInt(type.substring(1));
            if (schema.has("pattern") && !wrong) {
                return Value.text("321102");
            }
            int length = wrong ? max + 1 : 1 + random.nextInt(Math.min(max, 40));
            return Value.text((random.nextBoolean() ? "9" : "字").repeat(length));
        }
        if (type.equals("D")) {
            return Value.text(wrong ? "2026-13-01" : "2026-0" + (1 + random.nextInt(9)) + "-2" + random.nextInt(9));
        }
        if (type.equals("DT")) {
            return Value.text(wrong ? "2026-01-01T10:00:00" : "2026-01-01 1" + random.nextInt(10) + ":00:59");
        }
        return number(type, random, wrong);
    }

    private static Value number(String type, Random random, boolean wrong) {
        String[] parts = type.substring(1).split(",", -1);
        int scale = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        int whole = Integer.parseInt(parts[0]) - scale;
        boolean text = random.nextBoolean() || wrong && scale > 4; // a floating-point remainder is no proof
        StringBuilder number = new StringBuilder();
        number.append(1 + random.nextInt(9));
        boolean tooLong = wrong && random.nextBoolean();
        // a validator loses the last of many decimals, so those that are too many stand behind few digits
        int digits = tooLong ? whole + 1 : 1 + random.nextInt(Math.min(whole, wrong ? 2 : 8));
        while (number.length() < digits) {
            number.append(random.nextInt(10));
        }
        boolean long1 = digits > 9;
        if (scale > 0 && random.nextBoolean() && !(long1 && !text)) {
            number.append('.');
            int decimals = wrong && !tooLong ? scale + 1 : 1 + random.nextInt(scale);
            for (int i = 0; i < decimals; i++) {
                number.append(1 + random.nextInt(9));
            }
        }
        String value = (text && random.nextInt(5) == 0 ? "-" : "") + number;
        return text ? Value.text(value) : new Value.Num(value);
    }

    private static Value spoilt(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> new Value.Bool(true);
            case 1 -> Value.Null.NULL;
            case 2 -> Value.text("");
            case 3 -> Value.Items.EMPTY;
            case 4 -> Body.EMPTY;
            case 5 -> new Value.Num("5");
            default -> Value.text("abc");
        };
    }

    private static List<String> required(Body schema) {
        return schema.get("required") instanceof Value.Items names
                ? names.values().stream()
                        .map(name -> ((Value.Text) name).value())
                        .toList()
                : List.of();
    }

    private static SchemaRepository repository() {
        try {
            SchemaRepository repository = SchemaRepository.create(new JsonSchemaOptions()
                    .setDraft(Draft.DRAFT202012)
                    .setBaseUri(BASE)
                    .setOutputFormat(OutputFormat.Flag));
            Map<String, String> files = new LinkedHashMap<>();
            files.put("types.json", resource("schema/types.json"));
            files.put("envelope.request.json", resource("schema/envelope.request.json"));
            for (String infno : INFNOS) {
                files.put(infno + ".request.json", resource("schema/" + infno + ".request.json"));
            }
            files.forEach((name, text) -> repository.dereference(BASE + name, JsonSchema.of(new JsonObject(text))));
            return repository;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String resource(String name) throws IOException {
        try (var in = FieldTablesTest.class.getResourceAsStream("/api-spec/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
