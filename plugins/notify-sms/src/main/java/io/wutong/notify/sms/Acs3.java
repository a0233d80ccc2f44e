package io.wutong.notify.sms;

import io.wutong.spi.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature {@code ACS3-HMAC-SHA256} over a request without a body.
 *
 * <pre>
 *  request = METHOD \n / \n sorted query \n header:value \n … \n\n names of headers \n hash of the body
 *  signature = hex(HMAC-SHA256(secret, "ACS3-HMAC-SHA256" \n hex(SHA-256(request))))
 * </pre>
 */
final class Acs3 {

    private static final String ALGORITHM = "ACS3-HMAC-SHA256";
    private static final String HMAC = "HmacSHA256";
    private static final String NO_BODY = hash("");

    private final String accessKeyId;
    private final Secret secret;
    private final String host;

    Acs3(String accessKeyId, Secret secret, String host) {
        this.accessKeyId = accessKeyId;
        this.secret = secret;
        this.host = host;
    }

    /**
     * The headers to send; {@code host} is signed, and written by the client itself.
     *
     * @param utc to the second, for instance {@code 2026-01-01T08:00:00Z}
     */
    Map<String, String> headers(
            String action, String version, SortedMap<String, String> query, String utc, String nonce) {
        SortedMap<String, String> headers = new TreeMap<>(Map.of(
                "host", host,
                "x-acs-action", action,
                "x-acs-content-sha256", NO_BODY,
                "x-acs-date", utc,
                "x-acs-signature-nonce", nonce,
                "x-acs-version", version));
        String names = String.join(";", headers.keySet());
        String lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        String request = String.join("\n", "POST", "/", query(query), lines, names, NO_BODY);
        headers.put(
                "Authorization",
                ALGORITHM + " Credential=" + accessKeyId + ",SignedHeaders=" + names + ",Signature="
                        + sign(ALGORITHM + "\n" + hash(request)));
        headers.remove("host");
        return headers;
    }

    /** As it is signed and as it is sent. */
    static String query(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** RFC 3986: what is neither a letter, a digit nor one of {@code -_.~} is escaped. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.bytes(), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC, e);
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256", e);
        }
    }
}
