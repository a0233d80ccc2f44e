package io.wutong.region.nhsa;

import io.wutong.support.Sm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Inputs and outputs as the encrypting transport has them: SM4 under the client's id, sixteen bytes, written in Base64. */
final class ClientCipher {

    private static final int KEY_BYTES = 16;

    private ClientCipher() {}

    static String encrypt(byte[] text, String clientId) {
        return Base64.getEncoder().encodeToString(Sm.encrypt(text, key(clientId)));
    }

    /** @throws IllegalArgumentException when it is no such text */
    static String decrypt(String base64, String clientId) {
        return new String(Sm.decrypt(Base64.getDecoder().decode(base64), key(clientId)), StandardCharsets.UTF_8);
    }

    private static byte[] key(String clientId) {
        byte[] key = clientId.getBytes(StandardCharsets.US_ASCII);
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("clientId must have 16 bytes");
        }
        return key;
    }
}
