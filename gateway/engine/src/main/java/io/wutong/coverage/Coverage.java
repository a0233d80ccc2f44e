package io.wutong.coverage;

import io.wutong.spi.Body;
import org.jspecify.annotations.Nullable;

/**
 * One coverage of a person.
 *
 * @param insutype {@code 310}, {@code 390} …
 * @param psnType {@code psn_type}
 * @param status {@code psn_insu_stas}: {@code 1} is active
 * @param area the area that insures, {@code insuplc_admdvs}
 * @param since first day, {@code yyyy-MM-dd}
 * @param employer null when there is none
 * @param balanceFen of the personal account
 */
public record Coverage(
        String insutype,
        String psnType,
        String status,
        String area,
        String since,
        @Nullable String employer,
        long balanceFen) {

    public boolean active() {
        return status.equals("1");
    }

    /** The {@code insuinfo} row of 1101. */
    public Body toInsuinfo() {
        return Body.builder()
                .fen("balc", balanceFen)
                .put("insutype", insutype)
                .put("psn_type", psnType)
                .put("psn_insu_stas", status)
                .put("psn_insu_date", since)
                .put("paus_insu_date", (String) null)
                .put("cvlserv_flag", "0")
                .put("insuplc_admdvs", area)
                .put("emp_name", employer)
                .build();
    }

    static Coverage fromBody(Body body) {
        return new Coverage(
                body.textOr("insutype", ""),
                body.textOr("psn_type", ""),
                body.textOr("psn_insu_stas", "1"),
                body.textOr("insuplc_admdvs", ""),
                body.textOr("psn_insu_date", ""),
                body.text("emp_name").orElse(null),
                body.fen("balc").orElse(0L));
    }
}
