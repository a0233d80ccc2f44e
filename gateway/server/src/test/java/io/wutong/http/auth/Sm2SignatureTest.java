package io.wutong.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wutong.http.auth.Verified.Reason;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

class Sm2SignatureTest {

    private static final byte[] BODY = "{\"data\":{\"mdtrt_id\":\"1\"}}".getBytes(UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final Sm2Signature sm2 = Sm2Signature.withDefaultUserId();
    private final ECPrivateKeyParameters privateKey = newKey();
    private final ECPublicKeyParameters publicKey = publicOf(privateKey);

    @Test
    void should_accept_the_standards_example_when_verifying() {
        // GB/T 32918.5, appendix A: message, public key and signature
        ECPublicKeyParameters key =
                Sm2Keys.publicKey(base64("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                        + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"));
        String signature = base64("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
                + "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");
        byte[] message = "message digest".getBytes(UTF_8);
        assertThat(sm2.verify(message, signature, key)).isEqualTo(Verified.valid(message));
    }

    @Test
    void should_yield_the_signed_bytes_when_signature_is_right() {
        String signature = sm2.sign(BODY, privateKey, random);
        assertThat(Base64.getDecoder().decode(signature)).hasSize(64);
        assertThat(sm2.verify(BODY, signature, publicKey)).isEqualTo(Verified.valid(BODY));
    }

    @Test
    void should_refuse_when_any_byte_of_text_or_signature_is_altered() {
        String signature = sm2.sign(BODY, privateKey, random);
        Verified<byte[]> wrong = Verified.invalid(Reason.SIGNATURE_WRONG);
        for (int i = 0; i < BODY.length; i++) {
            byte[] altered = BODY.clone();
            altered[i] ^= 1;
            assertThat(sm2.verify(altered, signature, publicKey)).isEqualTo(wrong);
        }
        byte[] raw = Base64.getDecoder().decode(signature);
        for (int i = 0; i < raw.length; i++) {
            byte[] altered = raw.clone();
            altered[i] ^= 1;
            String text = Base64.getEncoder().encodeToString(altered);
            assertThat(sm2.verify(BODY, text, publicKey)).isEqualTo(wrong);
        }
    }

    @Test
    void should_refuse_when_key_or_user_id_is_another() {
        String signature = sm2.sign(BODY, privateKey, random);
        Verified<byte[]> wrong = Verified.invalid(Reason.SIGNATURE_WRONG);
        assertThat(sm2.verify(BODY, signature, publicOf(newKey()))).isEqualTo(wrong);
        assertThat(new Sm2Signature("client-1").verify(BODY, signature, publicKey))
                .isEqualTo(wrong);
    }

    @Test
    void should_refuse_when_signature_is_not_64_bytes_of_canonical_base64() {
        String signature = sm2.sign(BODY, privateKey, random);
        Verified<byte[]> malformed = Verified.invalid(Reason.SIGNATURE_MALFORMED);
        assertThat(sm2.verify(BODY, "", publicKey)).isEqualTo(malformed);
        assertThat(sm2.verify(BODY, "not base64!", publicKey)).isEqualTo(malformed);
        assertThat(sm2.verify(BODY, signature.substring(0, 80), publicKey)).isEqualTo(malformed);
        assertThat(sm2.verify(BODY, signature.replace("=", ""), publicKey)).isEqualTo(malformed);
        assertThat(sm2.verify(BODY, signature + "AAAA", publicKey)).isEqualTo(malformed);
    }

    @Test
    void should_refuse_when_signature_is_all_zero() {
        String zeros = Base64.getEncoder().encodeToString(new byte[64]);
        assertThat(sm2.verify(BODY, zeros, publicKey)).isEqualTo(Verified.invalid(Reason.SIGNATURE_WRONG));
    }

    @Test
    void should_read_both_forms_when_keys_are_handed_out() {
        byte[] uncompressed = publicKey.getQ().getEncoded(false);
        String with04 = Base64.getEncoder().encodeToString(uncompressed);
        byte[] bare = Arrays.copyOfRange(uncompressed, 1, 65);
        assertThat(Sm2Keys.publicKey(with04).getQ()).isEqualTo(publicKey.getQ());
        assertThat(Sm2Keys.publicKey(Base64.getEncoder().encodeToString(bare)).getQ())
                .isEqualTo(publicKey.getQ());
        byte[] d = BigIntegers.asUnsignedByteArray(32, privateKey.getD());
        byte[] padded = BigIntegers.asUnsignedByteArray(33, privateKey.getD());
        assertThat(Sm2Keys.privateKey(Base64.getEncoder().encodeToString(d)).getD())
                .isEqualTo(privateKey.getD());
        assertThat(Sm2Keys.privateKey(Base64.getEncoder().encodeToString(padded))
                        .getD())
                .isEqualTo(privateKey.getD());
    }

    @Test
    void should_refuse_a_key_when_off_the_curve_or_out_of_range() {
        byte[] off = publicKey.getQ().getEncoded(false);
        off[64] ^= 1;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sm2Keys.publicKey(Base64.getEncoder().encodeToString(off)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sm2Keys.publicKey(Base64.getEncoder().encodeToString(new byte[33])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sm2Keys.privateKey(Base64.getEncoder().encodeToString(new byte[32])));
        BigInteger tooLarge = Sm2Keys.CURVE.getN().subtract(BigInteger.ONE);
        String text = Base64.getEncoder().encodeToString(BigIntegers.asUnsignedByteArray(32, tooLarge));
        assertThatIllegalArgumentException().isThrownBy(() -> Sm2Keys.privateKey(text));
    }

    private ECPrivateKeyParameters newKey() {
        BigInteger d = BigIntegers.createRandomInRange(
                BigInteger.ONE, Sm2Keys.CURVE.getN().subtract(BigInteger.TWO), random);
        return new ECPrivateKeyParameters(d, Sm2Keys.CURVE);
    }

    private static ECPublicKeyParameters publicOf(ECPrivateKeyParameters key) {
        return new ECPublicKeyParameters(Sm2Keys.CURVE.getG().multiply(key.getD()), Sm2Keys.CURVE);
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
