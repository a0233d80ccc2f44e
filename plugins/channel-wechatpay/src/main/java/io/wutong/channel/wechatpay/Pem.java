package io.wutong.channel.wechatpay;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads RSA keys from PEM. What is wrong with one is said without a byte of it. */
final class Pem {

    private static final int RSA_BITS_MIN = 2048;

    private Pem() {}

    static PrivateKey privateKey(String what, String pem) {
        try {
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(content(what, pem, "PRIVATE KEY")));
            return strong(what, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(what + " is not an RSA private key in PKCS#8", e);
        }
    }

    /** A {@code PUBLIC KEY}, or a {@code CERTIFICATE} that holds one (merchants of before public keys). */
    static PublicKey publicKey(String what, String pem) {
        try {
            if (pem.contains("-----BEGIN CERTIFICATE-----")) {
                byte[] bytes = pem.strip().getBytes(StandardCharsets.US_ASCII);
                return strong(
                        what,
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(bytes))
                                .getPublicKey());
            }
            return strong(
                    what,
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new X509EncodedKeySpec(content(what, pem, "PUBLIC KEY"))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(what + " is not an RSA public key or certificate", e);
        }
    }

    private static <K> K strong(String what, K key) {
        if (!(key instanceof RSAKey rsa) || rsa.getModulus().bitLength() < RSA_BITS_MIN) {
            throw new IllegalArgumentException(what + " is not an RSA key of at least " + RSA_BITS_MIN + " bits");
        }
        return key;
    }

    private static byte[] content(String what, String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(what + " is not PEM: expected " + begin);
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " is not PEM: not Base64 between its lines", e);
        }
    }
}
