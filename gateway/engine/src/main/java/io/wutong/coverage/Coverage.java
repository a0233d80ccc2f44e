package io.wutong.coverage;

import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One coverage of a person.
 *
 * @param insutype {@code 310}, {@code 390} …
 * @param psnType {@code psn_type}
 * @param status {@code psn_insu_stas} as it was stated: {@code 1} is active; a day in {@code pausedFrom} says more
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

    /** {@code psn_insu_stas}. */
    static final String PAUSED = "2";

    private static final int DAY_LENGTH = 10;
    private static final Pattern DAY = Pattern.compile(
            "(\\d{4})(?:(\\d{2})(\\d{2})|[-/.](\\d{1,2})[-/.](\\d{1,2}))(?:[ T]?00:?00(?::?00(?:\\.0+)?)?)?");

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

    /**
     * A day as a person file writes it, as {@code yyyy-MM-dd}; one that is not given stays empty.
     *
     * @throws DateTimeException when it is none, or one with a time of day, of which nobody knows on which side it lies
     */
    public static String day(String text) {
        if (text.isBlank()) {
            return "";
        }
        Matcher found = DAY.matcher(text.strip());
        if (!found.matches()) {
            throw new DateTimeException(text + " 不是日期");
        }
        boolean apart = found.group(2) == null;
        return LocalDate.of(
                        Integer.parseInt(found.group(1)),
                        Integer.parseInt(found.group(apart ? 4 : 2)),
                        Integer.parseInt(found.group(apart ? 5 : 3)))
                .toString();
    }

    /** Whether it covers a day; one that was paused covers the days before, whatever its status says by then. */
    public boolean covers(String time) {
        String day = time.length() > DAY_LENGTH ? time.substring(0, DAY_LENGTH) : time;
        return isDated()
                && since.compareTo(day) <= 0
                && (pausedFrom.isEmpty() ? stated() : day.compareTo(pausedFrom) < 0);
    }

    /** Whether its days can be read; one of which they cannot covers nothing. */
    public boolean isDated() {
        return isDay(since) && isDay(pausedFrom);
    }

    /** Whether nobody has said that it ends. */
    public boolean goesOn() {
        return stated() && pausedFrom.isEmpty();
    }

    /** {@code psn_insu_stas} as it is on a day. */
    public String statusOn(String day) {
        if (pausedFrom.isEmpty()) {
            return status;
        }
        return day.compareTo(pausedFrom) < 0 ? "1" : stated() ? PAUSED : status;
    }

    private boolean stated() {
        return status.equals("1");
    }

    private static boolean isDay(String text) {
        return text.isEmpty() || text.length() == DAY_LENGTH && text.charAt(4) == '-' && text.charAt(7) == '-';
    }

    /** Of a row that was kept before days were looked at. */
    private static String kept(String text) {
        if (isDay(text)) {
            return text;
        }
        try {
            return day(text);
        } catch (DateTimeException e) {
            return text; // covers nothing
        }
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
                kept(body.textOr("psn_insu_date", "")),
                kept(body.textOr("paus_insu_date", "")),
                body.text("emp_name").orElse(null),
                body.fenOr("balc", 0),
                body.fenOr("acct_mulaid_balc", 0));
    }
}
