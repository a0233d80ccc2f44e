package io.wutong.host.sign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The SM2 keys of those who sign plugins. A private key is a PKCS#8 file as {@code openssl genpkey -algorithm SM2}
 * writes it too; a public key is the Base64 of its point, 64 or 65 bytes, as elsewhere in the configuration.
 */
public final class SigningKeys {
    private static final ECNamedDomainParameters CURVE = curve();
    private static final int POINT_BYTES = 65;
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private SigningKeys() {}

    /** A new private key as PEM. */
    public static String generate(SecureRandom random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(CURVE, random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            byte[] der = PrivateKeyInfoFactory.createPrivateKeyInfo(pair.getPrivate())
                    .getEncoded();
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
            return BEGIN + "\n" + base64 + "\n" + END + "\n";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException when it is no SM2 key in PKCS#8, not encrypted */
    public static ECPrivateKeyParameters privateKey(String pem) {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no PRIVATE KEY (PKCS#8, PEM, not encrypted)");
        }
        AsymmetricKeyParameter key;
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            key = PrivateKeyFactory.createKey(der);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("no PRIVATE KEY (PKCS#8, PEM, not encrypted)");
        }
        if (!(key instanceof ECPrivateKeyParameters ec) || !ec.getParameters().equals(CURVE)) {
            throw new IllegalArgumentException("not a key on the curve sm2p256v1");
        }
        return ec;
    }

    /** The public half, as the configuration has it. */
    public static String publicText(ECPrivateKeyParameters key) {
        return Base64.getEncoder().encodeToString(point(publicKey(key)));
    }

    static ECPublicKeyParameters publicKey(ECPrivateKeyParameters key) {
        return new ECPublicKeyParameters(
                new FixedPointCombMultiplier()
                        .multiply(CURVE.getG(), key.getD())
                        .normalize(),
                CURVE);
    }

    /** @throws IllegalArgumentException when it is not the Base64 of a point on the curve */
    static ECPublicKeyParameters publicKey(String base64) {
        byte[] given = Base64.getDecoder().decode(base64.strip().getBytes(StandardCharsets.US_ASCII));
        byte[] point = given;
        if (given.length == POINT_BYTES - 1) {
            point = new byte[POINT_BYTES];
            point[0] = 4;
            System.arraycopy(given, 0, point, 1, given.length);
        }
        if (point.length != POINT_BYTES || point[0] != 4) {
            throw new IllegalArgumentException("an SM2 public key has 64 or 65 bytes, this has " + given.length);
        }
        return new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point), CURVE);
    }

    /** By which a key is known in signatures, lists and logs: 16 hexadecimal digits of its SM3. */
    public static String id(String publicKey) {
        return id(publicKey(publicKey));
    }

    static String id(ECPublicKeyParameters key) {
        return Sm3.of(point(key)).substring(0, 16);
    }

    private static byte[] point(ECPublicKeyParameters key) {
        return key.getQ().getEncoded(false);
    }

    private static ECNamedDomainParameters curve() {
        X9ECParameters parameters = GMNamedCurves.getByOID(GMObjectIdentifiers.sm2p256v1);
        return new ECNamedDomainParameters(GMObjectIdentifiers.sm2p256v1, parameters);
    }
}
