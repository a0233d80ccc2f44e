package io.wutong.app;

import io.wutong.coverage.CertHash;
import io.wutong.http.auth.HmacSm3;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** The person index's key: HMAC-SM3 over the certificate number in upper case. */
public final class Hmac implements CertHash {

    private final byte[] key;

    public Hmac(byte[] key) {
        this.key = key.clone();
    }

    @Override
    public String of(String certno) {
        byte[] text = certno.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(HmacSm3.of(key, text));
    }
}
