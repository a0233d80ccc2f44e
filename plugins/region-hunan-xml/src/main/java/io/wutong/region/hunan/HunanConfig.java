package io.wutong.region.hunan;

import io.wutong.spi.Body;
import io.wutong.support.Charsets;
import java.nio.charset.Charset;

/** The settings of {@code schemas/config.json}, which the host has checked. */
record HunanConfig(
        String url,
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

    static HunanConfig of(Body settings) {
        return new HunanConfig(
                text(settings, "url"),
                Charsets.of(settings.textOr("charset", "UTF-8")),
                text(settings, "userid"),
                text(settings, "passwordSecret"),
                text(settings, "akb020"),
                text(settings, "aaa027"),
                number(settings, "timeoutMillis", 15_000),
                number(settings, "loginTimeoutMillis", 3_000),
                number(settings, "sessionLifeSeconds", 3_100),
                (int) number(settings, "rowsPerCallMax", 100),
                number(settings, "absenceMillis", 30_000));
    }

    private static String text(Body settings, String name) {
        return settings.text(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    private static long number(Body settings, String name, long otherwise) {
        return settings.text(name).map(Long::parseLong).orElse(otherwise);
    }
}
