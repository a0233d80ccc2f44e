package io.wutong.simulator.alipay;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Checks a request's form: names once, all common parameters, our application, its age, its signature. */
final class RequestGuard {

    private static final Duration AGE_MAX = Duration.ofMinutes(15);

    private final Shop shop;
    private final AlipayKeys keys;
    private final Clock clock;

    RequestGuard(Shop shop, AlipayKeys keys, Clock clock) {
        this.shop = shop;
        this.keys = keys;
        this.clock = clock;
    }

    /** The sub code of what is wrong; empty when the request is the application's. */
    Optional<String> problem(Map<String, String> form, boolean certificates) {
        if (!shop.appId().equals(form.get("app_id"))) {
            return Optional.of("isv.invalid-app-id");
        }
        if (!"RSA2".equals(form.get("sign_type"))) {
            return Optional.of("isv.invalid-signature-type");
        }
        if (!"utf-8".equals(form.get("charset")) || !"JSON".equals(form.get("format"))) {
            return Optional.of("isv.invalid-charset");
        }
        if (!"1.0".equals(form.get("version"))
                || form.getOrDefault("method", "").isEmpty()) {
            return Optional.of("isv.invalid-method");
        }
        if (!fresh(form.getOrDefault("timestamp", ""))) {
            return Optional.of("isv.invalid-timestamp");
        }
        if (certificates
                && !(keys.applicationNumber().equals(form.get("app_cert_sn"))
                        && keys.rootNumber().equals(form.get("alipay_root_cert_sn")))) {
            return Optional.of("isv.app-cert-sn-not-match");
        }
        Map<String, String> signed = new HashMap<>(form);
        String signature = String.valueOf(signed.remove("sign"));
        return keys.applicationSigned(AlipayKeys.joined(signed), signature)
                ? Optional.empty()
                : Optional.of("isv.invalid-signature");
    }

    private boolean fresh(String timestamp) {
        try {
            Duration off = Duration.between(
                    LocalDateTime.parse(timestamp, Trades.TIME).toInstant(Trades.BEIJING), clock.instant());
            return off.abs().compareTo(AGE_MAX) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Empty when a name stands twice or something is no field. */
    static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String field : body.split("&")) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                return Map.of();
            }
            String name = URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8);
            String value = URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8);
            if (form.put(name, value) != null) {
                return Map.of();
            }
        }
        return form;
    }
}
