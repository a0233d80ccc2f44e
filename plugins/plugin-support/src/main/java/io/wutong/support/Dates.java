package io.wutong.support;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;

/**
 * Civil dates and times as messages write them: {@code d8} yyyyMMdd, {@code d10} yyyy-MM-dd, {@code dt14}
 * yyyyMMddHHmmss, {@code dt19} yyyy-MM-dd HH:mm:ss. Any of the four is read; a date alone means midnight.
 */
public final class Dates {

    private static final DateTimeFormatter D8 = strict("uuuuMMdd");
    private static final DateTimeFormatter D10 = strict("uuuu-MM-dd");
    private static final DateTimeFormatter DT14 = strict("uuuuMMddHHmmss");
    private static final DateTimeFormatter DT19 = strict("uuuu-MM-dd HH:mm:ss");

    private Dates() {}

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
    }

    /**
     * Reads any of the four forms.
     *
     * @throws DateTimeException when it is none
     */
    public static LocalDateTime parse(String text) {
        return switch (text.length()) {
            case 8 -> LocalDate.parse(text, D8).atTime(LocalTime.MIDNIGHT);
            case 10 -> LocalDate.parse(text, D10).atTime(LocalTime.MIDNIGHT);
            case 14 -> LocalDateTime.parse(text, DT14);
            case 19 -> LocalDateTime.parse(text, DT19);
            default -> throw new DateTimeException("not a date or time of 8, 10, 14 or 19 characters");
        };
    }

    public static String d8(LocalDateTime time) {
        return D8.format(time);
    }

    public static String d10(LocalDateTime time) {
        return D10.format(time);
    }

    public static String dt14(LocalDateTime time) {
        return DT14.format(time);
    }

    public static String dt19(LocalDateTime time) {
        return DT19.format(time);
    }
}
