package io.wutong.support;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * SM3withSM2 and SM4/ECB/PKCS7 as the national interfaces use them: a signature is r‖s in Base64. Wants Bouncy Castle,
 * which a plugin that uses this packs; not for the event loop.
 */
public final class Sm {

    private static final int NUMBER_BYTES = 32;
    private static final ECDomainParameters CURVE = curve();

    private Sm() {}

    private static ECDomainParameters curve() {
        X9ECParameters parameters = GMNamedCurves.getByName("sm2p256v1");
        return new ECDomainParameters(parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH());
    }

    /**
     * A private key.
     *
     * @param base64 of D, 32 bytes, a leading zero tolerated
     * @throws IllegalArgumentException when it is none
     */
    public static ECPrivateKeyParameters privateKey(String base64) {
        BigInteger d = new BigInteger(1, Base64.getDecoder().decode(base64.strip()));
        if (d.signum() == 0 || d.compareTo(CURVE.getN()) >= 0) {
            throw new IllegalArgumentException("not an SM2 private key");
        }
        return new ECPrivateKeyParameters(d, CURVE);
    }

    /**
     * A public key.
     *
     * @param base64 of x‖y, or of 04‖x‖y
     * @throws IllegalArgumentException when it is none
     */
    public static ECPublicKeyParameters publicKey(String base64) {
        byte[] point = Base64.getDecoder().decode(base64.strip());
        if (point.length == 2 * NUMBER_BYTES) {
            byte[] prefixed = new byte[point.length + 1];
            prefixed[0] = 4;
            System.arraycopy(point, 0, prefixed, 1, point.length);
            point = prefixed;
        }
        return new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point), CURVE);
    }

    public static String sign(byte[] text, ECPrivateKeyParameters key, String userId) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
        signer.init(true, new ParametersWithID(key, userId.getBytes(StandardCharsets.US_ASCII)));
        signer.update(text, 0, text.length);
        try {
            return Base64.getEncoder().encodeToString(signer.generateSignature());
        } catch (CryptoException e) {
            throw new IllegalStateException("SM2 signature", e);
        }
    }

    /** Whether the holder of a key signed this; what is no signature at all did not. */
    public static boolean verify(byte[] text, String signature, ECPublicKeyParameters key, String userId) {
        byte[] numbers;
        try {
            numbers = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (numbers.length != 2 * NUMBER_BYTES) {
            return false;
        }
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
        signer.init(false, new ParametersWithID(key, userId.getBytes(StandardCharsets.US_ASCII)));
        signer.update(text, 0, text.length);
        return signer.verifySignature(numbers);
    }

    public static byte[] encrypt(byte[] text, byte[] key) {
        return sm4(true, text, key);
    }

    /** @throws IllegalArgumentException when it is no such text */
    public static byte[] decrypt(byte[] text, byte[] key) {
        return sm4(false, text, key);
    }

    private static byte[] sm4(boolean encrypt, byte[] in, byte[] key) {
        PaddedBufferedBlockCipher cipher = new PaddedBufferedBlockCipher(new SM4Engine(), new PKCS7Padding());
        cipher.init(encrypt, new KeyParameter(key));
        byte[] out = new byte[cipher.getOutputSize(in.length)];
        try {
            int length = cipher.processBytes(in, 0, in.length, out, 0);
            length += cipher.doFinal(out, length);
            return Arrays.copyOf(out, length);
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw new IllegalArgumentException("not an SM4 text", e);
        }
    }
}
