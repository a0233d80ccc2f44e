package io.wutong.host;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Whom an adapter trusts and who it is, in PEM. Names are always verified.
 *
 * @param trust certificates to trust; null for those of the JDK
 * @param certificate the adapter's own chain; null when it shows none
 * @param key its private key, PKCS#8; null when it shows none
 */
public record TlsSpec(
        @Nullable Buffer trust,
        @Nullable Buffer certificate,
        @Nullable Buffer key) {

    public static final TlsSpec JDK = new TlsSpec(null, null, null);

    public TlsSpec {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("certificate and key belong together");
        }
    }

    public static TlsSpec trusting(Buffer trust) {
        return new TlsSpec(trust, null, null);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "TlsSpec[trust=" + (trust == null ? "jdk" : "own") + ", identity=" + (key == null ? "none" : "***")
                + "]";
    }
}
