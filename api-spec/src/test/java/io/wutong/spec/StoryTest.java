package io.wutong.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples tell one person's stay, visit and purchase: the same numbers throughout, message numbers in the national shape, a number of nobody's. */
class StoryTest {

    private static final String WEIGHTED = "10X98765432";
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    static List<String> infnos() {
        return Examples.infnos();
    }

    @ParameterizedTest
    @MethodSource("infnos")
    void should_number_messages_nationally_when_sent_and_answered(String infno) {
        JsonObject request = Examples.request(infno);
        String time = request.getString("inf_time").replaceAll("\\D", "");

        assertThat(request.getString("infno")).isEqualTo(infno);
        assertThat(request.getString("msgid"))
                .startsWith(request.getString("fixmedins_code") + time)
                .matches("[HP]\\d{11}\\d{14}\\d{4}");
        assertThat(Examples.response(infno).getString("inf_refmsgid")).matches("321102" + time + "\\d{10}");
    }

    @Test
    void should_use_a_message_number_once_when_all_are_collected() {
        Set<String> msgids = new HashSet<>();
        for (String infno : Examples.infnos()) {
            assertThat(msgids.add(Examples.request(infno).getString("msgid")))
                    .as(infno)
                    .isTrue();
        }
        JsonObject reversal = Examples.input("2601").getJsonObject("data");
        assertThat(reversal.getString("omsgid")).matches("H\\d{29}").isNotIn(msgids);
        assertThat(reversal.getString("oinfno")).isEqualTo("2304");
    }

    @Test
    void should_speak_of_one_person_and_three_visits_when_all_are_read() {
        assertThat(values("psn_no")).containsExactly("32011500000000000001");
        assertThat(values("psn_name")).containsExactly("张示例");
        assertThat(values("mdtrt_id"))
                .as("a stay, an outpatient's visit, a purchase")
                .hasSize(3);
        assertThat(values("medins_setl_id"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of("2101", "2102", "2103", "2206", "2207", "2208", "2303", "2304", "2305")
                                .map(infno -> Examples.request(infno).getString("msgid"))
                                .toList());
    }

    @Test
    void should_be_a_number_of_nobody_when_the_certificate_is_checked() {
        String certno = values("certno").iterator().next();
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (certno.charAt(i) - '0') * WEIGHTS[i];
        }

        assertThat(values("certno")).hasSize(1);
        assertThat(certno).hasSize(18).startsWith("32011519000101");
        assertThat(certno.charAt(17)).isEqualTo(WEIGHTED.charAt(sum % 11));
        assertThat(certno.substring(14, 17)).as("sequences start at 001").isEqualTo("000");
    }

    /** All texts under a name, in all examples. */
    private static Set<String> values(String name) {
        Set<String> values = new TreeSet<>();
        for (String infno : Examples.infnos()) {
            collect(Examples.request(infno), name, values);
            collect(Examples.response(infno), name, values);
        }
        return values;
    }

    private static void collect(Object node, String name, Set<String> into) {
        if (node instanceof JsonArray list) {
            list.forEach(item -> collect(item, name, into));
        } else if (node instanceof JsonObject object) {
            for (String key : object.fieldNames()) {
                if (key.equals(name) && object.getValue(key) instanceof String text && !text.isEmpty()) {
                    into.add(text);
                }
                collect(object.getValue(key), name, into);
            }
        }
    }
}
