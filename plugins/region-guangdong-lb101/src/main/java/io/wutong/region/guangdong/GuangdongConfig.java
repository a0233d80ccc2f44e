package io.wutong.region.guangdong;

import io.wutong.spi.Body;
import io.wutong.support.Settings;

/** The settings of {@code schemas/config.json}, which the host has checked. */
record GuangdongConfig(
        String url,
        Flavour flavour,
        String branch,
        String homeBranch,
        String institution,
        String pool,
        long timeoutMillis,
        long absenceMillis) {

    static GuangdongConfig of(Body body) {
        Settings settings = new Settings(body);
        return new GuangdongConfig(
                settings.text("url"),
                settings.text("flavour", "province").equals("cross") ? Flavour.CROSS : Flavour.PROVINCE,
                settings.text("yab600", ""),
                settings.text("yab060", ""),
                settings.text("akb026", ""),
                settings.text("clrOptins", "440000"),
                settings.number("timeoutMillis", 15_000),
                settings.number("absenceMillis", 30_000));
    }
}
