package io.wutong.sandbox;

import io.wutong.app.AppConfig.Tls;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for one sandbox run: keys are made at start and die with the folder. Certificates name
 * {@code localhost} and, as {@code wutong:area:…} URIs, the areas that their process speaks for.
 */
public final class Certificates {

    /** Longer than any alarm looks ahead. */
    private static final int DAYS = 60;

    private final Path folder;
    private final X500Name issuer;
    private final KeyPair authorityKey;
    private final X509Certificate authority;
    private final SecureRandom random = new SecureRandom();

    /** Makes the authority and writes its certificate; {@code wutong run} refuses what it issues. */
    public Certificates(Path folder) throws GeneralSecurityException, IOException {
        this(folder, "Wutong Sandbox CA");
    }

    /** As above, by another name. */
    public Certificates(Path folder, String name) throws GeneralSecurityException, IOException {
        this.folder = folder;
        this.issuer = new X500Name("CN=" + name);
        Files.createDirectories(folder);
        this.authorityKey = key();
        this.authority = sign("CN=" + name, authorityKey, List.of(), true);
        write("ca.crt", authority);
    }

    /** A certificate for a process that speaks for some areas; files in the folder. */
    public Tls issue(String name, List<String> areas) throws GeneralSecurityException, IOException {
        KeyPair key = key();
        List<GeneralName> names = new ArrayList<>(List.of(
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        areas.forEach(area -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, "wutong:area:" + area)));
        write(name + ".crt", sign("CN=" + name, key, names, false));
        write(name + ".key", new JcaPKCS8Generator(key.getPrivate(), null));
        return new Tls(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), folder.resolve("ca.crt"));
    }

    /** The authority's certificate, for clients. */
    public Path authorityFile() {
        return folder.resolve("ca.crt");
    }

    private X509Certificate sign(String subject, KeyPair key, List<GeneralName> names, boolean ca)
            throws GeneralSecurityException, CertIOException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, random),
                Date.from(now.minus(1, ChronoUnit.HOURS)),
                Date.from(now.plus(DAYS, ChronoUnit.DAYS)),
                new X500Name(subject),
                key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
        }
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair key() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private void write(String file, Object pem) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(pem);
        }
        Files.writeString(folder.resolve(file), text.toString());
    }
}
