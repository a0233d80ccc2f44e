package io.wutong.region.nhsa;

import io.wutong.spi.Body;
import io.wutong.support.Settings;
import org.jspecify.annotations.Nullable;

/** The settings of {@code schemas/config.json}, which the host has checked. */
record NhsaConfig(
        String transport,
        String url,
        @Nullable Tif tif,
        @Nullable OAuth oauth,
        @Nullable Signed answers,
        boolean signIn,
        long signInLifeSeconds,
        String receiver,
        String version,
        boolean minusOneUnknown,
        String absentText,
        boolean dischargeAhead,
        String dischargedText,
        long timeoutMillis,
        long absenceMillis) {

    private static final String DEFAULT_USER_ID = "1234567812345678";

    /** {@code x-tif-*}: an account, and the name of the secret that signs. */
    record Tif(String paasid, String tokenSecret) {}

    /** A token by password; with a key, {@code input} is signed and encrypted. */
    record OAuth(
            String tokenUrl,
            String clientId,
            String clientSecret,
            String username,
            String passwordSecret,
            String scope,
            long lifeSeconds,
            String privateKeySecret,
            String userId) {
        boolean encrypts() {
            return !privateKeySecret.isEmpty();
        }
    }

    /** Whose signature every answer bears in {@code cainfo}: an SM2 key in Base64. */
    record Signed(String publicKey, String userId) {}

    static NhsaConfig of(Body body) {
        Settings settings = new Settings(body);
        return new NhsaConfig(
                settings.text("transport", "single"),
                settings.text("url"),
                body.has("tif") ? tif(new Settings(body.body("tif"))) : null,
                body.has("oauth") ? oauth(new Settings(body.body("oauth"))) : null,
                body.has("answers") ? answers(new Settings(body.body("answers"))) : null,
                settings.text("signIn", "false").equals("true"),
                settings.number("signInLifeSeconds", 43_200),
                settings.text("recer_sys_code", "YBXT"),
                settings.text("infver", "V1.0"),
                settings.text("minusOneUnknown", "false").equals("true"),
                settings.text("absentText", ".*(未查询到|未找到|不存在|没有).*"),
                settings.text("dischargeAhead", "false").equals("true"),
                settings.text("dischargedText", ".*已.{0,4}出院.*"),
                settings.number("timeoutMillis", 15_000),
                settings.number("absenceMillis", 30_000));
    }

    private static Tif tif(Settings settings) {
        return new Tif(settings.text("paasid"), settings.text("tokenSecret"));
    }

    private static Signed answers(Settings settings) {
        return new Signed(settings.text("publicKey"), settings.text("sm2UserId", DEFAULT_USER_ID));
    }

    private static OAuth oauth(Settings settings) {
        return new OAuth(
                settings.text("tokenUrl"),
                settings.text("clientId"),
                settings.text("clientSecret"),
                settings.text("username"),
                settings.text("passwordSecret"),
                settings.text("scope", "server"),
                settings.number("lifeSeconds", 600),
                settings.text("privateKeySecret", ""),
                settings.text("sm2UserId", DEFAULT_USER_ID));
    }
}
