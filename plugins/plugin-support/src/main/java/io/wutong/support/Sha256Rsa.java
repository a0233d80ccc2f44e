package io.wutong.support;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** RSA with SHA-256 in Base64, as the payment channels sign. About 1 ms of CPU to sign: for the worker. */
public final class Sha256Rsa {

    private static final String ALGORITHM = "SHA256withRSA";

    private Sha256Rsa() {}

    public static String sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature rsa = Signature.getInstance(ALGORITHM);
        rsa.initSign(key);
        rsa.update(message);
        return Base64.getEncoder().encodeToString(rsa.sign());
    }

    /** Whether the signature holds. One that is no Base64, or Base64 written in another way than usual, does not. */
    public static boolean holds(PublicKey key, byte[] message, String base64) {
        try {
            byte[] signature = Base64.getDecoder().decode(base64);
            Signature rsa = Signature.getInstance(ALGORITHM);
            rsa.initVerify(key);
            rsa.update(message);
            return rsa.verify(signature)
                    && Base64.getEncoder().encodeToString(signature).equals(base64);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
