package io.wutong.region.nhsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.simulator.national.Sm2Pair;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.ScriptedServices;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** With the region's key, an answer to our own call is believed only as the region signed it. */
class AnswerSignatureTest {

    private static final String PIECE = "{ \"baseinfo\": {\"psn_no\":\"P1\", \"x\": 1.50} }";

    private final Sm2Pair region = Sm2Pair.make();
    private final ScriptedServices script = new ScriptedServices(
            message -> Json.read(message).textOr("infno", ""), "json", StandardCharsets.UTF_8, StandardCharsets.UTF_8);
    private final NationalStay stay = Bench.stay();
    private final RegionAdapter adapter = adapter(region.publicText());

    private RegionAdapter adapter(String key) {
        Body settings = Body.builder()
                .put("url", "https://region.example.invalid/callService")
                .put("answers", Body.of("publicKey", Value.text(key)))
                .build();
        return Calls.await(new NhsaFactory().create(new AdapterConfig("changchun", "220100", settings), script));
    }

    private String signed(Sm2Pair by, String text) {
        return ",\"signtype\":\"SM2\",\"cainfo\":\"" + by.sign(text.getBytes(StandardCharsets.UTF_8)) + "\"}";
    }

    private Outcome<Body> asked(Request request, String answer) {
        script.answering(request.infno(), answer);
        return Calls.await(adapter.call(request, Calls.context(10_000, new MemoryVisitMemory())));
    }

    @Test
    void should_believe_when_the_characters_of_the_output_are_signed() {
        String answer = "{\"infcode\":0, \"output\" : " + PIECE + signed(region, PIECE);
        assertThat(asked(stay.person(), answer)).isInstanceOf(Outcome.Succeeded.class);
        String text = "{\"infcode\":0,\"output\":\"{\\\"baseinfo\\\":{}}\"" + signed(region, "{\"baseinfo\":{}}");
        assertThat(asked(stay.person(), text)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(asked(stay.person(), "{\"infcode\":0" + signed(region, "null")))
                .isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_not_know_when_the_signature_is_anothers_missing_or_of_another_text() {
        String head = "{\"infcode\":0,\"output\":" + PIECE;
        Outcome<Body> unknown = Outcome.unknown("answer_signature");
        assertThat(asked(stay.person(), head + signed(Sm2Pair.make(), PIECE))).isEqualTo(unknown);
        assertThat(asked(stay.person(), head + "}")).isEqualTo(unknown);
        assertThat(asked(stay.person(), head + ",\"cainfo\":\"?\"}")).isEqualTo(unknown);
        assertThat(asked(stay.person(), head.replace("1.50", "1.5") + signed(region, PIECE)))
                .as("one zero less")
                .isEqualTo(unknown);
    }

    /** A refusal that anybody could have written would make a settlement seem never to have been. */
    @Test
    void should_not_believe_a_refusal_when_nobody_signed_it() {
        String refusal = "{\"infcode\":-2,\"err_msg\":\"费用不符\",\"output\":null";
        assertThat(asked(stay.admission(), refusal + "}")).isEqualTo(Outcome.unknown("answer_signature"));
        assertThat(asked(stay.admission(), refusal + signed(region, "null")))
                .isEqualTo(Outcome.rejected("NHSA-2", "费用不符"));
    }

    @Test
    void should_not_start_when_the_key_is_none() {
        assertThatThrownBy(() -> adapter("A".repeat(86) + "==")).isInstanceOf(IllegalArgumentException.class);
    }
}
