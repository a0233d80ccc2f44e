package io.wutong.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** Looks into the PEM files that a configuration names: readable, of the right kind, and none of the sandbox's. */
final class PemFiles {

    /** Issuer of all certificates of a sandbox, whose keys everyone may have seen. */
    static final String SANDBOX_ISSUER = "CN=Wutong Sandbox CA";

    private PemFiles() {}

    static Path certificates(Source source, Scalar scalar) {
        Path path = Rules.file(source, scalar);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            return path;
        }
        try (InputStream in = Files.newInputStream(path)) {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                scalar.wrong("PEM 证书", "a certificate in PEM");
            }
            for (Certificate certificate : read) {
                if (certificate instanceof X509Certificate x509 && ofSandbox(x509)) {
                    scalar.wrong("正式签发的证书，不是沙箱证书", "a certificate that no sandbox issued");
                }
            }
        } catch (IOException | CertificateException e) {
            scalar.wrong("PEM 证书", "a certificate in PEM");
        }
        return path;
    }

    private static boolean ofSandbox(X509Certificate certificate) {
        List<String> parts = List.of(
                certificate.getIssuerX500Principal().getName().split(",")); // RFC 2253: no blank after the comma
        return parts.contains(SANDBOX_ISSUER);
    }

    static Path privateKey(Source source, Scalar scalar) {
        Path path = Rules.file(source, scalar);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            return path;
        }
        try {
            String text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
            if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
                scalar.wrong("PEM 私钥(PKCS#8，未加密)", "a private key in PEM (PKCS#8, not encrypted)");
            }
        } catch (IOException e) {
            scalar.wrong("可读的文件", "a file that can be read");
        }
        return path;
    }
}
