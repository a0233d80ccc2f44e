package io.wutong.coverage.rules;

import io.wutong.envelope.Times;
import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * A newborn who is insured in time is covered from birth (新生儿): his coverage begins then, whenever it was registered.
 *
 * <p>In time is a region's rule: {@code year}, in the calendar year of birth; a number, in as many days; {@code no}, never.
 */
public final class Newborn {

    private static final int DAY_LENGTH = 10;

    private Newborn() {}

    /** The first day of a coverage: that of birth, or as it was registered. */
    public static String since(String registered, String birth, String rule) {
        if (birth.isEmpty() || registered.compareTo(birth) <= 0 || rule.equals("no")) {
            return registered;
        }
        try {
            LocalDate born = day(birth);
            LocalDate from = day(registered);
            boolean inTime = rule.equals("year")
                    ? from.getYear() == born.getYear()
                    : !from.isAfter(born.plusDays(Integer.parseInt(rule)));
            return inTime ? birth : registered;
        } catch (DateTimeException e) {
            return registered; // a file's own words for a day
        }
    }

    private static LocalDate day(String text) {
        return text.length() == DAY_LENGTH ? Times.day(text) : LocalDate.parse(text);
    }
}
