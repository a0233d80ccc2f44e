package io.wutong.channel.nhsampay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.simulator.national.Sm2Pair;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.support.BadAnswer;
import io.wutong.support.Sm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wrapper against the worked example of the interface reference, the standard's own vectors, and another's code. */
class WrapperTest {

    private static final String APP_ID = "1TESTAPPID00000000ABCD";
    private static final String APP_SECRET = "0123456789ABCDEF0123456789ABCDEF";
    private static final Body DATA =
            Json.read("{\"orgCodg\":\"H99999900001\",\"payOrdId\":\"ORD0001\"}".getBytes(StandardCharsets.UTF_8));

    private final Sm2Pair own = Sm2Pair.make();
    private final Sm2Pair platform = Sm2Pair.make();
    private final Wrapper wrapper = new Wrapper(
            APP_ID,
            APP_SECRET,
            "2.0.1",
            Sm.privateKey(own.privateText()),
            Sm.publicKey(platform.publicText()),
            "1234567812345678");

    @Test
    void should_be_the_worked_example_when_key_content_and_text_are_made() {
        assertThat(new String(Wrapper.sessionKey(APP_ID, APP_SECRET), StandardCharsets.US_ASCII))
                .isEqualTo("63505A4AE3665377");
        assertThat(wrapper.encrypted(DATA))
                .isEqualTo(
                        "7FB33491F61BF5ADAA56D3B0995D0DF502F46FC77EB653DF5DEAA7AA64FE50F085EC3312D32C98DC47A3F0BD8A6F939A");
        Body outer = Body.builder()
                .put("appId", APP_ID)
                .put("encType", "SM4")
                .put("signType", "SM2")
                .put("timestamp", "20231114221320")
                .put("version", "2.0.1")
                .put("extra", "not signed")
                .put("empty", "")
                .build();
        byte[] signed = wrapper.signed(outer, DATA);
        assertThat(new String(signed, StandardCharsets.UTF_8))
                .isEqualTo("appId=1TESTAPPID00000000ABCD&data={\"orgCodg\":\"H99999900001\",\"payOrdId\":\"ORD0001\"}"
                        + "&encType=SM4&signType=SM2&timestamp=20231114221320&version=2.0.1&key=" + APP_SECRET);
        assertThat(sm3(signed)).isEqualTo("4bc132c708f6b52b9dc28b10261847fe9daf019f8adda4938b9ea903ce98eeea");
    }

    @Test
    void should_be_the_standards_vectors_when_the_primitives_are_asked() throws Exception {
        assertThat(sm3("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        byte[] block = HexFormat.of().parseHex("0123456789abcdeffedcba9876543210");
        assertThat(HexFormat.of().formatHex(Sm.encrypt(block, block))).startsWith("681edf34d206965e86b3e94f536e4246");
        String x = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020";
        String y = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
        String r = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
        String s = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";
        byte[] message = "message digest".getBytes(StandardCharsets.US_ASCII);
        assertThat(Sm.verify(message, base64(r + s), Sm.publicKey(base64(x + y)), "1234567812345678"))
                .isTrue();
        assertThat(Sm.verify(message, base64(r + s), Sm.publicKey(base64("04" + x + y)), "1234567812345670"))
                .isFalse();
    }

    /** Nested scalars are texts, names sorted, nothing empty; the order of a list is kept. */
    @Test
    void should_write_one_text_whatever_the_order_when_objects_are_nested() {
        Body nested = Body.builder()
                .put("b", new Value.Num("1.50"))
                .put("a", new Value.Bool(true))
                .put("n", Value.Null.NULL)
                .put("e", "")
                .put("z", List.of(Body.of("y", new Value.Num("2")), Body.of("x", Value.text("1"))))
                .build();
        assertThat(new String(wrapper.signed(Body.of("t", Value.text("1")), nested), StandardCharsets.UTF_8))
                .isEqualTo("data={\"a\":\"true\",\"b\":\"1.50\",\"z\":[{\"y\":\"2\"},{\"x\":\"1\"}]}&t=1&key="
                        + APP_SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signData", "encData", "timestamp", "success", "code"})
    void should_not_open_an_answer_when_anything_of_it_differs(String field) {
        Body outer = Body.builder()
                .put("success", new Value.Bool(true))
                .put("code", "0")
                .put("timestamp", "20231114221320")
                .build();
        Body answer = Body.builder()
                .putAll(outer)
                .put("encData", wrapper.encrypted(DATA))
                .put("signData", platform.sign(wrapper.signed(outer, DATA)))
                .build();
        assertThat(wrapper.open(Json.write(answer)).data()).isEqualTo(DATA);
        String changed = switch (field) {
            case "signData" -> own.sign(wrapper.signed(outer, DATA));
            case "encData" -> wrapper.encrypted(Body.of("payOrdId", Value.text("ORD0002")));
            default -> "1";
        };
        assertThatThrownBy(() -> wrapper.open(Json.write(answer.with(field, Value.text(changed)))))
                .isInstanceOf(BadAnswer.class);
    }

    private static String sm3(byte[] text) {
        SM3Digest digest = new SM3Digest();
        digest.update(text, 0, text.length);
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return HexFormat.of().formatHex(out);
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
