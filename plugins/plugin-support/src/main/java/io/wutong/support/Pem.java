package io.wutong.support;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads RSA keys and certificates from PEM. What is wrong with one is said without a byte of it. */
public final class Pem {

    private static final int RSA_BITS_MIN = 2048;

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final String CERTIFICATE_END = "-----END CERTIFICATE-----";

    private Pem() {}

    /** An RSA private key in PKCS#8. */
    public static PrivateKey privateKey(String what, String pem) {
        try {
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(content(what, pem, "PRIVATE KEY")));
            return strong(what, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(what + " is not an RSA private key in PKCS#8", e);
        }
    }

    /** A {@code PUBLIC KEY}, or a {@code CERTIFICATE} that holds one (merchants of before public keys). */
    public static PublicKey publicKey(String what, String pem) {
        try {
            if (pem.contains(CERTIFICATE)) {
                return strong(what, certificate(what, pem).getPublicKey());
            }
            return strong(
                    what,
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new X509EncodedKeySpec(content(what, pem, "PUBLIC KEY"))));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(what + " is not an RSA public key or certificate", e);
        }
    }

    /** The first certificate of a PEM text; its key is not looked at. */
    public static X509Certificate certificate(String what, String pem) {
        List<X509Certificate> all = certificates(pem);
        if (all.isEmpty()) {
            throw new IllegalArgumentException(what + " is not a certificate in PEM");
        }
        return all.get(0);
    }

    /**
     * The certificates of a bundle in their order. What cannot be read is left out: bundles of roots also hold SM2
     * certificates, whose curve the JDK does not know.
     */
    public static List<X509Certificate> certificates(String pem) {
        List<X509Certificate> found = new ArrayList<>();
        for (int from = pem.indexOf(CERTIFICATE); from >= 0; from = pem.indexOf(CERTIFICATE, from + 1)) {
            int to = pem.indexOf(CERTIFICATE_END, from);
            if (to < 0) {
                break;
            }
            byte[] block = pem.substring(from, to + CERTIFICATE_END.length()).getBytes(StandardCharsets.US_ASCII);
            try {
                found.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block)));
            } catch (CertificateException e) {
                continue;
            }
        }
        return List.copyOf(found);
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
