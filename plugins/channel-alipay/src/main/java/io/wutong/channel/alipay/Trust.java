package io.wutong.channel.alipay;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whose signatures count, in one of two modes that are never mixed.
 *
 * <ul>
 *   <li>Key: one public key of Alipay's; a message that names a certificate is signed for another application.
 *   <li>Certificates: those configured, each under one of the configured roots, chosen by the number that an answer
 *       names, and within its dates at the moment of use. A number that is not configured is not fetched.
 * </ul>
 */
sealed interface Trust {

    /** The parameters that tell Alipay our mode. */
    Map<String, String> parameters();

    /** The keys that may have signed; empty when none may. {@code number} is the certificate's, empty without one. */
    List<PublicKey> keys(Optional<String> number);

    static Trust ofKey(PublicKey key) {
        return new Key(key);
    }

    /** @throws IllegalArgumentException when a certificate of Alipay's is under none of the roots */
    static Trust ofCertificates(
            X509Certificate app, List<X509Certificate> roots, List<X509Certificate> alipay, Clock clock) {
        String rootNumber = CertificateNumber.ofRoots(roots);
        if (rootNumber.isEmpty()) {
            throw new IllegalArgumentException("rootSecret: no RSA root certificate in it");
        }
        Map<String, X509Certificate> byNumber = new LinkedHashMap<>();
        for (X509Certificate certificate : alipay) {
            requirePath(certificate, roots);
            byNumber.put(CertificateNumber.of(certificate), certificate);
        }
        return new Certificates(CertificateNumber.of(app), rootNumber, Map.copyOf(byNumber), clock);
    }

    /** Its dates are looked at when it is used: an expired one must not keep the gateway from starting. */
    private static void requirePath(X509Certificate certificate, List<X509Certificate> roots) {
        try {
            PKIXParameters parameters = new PKIXParameters(
                    roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(certificate.getNotBefore());
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("alipaySecrets: a certificate is under none of the roots", e);
        }
    }

    /** One public key. */
    record Key(PublicKey key) implements Trust {
        @Override
        public Map<String, String> parameters() {
            return Map.of();
        }

        @Override
        public List<PublicKey> keys(Optional<String> number) {
            return number.isEmpty() ? List.of(key) : List.of();
        }
    }

    /** Certificates by their numbers. */
    record Certificates(String appNumber, String rootNumber, Map<String, X509Certificate> byNumber, Clock clock)
            implements Trust {
        @Override
        public Map<String, String> parameters() {
            return Map.of("app_cert_sn", appNumber, "alipay_root_cert_sn", rootNumber);
        }

        /** Notifications name no certificate: any of the configured ones may have signed them. */
        @Override
        public List<PublicKey> keys(Optional<String> number) {
            return byNumber.entrySet().stream()
                    .filter(entry -> number.isEmpty() || number.get().equals(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .filter(this::valid)
                    .map(X509Certificate::getPublicKey)
                    .toList();
        }

        private boolean valid(X509Certificate certificate) {
            try {
                certificate.checkValidity(Date.from(clock.instant()));
                return true;
            } catch (CertificateException e) {
                return false;
            }
        }
    }
}
