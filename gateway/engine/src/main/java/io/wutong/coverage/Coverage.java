package io.wutong.coverage;

import io.wutong.spi.Body;
import io.wutong.spi.Value;
import org.jspecify.annotations.Nullable;

/**
 * One coverage of a person.
 *
 * @param insutype {@code 310}, {@code 390} …
 * @param psnType {@code psn_type}
 * @param status {@code psn_insu_stas}: {@code 1} is active
 * @param area the area that insures, {@code insuplc_admdvs}
 * @param since first day, {@code yyyy-MM-dd}
 * @param pausedFrom the first day that it does not cover any more ({@code paus_insu_date}); empty for none
 * @param employer null when there is none
 * @param balanceFen what the person file states of the personal account
 * @param mutualAidFen what it states of family mutual aid (家庭共济) that this person may use
 */
public record Coverage(
        String insutype,
        String psnType,
        String status,
        String area,
        String since,
        String pausedFrom,
        @Nullable String employer,
        long balanceFen,
        long mutualAidFen) {

    /** One that goes on. */
    public Coverage(
            String insutype,
            String psnType,
            String status,
            String area,
            String since,
            @Nullable String employer,
            long balanceFen,
            long mutualAidFen) {
        this(insutype, psnType, status, area, since, "", employer, balanceFen, mutualAidFen);
    }

    /** Whether it covers a day; one that was paused covers the days before. */
    public boolean covers(String day) {
        return since.compareTo(day) <= 0 && (pausedFrom.isEmpty() ? active() : day.compareTo(pausedFrom) < 0);
    }

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
                .put("paus_insu_date", pausedFrom.isEmpty() ? null : pausedFrom)
                .put("cvlserv_flag", "0")
                .put("insuplc_admdvs", area)
                .put("emp_name", employer)
                .build();
    }

    /** As the store keeps it: the row of 1101, and what 1101 does not tell. */
    Body toBody() {
        return toInsuinfo().with("acct_mulaid_balc", Value.fen(mutualAidFen));
    }

    /** With what its account holds now. */
    Coverage holding(long accountFen) {
        return new Coverage(insutype, psnType, status, area, since, pausedFrom, employer, accountFen, mutualAidFen);
    }

    static Coverage fromBody(Body body) {
        return new Coverage(
                body.textOr("insutype", ""),
                body.textOr("psn_type", ""),
                body.textOr("psn_insu_stas", "1"),
                body.textOr("insuplc_admdvs", ""),
                body.textOr("psn_insu_date", ""),
                body.textOr("paus_insu_date", ""),
                body.text("emp_name").orElse(null),
                body.fenOr("balc", 0),
                body.fenOr("acct_mulaid_balc", 0));
    }
}
