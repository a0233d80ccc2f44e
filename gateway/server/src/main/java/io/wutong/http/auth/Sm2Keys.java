package io.wutong.http.auth;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * SM2 keys in the form in which the national platform hands them out: Base64 of the bare numbers, on the curve
 * sm2p256v1. A key that is not on the curve, or out of range, is refused when it is read and not when it is used.
 */
public final class Sm2Keys {

    static final ECDomainParameters CURVE = curve();

    private static final int COORDINATE_BYTES = 32;
    private static final byte UNCOMPRESSED = 4;

    private Sm2Keys() {}

    /**
     * A public key from the Base64 of x‖y (64 bytes) or 04‖x‖y (65 bytes).
     *
     * @throws IllegalArgumentException when it is not such a key
     */
    public static ECPublicKeyParameters publicKey(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        byte[] point = bytes;
        if (bytes.length == 2 * COORDINATE_BYTES) {
            point = new byte[bytes.length + 1];
            point[0] = UNCOMPRESSED;
            System.arraycopy(bytes, 0, point, 1, bytes.length);
        }
        if (point.length != 2 * COORDINATE_BYTES + 1 || point[0] != UNCOMPRESSED) {
            throw new IllegalArgumentException("an SM2 public key has 64 or 65 bytes, this has " + bytes.length);
        }
        return new ECPublicKeyParameters(CURVE.getCurve().decodePoint(point), CURVE);
    }

    /**
     * A private key from the Base64 of its 32 bytes, or of 33 with a zero in front.
     *
     * @throws IllegalArgumentException when it is not such a key
     */
    public static ECPrivateKeyParameters privateKey(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        try {
            boolean padded = bytes.length == COORDINATE_BYTES + 1 && bytes[0] == 0;
            if (bytes.length != COORDINATE_BYTES && !padded) {
                throw new IllegalArgumentException("an SM2 private key has 32 bytes, this has " + bytes.length);
            }
            BigInteger d = new BigInteger(1, bytes);
            // n - 1 would make 1 + d not invertible
            if (d.signum() == 0 || d.compareTo(CURVE.getN().subtract(BigInteger.TWO)) > 0) {
                throw new IllegalArgumentException("an SM2 private key lies between 1 and n - 2");
            }
            return new ECPrivateKeyParameters(d, CURVE);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static ECDomainParameters curve() {
        X9ECParameters parameters = GMNamedCurves.getByName("sm2p256v1");
        return new ECDomainParameters(parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH());
    }
}
