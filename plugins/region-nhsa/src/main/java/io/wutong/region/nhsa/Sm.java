package io.wutong.region.nhsa;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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
 * SM3withSM2 and SM4/ECB/PKCS7 as the encrypting transport uses them: a signature is r‖s in Base64, a text is Base64,
 * the SM4 key is the client's id, sixteen bytes.
 */
final class Sm {

    private static final int KEY_BYTES = 16;
    private static final int POINT_BYTES = 64;
    private static final ECDomainParameters CURVE = curve();

    private Sm() {}

    private static ECDomainParameters curve() {
        X9ECParameters parameters = GMNamedCurves.getByName("sm2p256v1");
        return new ECDomainParameters(parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH());
    }

    /** @param privateKey D in Base64, 32 bytes, a leading zero tolerated */
    static String sign(byte[] text, String privateKey, String userId) {
        BigInteger d = new BigInteger(1, Base64.getDecoder().decode(privateKey.strip()));
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
        signer.init(
                true,
                new ParametersWithID(new ECPrivateKeyParameters(d, CURVE), userId.getBytes(StandardCharsets.US_ASCII)));
        signer.update(text, 0, text.length);
        try {
            return Base64.getEncoder().encodeToString(signer.generateSignature());
        } catch (CryptoException e) {
            throw new IllegalStateException("SM2 signature", e);
        }
    }

    /** @param key x‖y in Base64, with or without the byte 04 before it */
    static ECPublicKeyParameters publicKey(String key) {
        byte[] point = Base64.getDecoder().decode(key.strip());
        byte[] whole = point;
        if (point.length == POINT_BYTES) {
            whole = new byte[POINT_BYTES + 1];
            whole[0] = 4;
            System.arraycopy(point, 0, whole, 1, POINT_BYTES);
        }
        return new ECPublicKeyParameters(CURVE.getCurve().decodePoint(whole), CURVE);
    }

    static boolean verify(byte[] text, String signature, ECPublicKeyParameters key, String userId) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
        signer.init(false, new ParametersWithID(key, userId.getBytes(StandardCharsets.US_ASCII)));
        signer.update(text, 0, text.length);
        try {
            return signer.verifySignature(Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException e) { // not Base64
            return false;
        }
    }

    static String encrypt(byte[] text, String clientId) {
        return Base64.getEncoder().encodeToString(sm4(true, text, clientId));
    }

    /** @throws IllegalArgumentException when it is no such text */
    static String decrypt(String base64, String clientId) {
        return new String(sm4(false, Base64.getDecoder().decode(base64), clientId), StandardCharsets.UTF_8);
    }

    private static byte[] sm4(boolean encrypt, byte[] in, String clientId) {
        byte[] key = clientId.getBytes(StandardCharsets.US_ASCII);
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("clientId must have 16 bytes");
        }
        PaddedBufferedBlockCipher cipher = new PaddedBufferedBlockCipher(new SM4Engine(), new PKCS7Padding());
        cipher.init(encrypt, new KeyParameter(key));
        byte[] out = new byte[cipher.getOutputSize(in.length)];
        try {
            int length = cipher.processBytes(in, 0, in.length, out, 0);
            length += cipher.doFinal(out, length);
            return java.util.Arrays.copyOf(out, length);
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw new IllegalArgumentException("not an SM4 text", e);
        }
    }
}
