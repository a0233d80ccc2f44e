package io.wutong.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes two messages the same, and what makes a message id one. */
class MessageTest {

    private static final LocalDateTime NOW = LocalDateTime.of(2026, 10, 30, 9, 0);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inf_time",
                "sign_no",
                "cainfo",
                "signtype",
                "opter",
                "opter_name",
                "opter_type",
                "dev_no",
                "dev_safe_info",
                "recer_sys_code",
                "infver",
                "fixmedins_name"
            })
    void should_have_the_same_hash_when_only_what_a_his_renews_differs(String field) throws IOException {
        Body message = example();
        assertThat(hash(message.with(field, Value.text("other")))).isEqualTo(hash(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"infno", "mdtrtarea_admvs", "insuplc_admdvs"})
    void should_have_another_hash_when_the_transaction_or_an_area_differs(String field) throws IOException {
        assertThat(hash(example().with(field, Value.text("999999")))).isNotEqualTo(hash(example()));
    }

    @Test
    void should_have_another_hash_when_anything_of_the_input_differs() throws IOException {
        Body message = example();
        Body data = message.body("input").body("data");
        List<String> hashes = new ArrayList<>(List.of(hash(message)));
        for (Map.Entry<String, Value> field : data.fields().entrySet()) {
            for (Value other :
                    List.of(Value.Null.NULL, Value.text("x" + field.getKey()), new Value.Num("7" + hashes.size()))) {
                hashes.add(hash(withData(message, data.with(field.getKey(), other))));
            }
        }
        hashes.add(hash(withData(message, data.with("medfee_sumamt", new Value.Num("140800.0")))));
        hashes.add(hash(withData(message, data.with("unknown_field", Value.Null.NULL))));
        hashes.add(hash(message.with("input", message.body("input").with("more", Value.Items.EMPTY))));
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void should_have_the_same_hash_when_names_come_in_another_order_but_not_when_rows_do() throws IOException {
        Body message = example();
        Body data = message.body("input").body("data");
        List<Map.Entry<String, Value>> fields = new ArrayList<>(data.fields().entrySet());
        Collections.reverse(fields);
        Body.Builder reversed = Body.builder();
        fields.forEach(field -> reversed.put(field.getKey(), field.getValue()));
        assertThat(hash(withData(message, reversed.build()))).isEqualTo(hash(message));
        Value rows = new Value.Items(List.of(Value.text("1"), Value.text("2")));
        Value swapped = new Value.Items(List.of(Value.text("2"), Value.text("1")));
        assertThat(hash(withData(message, data.with("rows", rows))))
                .isNotEqualTo(hash(withData(message, data.with("rows", swapped))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "H32110200001202610300900000001",
                "H32110200001202610270000000000",
                "H32110200001202611022359599999"
            })
    void should_take_a_message_id_of_the_form_within_three_days(String msgid) {
        assertThatCode(() -> MessageId.check(msgid, "H32110200001", NOW)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "H3211020000120261030090000000",
                "H321102000012026103009000000011",
                "H32110200002202610300900000001",
                "H32110200001202610260900000001",
                "H32110200001202611030900000001",
                "H32110200001202613300900000001",
                "H32110200001202602300900000001",
                "H3211020000120261030090000000x",
                "H32110200001２０２６1030090000000１"
            })
    void should_refuse_a_message_id_of_another_form_institution_or_time(String msgid) {
        assertThatThrownBy(() -> MessageId.check(msgid, "H32110200001", NOW))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.fault()).isEqualTo(Fault.MSGID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input\":{\"a\":\"\\ud800\"}}",
                "{\"input\":{\"a\":\"\\udc00\\ud800\"}}",
                "{\"input\":{\"\\ud800\":1}}"
            })
    void should_refuse_text_that_is_no_unicode(String json) {
        assertThatThrownBy(() -> MessageHash.of(Envelope.read(json.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void should_refuse_bytes_that_are_no_utf8() {
        byte[] overlong = "{\"a\":\"xy\"}".getBytes(StandardCharsets.UTF_8);
        overlong[6] = (byte) 0xC1;
        overlong[7] = (byte) 0x81;
        assertThatThrownBy(() -> Json.read(overlong)).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.read("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(JsonException.class);
        assertThat(Json.read("{\"a\":\"\uD842\uDFB7\"}").text("a")).contains("\uD842\uDFB7");
    }

    private static Body withData(Body message, Body data) {
        return message.with("input", message.body("input").with("data", data));
    }

    private static String hash(Body message) {
        return MessageHash.of(Envelope.read(Json.write(message)));
    }

    private static Body example() throws IOException {
        try (var in = MessageTest.class.getResourceAsStream("/api-spec/examples/2304.request.json")) {
            return Json.read(in.readAllBytes());
        }
    }
}
