package io.wutong.simulator.wechat;

import io.wutong.simulator.pki.Authority;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Two RSA key pairs, WeChat's and the merchant's, made anew here, and what is done with them. */
public final class SimulatorKeys {

    private final KeyPair platform = generate();
    private final List<Issued> certificates = new ArrayList<>();
    private @Nullable Issued signing;
    private final KeyPair merchant = generate();
    private final SecureRandom random = new SecureRandom();

    /** A certificate that stands for a key of WeChat's. */
    record Issued(String serial, PrivateKey key, X509Certificate certificate) {}

    /** For merchants without a public key of WeChat's: one more certificate is published; the first one signs at once. */
    public synchronized void publishCertificate() {
        KeyPair pair = generate();
        X509Certificate certificate = Authority.root("CN=Simulated Tenpay CA, O=Wutong, C=CN", "RSA", Clock.systemUTC())
                .issue("CN=Tenpay.com sign, O=Wutong, C=CN", pair.getPublic());
        String serial = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        certificates.add(new Issued(serial, pair.getPrivate(), certificate));
        if (signing == null) {
            signing = certificates.get(0);
        }
    }

    /** From now on the newest signs. */
    public synchronized void signWithNewest() {
        signing = certificates.get(certificates.size() - 1);
    }

    synchronized List<Issued> certificates() {
        return List.copyOf(certificates);
    }

    /** The serial of the certificate that signs; null where a public key does. */
    synchronized @Nullable String signingSerial() {
        return signing == null ? null : signing.serial();
    }

    private synchronized PrivateKey signingKey() {
        return signing == null ? platform.getPrivate() : signing.key();
    }

    String platformPublicPem() {
        return pem("PUBLIC KEY", platform.getPublic());
    }

    String merchantPrivatePem() {
        return pem("PRIVATE KEY", merchant.getPrivate());
    }

    String merchantPublicPem() {
        return pem("PUBLIC KEY", merchant.getPublic());
    }

    String sign(String text) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(signingKey());
            rsa.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(rsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean merchantSigned(String text, String signature) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(merchant.getPublic());
            rsa.update(text.getBytes(StandardCharsets.UTF_8));
            return rsa.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** What was encrypted for WeChat (OAEP with SHA-1), opened; empty when it was not. */
    String opened(String text) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            cipher.init(Cipher.DECRYPT_MODE, platform.getPrivate());
            return new String(cipher.doFinal(Base64.getDecoder().decode(text)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return "";
        }
    }

    /** AES-256-GCM, the tag behind the ciphertext, Base64. */
    String encrypt(String apiV3Key, String nonce, String associatedData, String text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(apiV3Key.getBytes(StandardCharsets.UTF_8), "AES"),
                    new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
            cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Letters and digits. */
    String nonce(int length) {
        String alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, Key key) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END " + label
                + "-----\n";
    }
}
