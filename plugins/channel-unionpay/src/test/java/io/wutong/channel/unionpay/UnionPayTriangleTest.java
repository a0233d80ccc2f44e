package io.wutong.channel.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.support.BadAnswer;
import io.wutong.support.Pem;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * There is no official library to hold the plugin against, so there are three opinions of our own: the plugin (JDK), the
 * simulator (Bouncy Castle, {@link UnionPayChannelTest}) and, here, RSA by its definition with plain numbers, besides
 * the fixed digest.
 */
class UnionPayTriangleTest {

    @Test
    void should_digest_the_published_vector_with_its_empty_field() {
        Map<String, String> message = Map.of(
                "certId", "68759663125",
                "encoding", "UTF-8",
                "reserved", "",
                "signMethod", "01",
                "txnAmt", "42000",
                "txnType", "01",
                "version", "5.1.0",
                "signature", "no part of it");
        assertThat(Signing.digest(message))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("0516635827e3b96cb095bdb25b50b05e6804dfad5b5ab3b29c508999fbcd2a2c");
    }

    @Test
    void should_sign_what_the_definition_of_rsa_opens_again() throws Exception {
        Signing signing = new Signing("42", Pem.privateKey("key", Bench.KEYS.merchantKeyPem()));
        Map<String, String> signed =
                signing.sign(Map.of("version", "5.1.0", "orderId", " A1 ", "blank", " ", "txnAmt", "7"));

        assertThat(signed)
                .containsEntry("orderId", "A1")
                .containsEntry("certId", "42")
                .doesNotContainKey("blank");
        RSAPublicKey key = (RSAPublicKey) Pem.publicKey("certificate", Bench.KEYS.merchantCertificatePem());
        BigInteger opened = new BigInteger(1, Base64.getDecoder().decode(signed.get("signature")))
                .modPow(key.getPublicExponent(), key.getModulus());
        assertThat(opened).isEqualTo(padded("certId=42&orderId=A1&txnAmt=7&version=5.1.0"));
    }

    @Test
    void should_accept_what_the_definition_of_rsa_signs_and_refuse_it_altered() throws Exception {
        var key = (java.security.interfaces.RSAPrivateKey) Pem.privateKey("key", Bench.KEYS.merchantKeyPem());
        Map<String, String> message = new TreeMap<>(Map.of("version", "5.1.0", "signMethod", "01", "respCode", "00"));
        message.put("signPubKeyCert", Bench.KEYS.merchantCertificatePem());
        BigInteger block =
                padded("respCode=00&signMethod=01&signPubKeyCert=" + message.get("signPubKeyCert") + "&version=5.1.0");
        byte[] bytes = block.modPow(key.getPrivateExponent(), key.getModulus()).toByteArray();
        byte[] signature = bytes.length > 256 ? Arrays.copyOfRange(bytes, bytes.length - 256, bytes.length) : bytes;
        byte[] full = new byte[256];
        System.arraycopy(signature, 0, full, 256 - signature.length, signature.length);
        message.put("signature", Base64.getEncoder().encodeToString(full));
        // the name is all that is wrong with it: the hospital's own certificate is of the same authority
        Trust trust = new Trust(
                Pem.certificate("root", Bench.KEYS.rootPem()),
                Pem.certificates(Bench.KEYS.middlePem()),
                false,
                Clock.systemUTC());
        assertThat(trust.fault(message)).contains("signature.name");
        assertThat(io.wutong.support.Sha256Rsa.holds(
                        Pem.publicKey("certificate", Bench.KEYS.merchantCertificatePem()),
                        Signing.digest(message),
                        message.get("signature")))
                .isTrue();
        message.put("respCode", "01");
        assertThat(io.wutong.support.Sha256Rsa.holds(
                        Pem.publicKey("certificate", Bench.KEYS.merchantCertificatePem()),
                        Signing.digest(message),
                        message.get("signature")))
                .isFalse();
    }

    /** PKCS#1 version 1.5 for 2048 bits: the text's digest in hexadecimal, digested again. */
    private static BigInteger padded(String text) throws Exception {
        String hex = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(hex.getBytes(StandardCharsets.US_ASCII));
        byte[] block = new byte[256];
        Arrays.fill(block, (byte) 0xff);
        byte[] tail = HexFormat.of().parseHex("003031300d060960864801650304020105000420");
        block[0] = 0;
        block[1] = 1;
        System.arraycopy(tail, 0, block, 256 - 32 - tail.length, tail.length);
        System.arraycopy(digest, 0, block, 256 - 32, 32);
        return new BigInteger(1, block);
    }

    @Test
    void should_read_values_that_hold_separators() {
        assertThat(Wire.read("a={b=1&c=[2&3]}&signature=x==&reserved="))
                .containsExactly(
                        Map.entry("a", "{b=1&c=[2&3]}"), Map.entry("signature", "x=="), Map.entry("reserved", ""));
        for (String broken : new String[] {"a=1&a=2", "a={1", "=1", "a", ""}) {
            assertThatThrownBy(() -> Wire.read(broken)).as(broken).isInstanceOf(BadAnswer.class);
        }
    }

    @Test
    void should_find_the_year_of_a_time_without_one() {
        assertThat(Messages.paidAt("1231235959", "20261231235930")).isEqualTo("2026-12-31T23:59:59+08:00");
        assertThat(Messages.paidAt("0101000003", "20261231235930")).isEqualTo("2027-01-01T00:00:03+08:00");
        assertThatThrownBy(() -> Messages.paidAt("1399", "20261231235930")).isInstanceOf(BadAnswer.class);
    }
}
