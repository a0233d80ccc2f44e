package io.wutong.channel.wechatpay;

import io.wutong.spi.Body;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Secret;
import io.wutong.support.Endpoints;
import io.wutong.support.Pem;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A merchant account: what the configuration says, with its keys read once.
 *
 * @param baseUrl scheme, host and port, no path
 * @param serial of our API certificate
 * @param apiV3Key 32 bytes, used as they are
 * @param platformKeyId the key that we ask WeChat to sign with; empty where its certificates are downloaded
 * @param platformKeys every key that a signature may name, by its id or serial
 * @param apiV2Key present when patients' codes are scanned, which only version 2 does
 * @param secureBaseUrl where version 2 wants the merchant's TLS certificate; WeChat's own is the same as {@code baseUrl}
 * @param codeByVersion3 patients' codes are charged by version 3
 * @param formerApiV3Key the one before it was changed, for a time
 * @param storeId our number of the store, which version 3 wants to know
 * @param medicalCityId WeChat's number of the city, for orders with insurance; empty without them
 * @param medicalDoubleUnderscore how WeChat spells the shares of a refund
 * @param terminalIp what WeChat is told of the place where the code was scanned
 */
record Settings(
        String baseUrl,
        String mchid,
        String appid,
        String serial,
        PrivateKey privateKey,
        Secret apiV3Key,
        Optional<Sealed.Former> formerApiV3Key,
        Optional<String> platformKeyId,
        Map<String, PublicKey> platformKeys,
        Optional<Secret> apiV2Key,
        String secureBaseUrl,
        String terminalIp,
        boolean codeByVersion3,
        String storeId,
        String medicalCityId,
        boolean medicalDoubleUnderscore,
        long notificationAgeSecondsMax,
        long timeoutMillis) {

    static final int API_V3_KEY_BYTES = 32;
    private static final String DEFAULT_BASE_URL = "https://api.mch.weixin.qq.com";

    /**
     * Reads configuration and secrets; parses RSA keys, so not for the event loop.
     *
     * @throws IllegalArgumentException says which setting, and what was expected
     */
    static Settings read(Body settings, PluginServices services) {
        Secret apiV3Key = apiV3Key("apiV3KeySecret", required(settings, "apiV3KeySecret"), services);
        boolean downloaded = settings.textOr("platformCertificates", "false").equals("true");
        Optional<String> platformKeyId =
                downloaded ? Optional.empty() : Optional.of(required(settings, "platformPublicKeyId"));
        Map<String, PublicKey> platformKeys = new LinkedHashMap<>();
        platformKeyId.ifPresent(
                id -> platformKeys.put(id, publicKey(required(settings, "platformPublicKeySecret"), services)));
        for (Body former : settings.bodies("formerPlatformKeys")) {
            platformKeys.put(required(former, "id"), publicKey(required(former, "secret"), services));
        }
        String baseUrl = Endpoints.base("baseUrl", settings.textOr("baseUrl", DEFAULT_BASE_URL));
        return new Settings(
                baseUrl,
                required(settings, "mchid"),
                required(settings, "appid"),
                required(settings, "serial"),
                Pem.privateKey(
                        "privateKeySecret",
                        services.secret(required(settings, "privateKeySecret")).text()),
                apiV3Key,
                former(settings, services),
                platformKeyId,
                Map.copyOf(platformKeys),
                settings.text("apiV2KeySecret").map(services::secret),
                Endpoints.base("secureBaseUrl", settings.textOr("secureBaseUrl", baseUrl)),
                settings.textOr("terminalIp", "127.0.0.1"),
                settings.textOr("codeApi", "v2").equals("v3"),
                settings.textOr("codeApi", "v2").equals("v3") ? required(settings, "storeId") : "",
                settings.textOr("medicalCityId", ""),
                settings.textOr("medicalDoubleUnderscore", "false").equals("true"),
                whole(settings, "notificationAgeSecondsMax", 300),
                whole(settings, "timeoutMillis", 5_000));
    }

    private static Optional<Sealed.Former> former(Body settings, PluginServices services) {
        if (!settings.has("formerApiV3Key")) {
            return Optional.empty();
        }
        Body former = settings.body("formerApiV3Key");
        try {
            return Optional.of(new Sealed.Former(
                    apiV3Key("formerApiV3Key.secret", required(former, "secret"), services),
                    OffsetDateTime.parse(required(former, "until")).toInstant()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("formerApiV3Key.until: expected a time with its offset", e);
        }
    }

    private static Secret apiV3Key(String setting, String name, PluginServices services) {
        Secret key = services.secret(name);
        if (key.bytes().length != API_V3_KEY_BYTES) {
            throw new IllegalArgumentException(
                    setting + ": expected " + API_V3_KEY_BYTES + " bytes, found " + key.bytes().length);
        }
        return key;
    }

    private static PublicKey publicKey(String secret, PluginServices services) {
        return Pem.publicKey("platform key " + secret, services.secret(secret).text());
    }

    private static String required(Body settings, String name) {
        return settings.text(name).orElseThrow(() -> new IllegalArgumentException(name + ": missing"));
    }

    private static long whole(Body settings, String name, long otherwise) {
        return settings.text(name).map(Long::parseLong).orElse(otherwise);
    }

    @Override
    public String toString() {
        return "Settings[" + mchid + " at " + baseUrl + "]";
    }
}
