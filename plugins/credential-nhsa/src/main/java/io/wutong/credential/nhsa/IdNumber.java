package io.wutong.credential.nhsa;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The citizen's identity number of GB 11643: six digits of area, eight of birth, three of order, one check character;
 * the older form has fifteen digits, a two-digit year and no check.
 */
final class IdNumber {

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";
    private static final int FIRST_BIRTH_YEAR = 1880;

    private IdNumber() {}

    /** Fifteen digits, or seventeen and a digit or X: the form alone. */
    static boolean looksLikeOne(String text) {
        return text.matches("[0-9]{15}|[0-9]{17}[0-9Xx]");
    }

    /**
     * The number in its eighteen characters. Empty when the check character is wrong or nobody can have been born on
     * its date.
     */
    static Optional<String> normal(String text, LocalDate today) {
        if (!looksLikeOne(text)) {
            return Optional.empty();
        }
        String body = text.length() == 15 ? text.substring(0, 6) + "19" + text.substring(6) : text.substring(0, 17);
        String whole = body + check(body);
        boolean checks = text.length() == 15 || whole.equalsIgnoreCase(text);
        return checks && born(whole.substring(6, 14), today) ? Optional.of(whole) : Optional.empty();
    }

    /** Whether the middle of an eighteen-character number is a date on which someone living can have been born. */
    static boolean hasBirthDate(String text, LocalDate today) {
        return text.length() == 18 && born(text.substring(6, 14), today);
    }

    static char check(String seventeenDigits) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += (seventeenDigits.charAt(i) - '0') * WEIGHTS[i];
        }
        return CHECKS.charAt(sum % CHECKS.length());
    }

    private static boolean born(String yyyymmdd, LocalDate today) {
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(yyyymmdd.substring(0, 4)),
                    Integer.parseInt(yyyymmdd.substring(4, 6)),
                    Integer.parseInt(yyyymmdd.substring(6, 8)));
            return date.getYear() >= FIRST_BIRTH_YEAR && !date.isAfter(today);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
