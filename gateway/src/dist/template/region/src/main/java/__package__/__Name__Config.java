package __package__;

import io.wutong.spi.Body;
import io.wutong.support.Settings;

/** The settings of {@code schemas/config.json}, with its defaults. */
record __Name__Config(String url, String pool, long timeoutMillis, long absenceMillis) {

    static __Name__Config of(Body body) {
        Settings settings = new Settings(body);
        return new __Name__Config(
                settings.text("url"),
                settings.text("clrOptins", "420100"),
                settings.number("timeoutMillis", 15_000),
                settings.number("absenceMillis", 30_000));
    }
}
