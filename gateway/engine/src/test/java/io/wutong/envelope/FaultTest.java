package io.wutong.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The faults and their texts, and what a hospital reads of each outcome. */
class FaultTest {

    private static final Instant IN = Instant.parse("2026-10-30T01:02:03.004Z");

    @Test
    void should_have_one_row_of_the_table_for_each_fault() {
        List<Map<String, String>> rows = Csv.rows("errors.csv");
        assertThat(rows)
                .extracting(row -> row.get("name"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Fault.values()).map(Fault::name).toList());
        assertThat(rows).extracting(row -> row.get("code")).doesNotHaveDuplicates();
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("code")).matches("[A-Z]+(-[A-Z]+)?-[0-9]{3}");
            assertThat(row.get("zh")).isNotBlank();
            assertThat(row.get("en")).isNotBlank();
            assertThat(row.get("who")).isIn("his", "platform", "patient");
            assertThat(row.get("done")).isNotBlank();
        });
        assertThat(Fault.who(Fault.PEER.code())).isEqualTo("platform");
        assertThat(Fault.done("legacy-code")).isEmpty();
    }

    @Test
    void should_have_as_many_places_in_english_as_in_chinese() {
        for (Fault fault : Fault.values()) {
            for (int i = 0; i < 4; i++) {
                assertThat(fault.en().contains("{" + i + "}"))
                        .as("%s {%s}", fault, i)
                        .isEqualTo(fault.zh().contains("{" + i + "}")
                                || fault == Fault.FIELD && i == 1 && fault.zh().contains("{1}"));
            }
        }
    }

    @Test
    void should_write_each_outcome_as_the_interface_says() {
        Body done = Body.of("result", Body.EMPTY);
        assertThat(write(Outcome.succeeded(done)))
                .isEqualTo("{\"infcode\":0,\"inf_refmsgid\":\"321100202610300902031234567890\","
                        + "\"refmsg_time\":\"20261030090203004\",\"respond_time\":\"20261030090204004\","
                        + "\"enctype\":\"\",\"signtype\":\"\",\"err_msg\":null,\"output\":{\"result\":{}}}");
        assertThat(write(Outcome.rejected("A-1", "不行"))).contains("\"infcode\":-2", "\"[A-1] 不行\"", "\"output\":null");
        assertThat(write(Outcome.unknown("timeout_read"))).contains("\"infcode\":-1", "[NET-UNKNOWN-001]");
        assertThat(write(Outcome.pending("queue"))).contains("\"infcode\":-1", "[NET-UNKNOWN-001]");
        assertThat(write(Outcome.notSent("refused"))).contains("\"infcode\":-1", "[NET-BUSY-001]");
        assertThat(write(Outcome.notSent("breaker_open.12"))).contains("\"infcode\":-1", "[NET-OPEN-001]", "请12秒后");
    }

    @Test
    void should_tell_how_long_it_is_cut_off_whatever_another_process_writes_there() {
        assertThat(Suspension.seconds(Outcome.notSent("breaker_open.12"))).contains(12);
        assertThat(Suspension.seconds(Outcome.notSent("breaker_open.0"))).contains(1);
        assertThat(Suspension.seconds(Outcome.notSent("breaker_open.999999"))).contains(3_600);
        for (String odd : List.of("breaker_open.", "breaker_open.-1", "breaker_open.99999999999", "breaker_open.x")) {
            assertThat(Suspension.seconds(Outcome.notSent(odd))).as(odd).contains(1);
        }
        assertThat(Suspension.seconds(Outcome.notSent("adapter_full"))).isEmpty();
        assertThat(Suspension.seconds(Outcome.unknown("breaker_open.12"))).isEmpty();
    }

    @Test
    void should_cut_a_long_text_to_what_the_field_holds_and_never_a_character() {
        for (int pad = 0; pad < 3; pad++) {
            String long1 = "x".repeat(pad) + "𠮷".repeat(300);
            String answer = write(Outcome.rejected("A-1", long1));
            String message = Json.read(answer).textOr("err_msg", "");
            assertThat(message.codePointCount(0, message.length())).isLessThanOrEqualTo(200);
            assertThat(message).startsWith("[A-1] x".substring(0, 6)).endsWith("…");
            assertThat(message.chars()
                            .filter(c -> Character.isHighSurrogate((char) c))
                            .count())
                    .isEqualTo(message.chars()
                            .filter(c -> Character.isLowSurrogate((char) c))
                            .count());
        }
        assertThat(AnswerWriter.message("A-1", "短")).isEqualTo("[A-1] 短");
    }

    private static String write(Outcome<Body> outcome) {
        return new String(
                AnswerWriter.write(outcome, "321100", "1234567890", IN, IN.plusSeconds(1)),
                java.nio.charset.StandardCharsets.UTF_8);
    }
}
