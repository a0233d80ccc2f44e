package io.wutong.http.auth;

import io.wutong.http.auth.Verified.Reason;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * SM2 signatures with SM3 (GB/T 32918.2) over exact bytes, as {@code cainfo} carries them: Base64 of r‖s, 64 bytes.
 *
 * <p>Signer and verifier must agree on a user id, which goes into what is hashed; regions differ in it, so it is
 * configured. One signature costs about 0.1 ms: large numbers of them belong on a worker.
 */
public final class Sm2Signature {

    /** The id that the standard suggests and that most regions mean when they name none. */
    public static final String DEFAULT_USER_ID = "1234567812345678";

    private static final int SIGNATURE_BYTES = 64;
    // the length of the id in bits is hashed as a 16-bit number
    private static final int USER_ID_BYTES_MAX = 8191;

    private final byte[] userId;

    public Sm2Signature(String userId) {
        this.userId = userId.getBytes(StandardCharsets.UTF_8);
        if (this.userId.length > USER_ID_BYTES_MAX) {
            throw new IllegalArgumentException("an SM2 user id has at most " + USER_ID_BYTES_MAX + " bytes");
        }
    }

    public static Sm2Signature withDefaultUserId() {
        return new Sm2Signature(DEFAULT_USER_ID);
    }

    /**
     * Whether the holder of this key signed exactly these bytes.
     *
     * @return the bytes themselves, now believed: parse these and no others
     */
    public Verified<byte[]> verify(byte[] signed, String signatureBase64, ECPublicKeyParameters key) {
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(signatureBase64);
        } catch (IllegalArgumentException e) {
            return Verified.invalid(Reason.SIGNATURE_MALFORMED);
        }
        // decoding forgives missing padding and stray last bits; one signature shall have one text
        boolean canonical = Base64.getEncoder().encodeToString(signature).equals(signatureBase64);
        if (signature.length != SIGNATURE_BYTES || !canonical) {
            return Verified.invalid(Reason.SIGNATURE_MALFORMED);
        }
        SM2Signer signer = signer(false, key);
        signer.update(signed, 0, signed.length);
        return signer.verifySignature(signature) ? Verified.valid(signed) : Verified.invalid(Reason.SIGNATURE_WRONG);
    }

    /** Base64 of r‖s over exactly these bytes. */
    public String sign(byte[] bytes, ECPrivateKeyParameters key, SecureRandom random) {
        SM2Signer signer = signer(true, new ParametersWithRandom(key, random));
        signer.update(bytes, 0, bytes.length);
        try {
            return Base64.getEncoder().encodeToString(signer.generateSignature());
        } catch (CryptoException e) {
            throw new IllegalStateException("SM2 could not sign", e);
        }
    }

    private SM2Signer signer(boolean forSigning, CipherParameters key) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
        signer.init(forSigning, new ParametersWithID(key, userId));
        return signer;
    }
}
