package io.wutong.channel.alipay;

import io.wutong.support.BadAnswer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Alipay's content encryption ({@code encrypt_type=AES}): AES-CBC with PKCS#5 padding and, as Alipay has it, a zero
 * vector. It hides; what proves is the signature over the ciphertext, checked before anything is decrypted.
 */
final class ContentCipher {

    private static final IvParameterSpec ZERO = new IvParameterSpec(new byte[16]);

    private final SecretKey key;

    private ContentCipher(SecretKey key) {
        this.key = key;
    }

    static ContentCipher of(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            if (bytes.length != 16 && bytes.length != 32) {
                throw new IllegalArgumentException("contentKeySecret: expected 16 or 32 bytes in Base64");
            }
            return new ContentCipher(new SecretKeySpec(bytes, "AES"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("contentKeySecret: expected 16 or 32 bytes in Base64", e);
        }
    }

    String encrypt(byte[] content) throws GeneralSecurityException {
        return Base64.getEncoder().encodeToString(cipher(Cipher.ENCRYPT_MODE).doFinal(content));
    }

    byte[] decrypt(String base64) {
        try {
            return cipher(Cipher.DECRYPT_MODE).doFinal(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BadAnswer("answer.encryption");
        }
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, key, ZERO);
        return cipher;
    }
}
