package io.wutong.region.hunan;

import io.wutong.spi.Body;
import io.wutong.support.Charsets;
import io.wutong.support.Settings;
import java.nio.charset.Charset;

/** The settings of {@code schemas/config.json}, which the host has checked. */
record HunanConfig(
        String url,
        String profile,
        Charset charset,
        String userId,
        String passwordSecret,
        String institution,
        String pool,
        long timeoutMillis,
        long loginTimeoutMillis,
        long sessionLifeSeconds,
        int rowsPerCallMax,
        long absenceMillis) {

    static HunanConfig of(Body body) {
        Settings settings = new Settings(body);
        return new HunanConfig(
                settings.text("url"),
                settings.text("profile", "h2"),
                Charsets.of(settings.text("charset", "UTF-8")),
                settings.text("userid"),
                settings.text("passwordSecret"),
                settings.text("akb020"),
                settings.text("aaa027"),
                settings.number("timeoutMillis", 15_000),
                settings.number("loginTimeoutMillis", 3_000),
                settings.number("sessionLifeSeconds", 3_100),
                (int) settings.number("rowsPerCallMax", 100),
                settings.number("absenceMillis", 30_000));
    }
}
