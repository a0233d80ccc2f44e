package io.wutong.region.ncms;

import io.wutong.spi.Body;
import io.wutong.support.Settings;
import java.util.Map;
import java.util.TreeMap;

/** The settings of {@code schemas/config.json}, which the host has checked. */
record NcmsConfig(
        String database,
        String layout,
        Map<String, String> names,
        Map<String, String> codes,
        String hospCode,
        String pool,
        int rowsPerBatchMax,
        long answerMillis,
        long pollMillisMin,
        long pollMillisMax,
        long absenceMillis,
        long clockSkewSeconds) {

    static NcmsConfig of(Body body) {
        Settings settings = new Settings(body);
        return new NcmsConfig(
                settings.text("database", "front"),
                settings.text("layout", "xnh"),
                texts(body.body("names")),
                texts(body.body("codes")),
                settings.text("hospCode"),
                settings.text("clrOptins"),
                (int) settings.number("rowsPerBatchMax", 100),
                settings.number("answerMillis", 12_000),
                settings.number("pollMillisMin", 50),
                settings.number("pollMillisMax", 1_000),
                settings.number("absenceMillis", 30_000),
                settings.number("clockSkewSeconds", 600));
    }

    private static Map<String, String> texts(Body body) {
        Map<String, String> texts = new TreeMap<>();
        body.fields().keySet().forEach(name -> texts.put(name, body.textOr(name, "")));
        return texts;
    }
}
