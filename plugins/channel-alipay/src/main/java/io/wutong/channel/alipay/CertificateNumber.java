package io.wutong.channel.alipay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** How Alipay numbers certificates: MD5 over the issuer's name and the serial number in decimal, hexadecimal. */
final class CertificateNumber {

    /** PKCS#1 signature algorithms; roots signed with anything else (SM2) are no part of an RSA2 root number. */
    private static final String RSA_SIGNATURES = "1.2.840.113549.1.1";

    private CertificateNumber() {}

    static String of(X509Certificate certificate) {
        String text = certificate.getIssuerX500Principal().getName() + certificate.getSerialNumber();
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number of a bundle of roots: those of its RSA certificates in their order. */
    static String ofRoots(List<X509Certificate> roots) {
        return roots.stream()
                .filter(root -> root.getSigAlgOID().startsWith(RSA_SIGNATURES))
                .map(CertificateNumber::of)
                .collect(Collectors.joining("_"));
    }
}
