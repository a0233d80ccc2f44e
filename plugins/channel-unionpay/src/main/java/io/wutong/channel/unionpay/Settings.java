package io.wutong.channel.unionpay;

import io.wutong.spi.Body;
import io.wutong.spi.PluginServices;
import io.wutong.support.Endpoints;
import io.wutong.support.Pem;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A merchant: what the configuration says, with its keys and certificates read once.
 *
 * @param baseUrl scheme, host and port of the gateway
 * @param fileUrl where settlement files are asked for
 * @param cancelSameDay a full refund within the clearing day is a cancellation
 */
record Settings(
        String baseUrl,
        String fileUrl,
        String merId,
        Optional<String> termId,
        Signing signing,
        Trust trust,
        String ourCodeTxnType,
        String ourCodeTxnSubType,
        boolean cancelSameDay,
        long timeoutMillis) {

    private static final String GATEWAY = "https://gateway.95516.com";
    private static final String FILES = "https://filedownload.95516.com/";
    private static final String PRODUCTION_HOST = "gateway.95516.com";

    /**
     * Reads configuration and secrets; parses keys and certificates, so not for the event loop.
     *
     * @throws IllegalArgumentException says which setting, and what was expected
     */
    static Settings read(Body settings, PluginServices services) {
        String baseUrl = Endpoints.base("baseUrl", settings.textOr("baseUrl", GATEWAY));
        boolean testSigner = settings.textOr("testSigner", "false").equals("true");
        if (testSigner && PRODUCTION_HOST.equals(URI.create(baseUrl).getHost())) {
            throw new IllegalArgumentException("testSigner: never with the production gateway " + baseUrl);
        }
        X509Certificate own =
                Pem.certificate("signCertificateSecret", secret(settings, "signCertificateSecret", services));
        Signing signing = new Signing(
                own.getSerialNumber().toString(),
                Pem.privateKey("signKeySecret", secret(settings, "signKeySecret", services)));
        requirePair(signing, own.getPublicKey());
        return new Settings(
                baseUrl,
                Endpoints.url("fileUrl", settings.textOr("fileUrl", FILES)),
                required(settings, "merId"),
                settings.text("termId"),
                signing,
                new Trust(
                        Pem.certificate("rootCertificateSecret", secret(settings, "rootCertificateSecret", services)),
                        Pem.certificates(secret(settings, "middleCertificateSecret", services)),
                        testSigner,
                        services.clock()),
                settings.textOr("ourCodeTxnType", "01"),
                settings.textOr("ourCodeTxnSubType", "07"),
                settings.textOr("cancelSameDay", "true").equals("true"),
                settings.text("timeoutMillis").map(Long::parseLong).orElse(5_000L));
    }

    /** A key that does not belong to the certificate would be refused by UnionPay at the first patient. */
    private static void requirePair(Signing signing, PublicKey key) {
        if (!signing.isOwn(key)) {
            throw new IllegalArgumentException("signCertificateSecret: not the certificate of signKeySecret");
        }
    }

    private static String secret(Body settings, String name, PluginServices services) {
        return services.secret(required(settings, name)).text();
    }

    private static String required(Body settings, String name) {
        return settings.text(name).orElseThrow(() -> new IllegalArgumentException(name + ": missing"));
    }

    @Override
    public String toString() {
        return "Settings[" + merId + " at " + baseUrl + "]";
    }
}
