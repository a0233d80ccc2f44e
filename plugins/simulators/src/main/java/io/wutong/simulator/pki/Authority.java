package io.wutong.simulator.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority: its own certificate, and those that it issues to others and to authorities below it. */
public final class Authority {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SERIAL_BITS = 96;
    private static final Duration LIFE = Duration.ofDays(730);
    /** Clocks are moved in tests. */
    private static final Duration BEFORE = Duration.ofDays(7);

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Clock clock;

    private Authority(X509Certificate certificate, PrivateKey key, Clock clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
    }

    /** @param algorithm {@code RSA} or {@code EC} */
    public static Authority root(String name, String algorithm, Clock clock) {
        KeyPair pair = pair(algorithm);
        X500Name subject = new X500Name(name);
        Instant now = clock.instant();
        return new Authority(
                issue(subject, subject, pair.getPublic(), pair.getPrivate(), true, now, now.plus(LIFE), null),
                pair.getPrivate(),
                clock);
    }

    public Authority below(String name) {
        KeyPair pair = pair("RSA");
        return new Authority(
                issue(
                        name,
                        pair.getPublic(),
                        true,
                        clock.instant(),
                        clock.instant().plus(LIFE)),
                pair.getPrivate(),
                clock);
    }

    public X509Certificate issue(String name, PublicKey subject) {
        return issue(name, subject, false, clock.instant(), clock.instant().plus(LIFE));
    }

    /** For a TLS server of this machine. */
    public X509Certificate issueServer(PublicKey subject) {
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        });
        Instant now = clock.instant();
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return issue(issuer, new X500Name("CN=localhost"), subject, key, false, now, now.plus(LIFE), names);
    }

    /** One whose time is over. */
    public X509Certificate issueExpired(String name, PublicKey subject) {
        Instant now = clock.instant();
        return issue(name, subject, false, now.minus(LIFE), now.minus(Duration.ofDays(1)));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(Key key) {
        return pem(key instanceof PrivateKey ? "PRIVATE KEY" : "PUBLIC KEY", key.getEncoded());
    }

    private static String pem(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + label
                + "-----\n";
    }

    private X509Certificate issue(String name, PublicKey subject, boolean authority, Instant from, Instant to) {
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return issue(issuer, new X500Name(name), subject, key, authority, from, to, null);
    }

    private static X509Certificate issue(
            X500Name issuer,
            X500Name name,
            PublicKey subject,
            PrivateKey signer,
            boolean authority,
            Instant from,
            Instant to,
            @Nullable GeneralNames names) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1),
                    Date.from(from.minus(BEFORE)),
                    Date.from(to),
                    name,
                    subject);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            if (names != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, names);
            }
            String algorithm = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
