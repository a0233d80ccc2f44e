package io.wutong.simulator.sms;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets nobody in whose {@code ACS3-HMAC-SHA256} signature does not hold over method, path, parameters, body and every
 * {@code x-acs-} header, or that is older than a quarter of an hour, or whose nonce has been used.
 */
final class SignatureGate {

    private static final Pattern AUTHORIZATION =
            Pattern.compile("ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{64})");
    private static final List<String> ALWAYS = List.of(
            "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version");
    private static final Duration AGE_MAX = Duration.ofMinutes(15);
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final Map<String, String> keys;
    private final Clock clock;
    private final Set<String> nonces = new HashSet<>();

    /** @param keys secret by access key id */
    SignatureGate(Map<String, String> keys, Clock clock) {
        this.keys = Map.copyOf(keys);
        this.clock = clock;
    }

    void check(HttpServerRequest request, TreeMap<String, String> parameters, Buffer body) throws Refusal {
        MultiMap headers = request.headers();
        String authorization = headers.get("Authorization");
        Matcher parts = AUTHORIZATION.matcher(authorization == null ? "" : authorization);
        if (!parts.matches()) {
            throw new Refusal(400, "IncompleteSignature", "The request signature does not conform to the standards.");
        }
        String secret = keys.get(parts.group(1));
        if (secret == null) {
            throw new Refusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        }
        List<String> signed = Arrays.asList(parts.group(2).split(";"));
        if (!signed.equals(new ArrayList<>(names(headers)))) {
            throw mismatch("SignedHeaders are not those that were sent");
        }
        if (!hex(sha256(body.getBytes())).equals(headers.get("x-acs-content-sha256"))) {
            throw mismatch("x-acs-content-sha256 is not the body's");
        }
        String canonical = request.method().name() + "\n" + request.path() + "\n" + query(parameters) + "\n"
                + lines(headers, signed) + "\n" + parts.group(2) + "\n" + headers.get("x-acs-content-sha256");
        String expected = hex(hmac(secret, "ACS3-HMAC-SHA256\n" + hex(sha256(bytes(canonical)))));
        if (!MessageDigest.isEqual(bytes(expected), bytes(parts.group(3)))) {
            throw mismatch("server string to sign differs");
        }
        checkTime(headers.get("x-acs-date"));
        if (!nonces.add(headers.get("x-acs-signature-nonce"))) {
            throw new Refusal(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
        }
    }

    private void checkTime(String text) throws Refusal {
        try {
            if (!text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")) {
                throw new Refusal(400, "InvalidTimeStamp.Format", "Specified time stamp is not well formatted.");
            }
            if (Duration.between(Instant.parse(text), clock.instant()).abs().compareTo(AGE_MAX) > 0) {
                throw new Refusal(400, "InvalidTimeStamp.Expired", "Specified time stamp is expired.");
            }
        } catch (DateTimeParseException e) {
            throw new Refusal(400, "InvalidTimeStamp.Format", "Specified time stamp is not well formatted.");
        }
    }

    /** All that must be signed: what is always there, and whatever else the sender put in of the provider's. */
    private static Set<String> names(MultiMap headers) throws Refusal {
        Set<String> names = new TreeSet<>(ALWAYS);
        for (String name : headers.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-acs-") || lower.equals("content-type")) {
                names.add(lower);
            }
        }
        for (String name : ALWAYS) {
            if (headers.getAll(name).size() != 1) {
                throw new Refusal(400, "MissingParameter", name + " is mandatory for this action.");
            }
        }
        return names;
    }

    private static String lines(MultiMap headers, List<String> signed) {
        StringBuilder lines = new StringBuilder();
        for (String name : signed) {
            lines.append(name).append(':').append(headers.get(name).trim()).append('\n');
        }
        return lines.toString();
    }

    private static String query(TreeMap<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> {
            query.append(query.length() == 0 ? "" : "&");
            escape(name, query);
            query.append('=');
            escape(value, query);
        });
        return query.toString();
    }

    private static void escape(String text, StringBuilder out) {
        for (byte one : bytes(text)) {
            char c = (char) (one & 0xff);
            if (PLAIN.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
    }

    private static Refusal mismatch(String why) {
        return new Refusal(400, "SignatureDoesNotMatch", "Specified signature is not matched: " + why);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), mac.getAlgorithm()));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] data) {
        StringBuilder text = new StringBuilder(2 * data.length);
        for (byte one : data) {
            text.append(Character.forDigit(one >> 4 & 15, 16)).append(Character.forDigit(one & 15, 16));
        }
        return text.toString();
    }
}
