package io.wutong.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wutong.store.Packed.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {

    private static final byte[] REQUEST = bytes("""
            {"infno":"2304","msgid":"H32110200000202611230000000000","mdtrtarea_admvs":"321102","insuplc_admdvs":"430421",\
            "recer_sys_code":"YBXT","dev_no":"","dev_safe_info":"","cainfo":"","signtype":"","infver":"V1.0",\
            "opter_type":"1","opter":"0001","opter_name":"示例经办","inf_time":"2026-10-30 09:22:00",\
            "fixmedins_code":"H32110200000","fixmedins_name":"镇江市示范第0医院","sign_no":"321102QD0000000001",\
            "input":{"data":{"psn_no":"43042100000000000000","mdtrt_cert_type":"02","medfee_sumamt":3000.00,\
            "psn_setlway":"01","mdtrt_id":"32110200000000000000","insutype":"390","acct_used_flag":"0"}}}""");

    private static final byte[] ANSWER = bytes("""
            {"infcode":0,"inf_refmsgid":"321102202611230048250002000000","refmsg_time":"20261123004825260",\
            "respond_time":"20261123004826274","enctype":"","signtype":"","err_msg":null,"output":{"setlinfo":{\
            "mdtrt_id":"32110200000000000000","setl_id":"43042100000002000000","psn_no":"43042100000000000000",\
            "psn_name":"示例","medfee_sumamt":3000.00,"hifp_pay":1430.00,"psn_cash_pay":1570.00}}}""");

    @Test
    void should_give_back_the_very_bytes_when_a_document_was_packed() {
        assertThat(Packed.unpack(Packed.pack(Kind.REQUEST, REQUEST))).isEqualTo(REQUEST);
        assertThat(Packed.unpack(Packed.pack(Kind.ANSWER, ANSWER, REQUEST), REQUEST))
                .isEqualTo(ANSWER);
        assertThat(Packed.unpack(Packed.pack(Kind.ANY, new byte[0]))).isEmpty();
    }

    @Test
    void should_leave_two_fifths_when_a_message_is_of_the_national_interface() {
        assertThat(Packed.pack(Kind.REQUEST, REQUEST)).hasSizeLessThan(REQUEST.length * 2 / 5);
        assertThat(Packed.pack(Kind.ANSWER, ANSWER, REQUEST)).hasSizeLessThan(ANSWER.length * 2 / 5);
    }

    @Test
    void should_give_back_the_very_bytes_when_a_document_is_anything() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] beside = mixed(random, random.nextInt(300));
            byte[] document = mixed(random, random.nextInt(i % 100 == 0 ? 80_000 : 600));
            Kind kind = Kind.values()[i % Kind.values().length];
            byte[] packed = Packed.pack(kind, document, beside);
            assertThat(Packed.unpack(packed, beside)).isEqualTo(document);
            assertThat(packed).hasSizeLessThanOrEqualTo(document.length + 1);
        }
    }

    @Test
    void should_refuse_it_when_it_is_cut_off_altered_or_beside_another() {
        byte[] packed = Packed.pack(Kind.REQUEST, REQUEST);
        int harmless = 0;
        for (int at = 1; at < packed.length; at++) {
            byte[] broken = packed.clone();
            broken[at] ^= 1;
            try {
                // bits between the last code and the check sum mean nothing
                assertThat(Packed.unpack(broken)).as("byte " + at).isEqualTo(REQUEST);
                harmless++;
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("document");
            }
            byte[] cut = Arrays.copyOf(packed, at);
            assertThatIllegalStateException().as(at + " bytes").isThrownBy(() -> Packed.unpack(cut));
        }
        assertThat(harmless).isLessThan(3);
        byte[] beside = Packed.pack(Kind.ANSWER, ANSWER, REQUEST);
        assertThatIllegalStateException().isThrownBy(() -> Packed.unpack(beside));
        assertThatIllegalStateException().isThrownBy(() -> Packed.unpack(new byte[] {9, 1, 2}));
        assertThatIllegalStateException().isThrownBy(() -> Packed.unpack(new byte[0]));
    }

    /** Packed by another zlib: a dictionary that is altered makes what lies in the store unreadable. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01783fab4f304403061ebce180dc9a007a1c9815a36321791f5cda9b033d88d28c070062c31365",
                "02783f5afc9451ab564acbacc84d4dc9cc2b8e4fce4f4955b252f250d2514a2bcd4b2956b28a8ed5512a28ce8bcfcb078a9b03c5f3f24b404a40c629d5020062c31365",
                "03783fa5b8c4f303aacfac002613603a884fce4f016900250b905a90ddc0c82e28ce8bcfcb078a9b03c5f3f2c1015b525a94a7540b0062c31365",
                "04783f2741765e031637f0b8418eb0d2bc14604a8b8e858620488f39d080bc7c70fa2f292dca53aa050062c31365",
                "05783fd83a608703065e6605344b42db39a0fc08f238302b46c742f23eb8b437078aa354980062c31365"
            })
    void should_open_it_when_it_was_stored_in_any_format(String stored) {
        assertThat(Packed.unpack(HexFormat.of().parseHex(stored))).isEqualTo(bytes("""
                        {"fixmedins_code":"H","funds":[],"psn_no":"7","note":"turn"}"""));
    }

    /** Random bytes and repetitions. */
    private static byte[] mixed(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = i > 20 && random.nextInt(10) > 0
                    ? bytes[i - 1 - random.nextInt(3) * 7 % 20]
                    : REQUEST[random.nextInt(REQUEST.length)];
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
