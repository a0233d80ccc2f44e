package io.wutong.channel.wechatpay;

import io.wutong.spi.Body;
import io.wutong.support.BadAnswer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What WeChat seals with the APIv3 key: AES-256-GCM, the tag behind the ciphertext. */
final class Sealed {

    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;

    private final SecretKeySpec key;

    Sealed(byte[] apiV3Key) {
        this.key = new SecretKeySpec(apiV3Key, "AES");
    }

    byte[] open(Body resource) throws GeneralSecurityException {
        Messages.same(resource, "algorithm", "AEAD_AES_256_GCM");
        byte[] nonce = Messages.given(resource, "nonce").getBytes(StandardCharsets.UTF_8);
        if (nonce.length != NONCE_BYTES) {
            throw new BadAnswer("answer.nonce");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        resource.text("associated_data").ifPresent(data -> cipher.updateAAD(data.getBytes(StandardCharsets.UTF_8)));
        return cipher.doFinal(Base64.getDecoder().decode(Messages.given(resource, "ciphertext")));
    }
}
