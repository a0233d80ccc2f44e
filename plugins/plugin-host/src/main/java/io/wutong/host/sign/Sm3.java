package io.wutong.host.sign;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SM3Digest;

/** SM3 digests in lower-case hexadecimal. */
final class Sm3 {
    private Sm3() {}

    /** A digest and of how many bytes. */
    record Sum(String hex, long bytes) {}

    static String of(byte[] bytes) {
        SM3Digest digest = new SM3Digest();
        digest.update(bytes, 0, bytes.length);
        return hex(digest);
    }

    /** Reads to the end, or fails once there is more than allowed. */
    static Sum of(InputStream in, long bytesMax) throws IOException {
        SM3Digest digest = new SM3Digest();
        byte[] chunk = new byte[64 * 1024];
        long bytes = 0;
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            bytes += read;
            if (bytes > bytesMax) {
                throw new IOException("more than " + bytesMax + " bytes");
            }
            digest.update(chunk, 0, read);
        }
        return new Sum(hex(digest), bytes);
    }

    private static String hex(SM3Digest digest) {
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return HexFormat.of().formatHex(out);
    }
}
