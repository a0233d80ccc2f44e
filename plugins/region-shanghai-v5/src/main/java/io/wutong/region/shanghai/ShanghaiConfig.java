package io.wutong.region.shanghai;

import io.wutong.spi.Body;
import io.wutong.support.Charsets;
import io.wutong.support.Settings;
import java.nio.charset.Charset;

/** The settings of {@code schemas/config.json}, which the host has checked. */
record ShanghaiConfig(
        String url,
        Charset requestCharset,
        Charset replyCharset,
        String institution,
        String region,
        String pool,
        String cardtypeOfCertificate,
        String cardtypeOfNumber,
        String version,
        String channel,
        String verification,
        String terminal,
        String discharged,
        String paid,
        long timeoutMillis,
        long absenceMillis) {

    static ShanghaiConfig of(Body body) {
        Settings settings = new Settings(body);
        return new ShanghaiConfig(
                settings.text("url"),
                Charsets.of(settings.text("requestCharset", "UTF-8")),
                Charsets.of(settings.text("replyCharset", "GBK")),
                settings.text("jgdm"),
                settings.text("xzqhdm", "310000"),
                settings.text("clrOptins", "310000"),
                settings.text("cardtypeOfCertificate", "2"),
                settings.text("cardtypeOfNumber", "0"),
                settings.text("bbh", ""),
                settings.text("jyqd", "10"),
                settings.text("jyyzm", ""),
                settings.text("zdjbhs", ""),
                settings.text("cyjsbz", "0"),
                settings.text("paystatusPaid", "1"),
                settings.number("timeoutMillis", 15_000),
                settings.number("absenceMillis", 30_000));
    }
}
