package io.wutong.channel.wechatpay;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.support.BadAnswer;
import io.wutong.support.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that WeChat may have signed with, by id or serial. Those of the configuration are always among them; where
 * WeChat's certificates are downloaded, the last download's are too, old and new side by side for as long as WeChat
 * publishes both. A reader sees one whole set or the next.
 */
final class PlatformKeys {

    private final Map<String, PublicKey> configured;
    private volatile Map<String, PublicKey> all;

    PlatformKeys(Map<String, PublicKey> configured) {
        this.configured = configured;
        this.all = configured;
    }

    Optional<PublicKey> find(String serial) {
        return Optional.ofNullable(all.get(serial));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void adopt(Map<String, PublicKey> downloaded) {
        Map<String, PublicKey> next = new LinkedHashMap<>(downloaded);
        next.putAll(configured);
        all = Map.copyOf(next);
    }

    /**
     * The certificates of a download, each sealed with the APIv3 key: what opens was written by somebody who has it. The
     * answer's own signature is checked with them, or with what was known before.
     */
    static Map<String, PublicKey> read(byte[] answer, Sealed sealed) {
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (Body one : Json.read(answer).bodies("data")) {
            try {
                String pem = new String(sealed.open(one.body("encrypt_certificate")), StandardCharsets.UTF_8);
                X509Certificate certificate = Pem.certificate("certificate", pem);
                String serial = Messages.given(one, "serial_no");
                if (!certificate.getSerialNumber().toString(16).equalsIgnoreCase(serial)) {
                    throw new BadAnswer("answer.serial_no");
                }
                keys.put(serial, Pem.publicKey("certificate", pem));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new BadAnswer("answer.encrypt_certificate");
            }
        }
        if (keys.isEmpty()) {
            throw new BadAnswer("answer.data");
        }
        return keys;
    }
}
