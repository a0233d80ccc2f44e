package io.wutong.channel.unionpay;

import io.wutong.support.Sha256Rsa;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Version 5.1.0 with {@code signMethod=01}: fields in the order of their names, {@code k=v} joined by {@code &}, its
 * SHA-256 in lower-case hexadecimal, and RSA with SHA-256 over these 64 characters: the data is hashed twice.
 */
final class Signing {

    static final String SIGNATURE = "signature";

    private final String certId;
    private final PrivateKey key;

    /** @param certId the serial number of our certificate, decimal */
    Signing(String certId, PrivateKey key) {
        this.certId = certId;
        this.key = key;
    }

    /** The request as it is sent: without blank fields, values trimmed, with {@code certId} and {@code signature}. */
    Map<String, String> sign(Map<String, String> request) throws GeneralSecurityException {
        Map<String, String> signed = new TreeMap<>();
        request.forEach((name, value) -> {
            if (!value.isBlank()) {
                signed.put(name, value.strip());
            }
        });
        signed.put("certId", certId);
        signed.put(SIGNATURE, Sha256Rsa.sign(key, digest(signed)));
        return signed;
    }

    /** Whether the key belongs to the one that we sign with. */
    boolean isOwn(PublicKey other) {
        byte[] probe = {1};
        try {
            return Sha256Rsa.holds(other, probe, Sha256Rsa.sign(key, probe));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** What is signed of a message: every field but the signature, the empty ones too. */
    static byte[] digest(Map<String, String> message) {
        String text = new TreeMap<>(message)
                .entrySet().stream()
                        .filter(field -> !field.getKey().equals(SIGNATURE))
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("&"));
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256).getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
