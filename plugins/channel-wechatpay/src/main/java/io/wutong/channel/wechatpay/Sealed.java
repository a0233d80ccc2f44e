package io.wutong.channel.wechatpay;

import io.wutong.spi.Body;
import io.wutong.spi.Secret;
import io.wutong.support.BadAnswer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What WeChat seals with the APIv3 key: AES-256-GCM, the tag behind the ciphertext. After the key was changed, what the
 * new one does not open is tried with the former, for as long as the configuration says.
 */
final class Sealed {

    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;

    private final SecretKeySpec key;
    private final Optional<Former> former;
    private final Clock clock;

    Sealed(byte[] apiV3Key, Optional<Former> former, Clock clock) {
        this.key = new SecretKeySpec(apiV3Key, "AES");
        this.former = former;
        this.clock = clock;
    }

    /** A key that was changed, and when it counts no more. */
    record Former(Secret key, Instant until) {}

    byte[] open(Body resource) throws GeneralSecurityException {
        Messages.same(resource, "algorithm", "AEAD_AES_256_GCM");
        byte[] nonce = Messages.given(resource, "nonce").getBytes(StandardCharsets.UTF_8);
        if (nonce.length != NONCE_BYTES) {
            throw new BadAnswer("answer.nonce");
        }
        try {
            return open(key, nonce, resource);
        } catch (AEADBadTagException e) {
            if (former.isEmpty() || !clock.instant().isBefore(former.get().until())) {
                throw e;
            }
            return open(new SecretKeySpec(former.get().key().bytes(), "AES"), nonce, resource);
        }
    }

    private static byte[] open(SecretKeySpec key, byte[] nonce, Body resource) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        resource.text("associated_data").ifPresent(data -> cipher.updateAAD(data.getBytes(StandardCharsets.UTF_8)));
        return cipher.doFinal(Base64.getDecoder().decode(Messages.given(resource, "ciphertext")));
    }
}
