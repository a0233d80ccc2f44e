package io.wutong.simulator.national;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.jcajce.spec.SM2ParameterSpec;
import org.bouncycastle.jce.interfaces.ECPrivateKey;
import org.bouncycastle.jce.interfaces.ECPublicKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** A pair of SM2 keys made for one run, and signatures as {@code cainfo} carries them: Base64 of r‖s. */
public final class Sm2Pair {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final String USER_ID = "1234567812345678";
    private static final int NUMBER_BYTES = 32;

    private final KeyPair pair;

    private Sm2Pair(KeyPair pair) {
        this.pair = pair;
    }

    public static Sm2Pair make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
            generator.initialize(new ECGenParameterSpec("sm2p256v1"));
            return new Sm2Pair(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }

    /** Base64 of x‖y, as a platform hands it out. */
    public String publicText() {
        byte[] point = ((ECPublicKey) pair.getPublic()).getQ().getEncoded(false);
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(point, 1, point.length));
    }

    /** Base64 of D, 32 bytes. */
    public String privateText() {
        return Base64.getEncoder().encodeToString(number(((ECPrivateKey) pair.getPrivate()).getD()));
    }

    public String sign(byte[] text) {
        try {
            Signature signature = signature();
            signature.initSign(pair.getPrivate());
            signature.update(text);
            ASN1Sequence numbers = ASN1Sequence.getInstance(signature.sign());
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            for (int i = 0; i < 2; i++) {
                plain.writeBytes(
                        number(ASN1Integer.getInstance(numbers.getObjectAt(i)).getValue()));
            }
            return Base64.getEncoder().encodeToString(plain.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the holder of a key signed this text. */
    public static boolean verify(byte[] text, String base64, PublicKey key) throws GeneralSecurityException {
        byte[] plain = Base64.getDecoder().decode(base64);
        if (plain.length != 2 * NUMBER_BYTES) {
            return false;
        }
        Signature signature = signature();
        signature.initVerify(key);
        signature.update(text);
        return signature.verify(der(plain));
    }

    private static Signature signature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SM3withSM2", PROVIDER);
        signature.setParameter(new SM2ParameterSpec(USER_ID.getBytes(StandardCharsets.US_ASCII)));
        return signature;
    }

    /** r‖s as the provider reads it. */
    private static byte[] der(byte[] plain) {
        try {
            return new DERSequence(new ASN1Integer[] {
                        new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(plain, 0, NUMBER_BYTES))),
                        new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(plain, NUMBER_BYTES, plain.length)))
                    })
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[NUMBER_BYTES];
        int length = Math.min(bytes.length, NUMBER_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, NUMBER_BYTES - length, length);
        return fixed;
    }
}
