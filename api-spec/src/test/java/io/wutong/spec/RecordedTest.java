package io.wutong.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What real front-ends answered: our schemas must take it as it came. */
class RecordedTest {

    /** A front-end's refusal before the core was asked: no {@code infcode}, so no answer of the interface. */
    private static final String GATEWAY_REFUSAL = "1162-response.json";

    static List<String> answers() {
        return SpecFiles.names("recorded", ".json").stream()
                .filter(name -> !name.equals(GATEWAY_REFUSAL))
                .toList();
    }

    @Test
    void should_be_thirteen_when_counted() {
        assertThat(SpecFiles.names("recorded", ".json")).hasSize(13).contains(GATEWAY_REFUSAL);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void should_be_an_envelope_when_recorded(String file) {
        OutputUnit result = Schemas.validate("envelope.response.json", SpecFiles.json("recorded/" + file));

        assertThat(result.getValid()).as("%s", result.getErrors()).isTrue();
    }

    @Test
    void should_be_no_envelope_when_the_front_end_refused_by_itself() {
        assertThat(Schemas.validate("envelope.response.json", SpecFiles.json("recorded/" + GATEWAY_REFUSAL))
                        .getValid())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1161, 1101",
        "9001, 9001",
        "2201, 2201",
        "2204, 2204",
        "2206, 2206",
        "2207, 2207",
        "2208, 2208",
        "2302, 2302",
        "2304, 2304",
        "2402, 2402",
        "2405, 2405"
    })
    void should_satisfy_the_output_schema_when_recorded(String recorded, String infno) {
        JsonObject output =
                SpecFiles.json("recorded/" + recorded + "-response.json").getJsonObject("output");

        OutputUnit result = Schemas.validate(infno + ".response.json", output);

        assertThat(result.getValid()).as("%s", result.getErrors()).isTrue();
    }
}
