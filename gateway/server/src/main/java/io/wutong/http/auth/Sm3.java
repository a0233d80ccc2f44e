package io.wutong.http.auth;

import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SM3Digest;

/** The SM3 digest (GB/T 32905), a new instance per call: the library's are neither shared nor registered anywhere. */
public final class Sm3 {

    private Sm3() {}

    /** 32 bytes. */
    public static byte[] of(byte[] data) {
        SM3Digest digest = new SM3Digest();
        digest.update(data, 0, data.length);
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return result;
    }

    /** 64 lower-case hexadecimal digits. */
    public static String hex(byte[] data) {
        return HexFormat.of().formatHex(of(data));
    }
}
