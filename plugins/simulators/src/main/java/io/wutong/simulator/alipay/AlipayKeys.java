package io.wutong.simulator.alipay;

import io.wutong.simulator.pki.Authority;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Hex;

/** Alipay's and the application's keys, certificates for both under one root, and what is done with them. */
public final class AlipayKeys {

    private final KeyPair alipay = Authority.pair("RSA");
    private final KeyPair application = Authority.pair("RSA");
    private final X509Certificate root;
    private final X509Certificate otherRoot;
    private final X509Certificate alipayCertificate;
    private final X509Certificate applicationCertificate;

    public AlipayKeys(Clock clock) {
        Authority authority = Authority.root("CN=Simulated Alipay Root, OU=Simulation, O=Wutong, C=CN", "RSA", clock);
        root = authority.certificate();
        // the real bundle has roots of other algorithms too
        otherRoot = Authority.root("CN=Simulated EC Root, O=Wutong, C=CN", "EC", clock)
                .certificate();
        alipayCertificate = authority.issue("CN=Simulated Alipay, OU=Alipay, O=Wutong, C=CN", alipay.getPublic());
        applicationCertificate = authority.issue("CN=2088000000000001, O=Wutong, C=CN", application.getPublic());
    }

    public String applicationPrivatePem() {
        return Authority.pem(application.getPrivate());
    }

    public String applicationPublicPem() {
        return Authority.pem(application.getPublic());
    }

    public String alipayPublicPem() {
        return Authority.pem(alipay.getPublic());
    }

    public String applicationCertificatePem() {
        return Authority.pem(applicationCertificate);
    }

    public String alipayCertificatePem() {
        return Authority.pem(alipayCertificate);
    }

    public String rootCertificatesPem() {
        return Authority.pem(otherRoot) + Authority.pem(root);
    }

    String applicationNumber() {
        return number(applicationCertificate);
    }

    String alipayNumber() {
        return number(alipayCertificate);
    }

    String rootNumber() {
        return number(root);
    }

    private static String number(X509Certificate certificate) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(certificate.getIssuerX500Principal().getName().getBytes(StandardCharsets.UTF_8));
            return Hex.toHexString(
                    md5.digest(certificate.getSerialNumber().toString(10).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String sign(String text) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(alipay.getPrivate());
            rsa.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(rsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean applicationSigned(String text, String signature) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(application.getPublic());
            rsa.update(text.getBytes(StandardCharsets.UTF_8));
            return rsa.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Names in order, values as they are, empty ones left out. */
    static String joined(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(fields).forEach((name, value) -> {
            if (!value.isEmpty()) {
                text.append(text.length() == 0 ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(value);
            }
        });
        return text.toString();
    }

    static String seal(String contentKey, String text) {
        return Base64.getEncoder()
                .encodeToString(aes(Cipher.ENCRYPT_MODE, contentKey, text.getBytes(StandardCharsets.UTF_8)));
    }

    static String open(String contentKey, String sealed) {
        Charset utf8 = StandardCharsets.UTF_8;
        return new String(
                aes(Cipher.DECRYPT_MODE, contentKey, Base64.getDecoder().decode(sealed)), utf8);
    }

    private static byte[] aes(int mode, String contentKey, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    mode,
                    new SecretKeySpec(Base64.getDecoder().decode(contentKey), "AES"),
                    new IvParameterSpec(new byte[cipher.getBlockSize()]));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not encrypted with the application's content key", e);
        }
    }
}
