package io.wutong.channel.alipay;

import io.wutong.spi.Body;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Value;
import io.wutong.support.Endpoints;
import io.wutong.support.Pem;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;

/**
 * A merchant application: what the configuration says, with its keys read once.
 *
 * @param billBaseUrl where bills may lie: scheme, host and port
 * @param sellerId whose account is paid
 * @param trust whose signatures count
 * @param contentCipher present when contents are encrypted
 */
record Settings(
        String gatewayUrl,
        String billBaseUrl,
        String appId,
        String sellerId,
        Optional<String> storeId,
        String creditProductCode,
        PrivateKey privateKey,
        Trust trust,
        Optional<ContentCipher> contentCipher,
        Optional<MedicalSettings> medical,
        long notificationAgeMinutesMax,
        long timeoutMillis) {

    private static final String GATEWAY = "https://openapi.alipay.com/gateway.do";
    private static final String BILLS = "https://dwbillcenter.alipay.com";

    /**
     * Reads configuration and secrets; parses keys and certificates, so not for the event loop.
     *
     * @throws IllegalArgumentException says which setting, and what was expected
     */
    static Settings read(Body settings, PluginServices services) {
        return new Settings(
                Endpoints.url("gatewayUrl", settings.textOr("gatewayUrl", GATEWAY)),
                Endpoints.base("billBaseUrl", settings.textOr("billBaseUrl", BILLS)),
                required(settings, "appId"),
                required(settings, "sellerId"),
                settings.text("storeId"),
                settings.textOr("creditProductCode", ""),
                Pem.privateKey("privateKeySecret", secret(settings, "privateKeySecret", services)),
                trust(settings, services),
                settings.text("contentKeySecret")
                        .map(name -> ContentCipher.of(services.secret(name).text())),
                MedicalSettings.read(settings),
                whole(settings, "notificationAgeMinutesMax", 1_560),
                whole(settings, "timeoutMillis", 5_000));
    }

    private static Trust trust(Body settings, PluginServices services) {
        if (!settings.has("certificates")) {
            return Trust.ofKey(
                    Pem.publicKey("alipayPublicKeySecret", secret(settings, "alipayPublicKeySecret", services)));
        }
        Body certificates = settings.body("certificates");
        List<String> alipay = certificates.get("alipaySecrets") instanceof Value.Items items
                ? items.values().stream()
                        .map(item -> item instanceof Value.Text name
                                ? services.secret(name.value()).text()
                                : "")
                        .toList()
                : List.of();
        return Trust.ofCertificates(
                Pem.certificate("appSecret", secret(certificates, "appSecret", services)),
                Pem.certificates(secret(certificates, "rootSecret", services)),
                alipay.stream()
                        .map(pem -> Pem.certificate("alipaySecrets", pem))
                        .toList(),
                services.clock());
    }

    private static String secret(Body settings, String name, PluginServices services) {
        return services.secret(required(settings, name)).text();
    }

    private static String required(Body settings, String name) {
        return settings.text(name).orElseThrow(() -> new IllegalArgumentException(name + ": missing"));
    }

    private static long whole(Body settings, String name, long otherwise) {
        return settings.text(name).map(Long::parseLong).orElse(otherwise);
    }

    @Override
    public String toString() {
        return "Settings[" + appId + " at " + gatewayUrl + "]";
    }
}
