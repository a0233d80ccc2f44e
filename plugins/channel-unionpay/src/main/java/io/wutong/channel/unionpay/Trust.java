package io.wutong.channel.unionpay;

import io.wutong.support.Pem;
import io.wutong.support.Sha256Rsa;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whose signature counts. The signer's certificate comes with the message, so it proves nothing by itself:
 *
 * <ul>
 *   <li>version and method are ours, whatever the message says: another one is refused before anything else;
 *   <li>it leads to the configured root over the configured middle certificates, all of them in their time now;
 *   <li>its name is UnionPay's: merchants have certificates under the same root.
 * </ul>
 */
final class Trust {

    static final String VERSION = "5.1.0";
    static final String METHOD = "01";
    private static final String UNION_PAY = "中国银联股份有限公司";
    private static final String TEST_SIGNER = "00040000:SIGN";
    private static final int NAME_PART = 2;

    private final TrustAnchor root;
    private final List<X509Certificate> middle;
    private final boolean testSigner;
    private final Clock clock;

    Trust(X509Certificate root, List<X509Certificate> middle, boolean testSigner, Clock clock) {
        this.root = new TrustAnchor(root, null);
        this.middle = middle;
        this.testSigner = testSigner;
        this.clock = clock;
    }

    /** Empty when the message is UnionPay's, else a short word for why not. */
    Optional<String> fault(Map<String, String> message) {
        return fault(message, Signing.digest(message));
    }

    /** @param digest of what is signed of the message */
    Optional<String> fault(Map<String, String> message, byte[] digest) {
        if (!VERSION.equals(message.get("version")) || !METHOD.equals(message.get("signMethod"))) {
            return Optional.of("signature.algorithm");
        }
        String signature = message.getOrDefault(Signing.SIGNATURE, "");
        if (signature.isEmpty()) {
            return Optional.of("signature.missing");
        }
        X509Certificate signer;
        try {
            signer = Pem.certificate("signPubKeyCert", message.getOrDefault("signPubKeyCert", ""));
        } catch (IllegalArgumentException e) {
            return Optional.of("signature.certificate");
        }
        if (!leadsToRoot(signer)) {
            return Optional.of("signature.chain");
        }
        if (!isUnionPay(signer)) {
            return Optional.of("signature.name");
        }
        return Sha256Rsa.holds(signer.getPublicKey(), digest, signature)
                ? Optional.empty()
                : Optional.of("signature.wrong");
    }

    private boolean leadsToRoot(X509Certificate signer) {
        for (X509Certificate issuer : middle) {
            if (signer.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    && valid(List.of(signer, issuer))) {
                return true;
            }
        }
        return valid(List.of(signer));
    }

    private boolean valid(List<X509Certificate> path) {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(root));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(new ArrayList<>(path)),
                            parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean isUnionPay(X509Certificate signer) {
        String[] parts = commonName(signer).split("@", -1);
        return parts.length > NAME_PART
                && (parts[NAME_PART].equals(UNION_PAY) || (testSigner && parts[NAME_PART].equals(TEST_SIGNER)));
    }

    private static String commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException e) {
            return "";
        }
    }
}
