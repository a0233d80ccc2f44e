package io.wutong.envelope;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Times as the national interface writes them, and the days in them; digit by digit, since each message has a dozen. */
public final class Times {

    private static final int DAY_LENGTH = 10;

    private Times() {}

    /** {@code 20261122163434}. */
    public static String compact(LocalDateTime time) {
        return text(time, 14, false);
    }

    /** {@code 20261122163434123}. */
    public static String compactMillis(LocalDateTime time) {
        return text(time, 17, false);
    }

    /** {@code 2026-11-22 16:34:34}. */
    public static String seconds(LocalDateTime time) {
        return text(time, 19, true);
    }

    /**
     * The day of a time that begins {@code 2026-11-22}.
     *
     * @throws DateTimeException when it does not, or there is no such day
     */
    public static LocalDate day(String time) {
        return beginsWithDay(time)
                ? LocalDate.of(
                        Integer.parseInt(time, 0, 4, 10),
                        Integer.parseInt(time, 5, 7, 10),
                        Integer.parseInt(time, 8, DAY_LENGTH, 10))
                : LocalDate.parse(time.substring(0, Math.min(DAY_LENGTH, time.length())));
    }

    /** Whether a time begins {@code 2026-11-22}; there may be no such day. */
    public static boolean beginsWithDay(String time) {
        if (time.length() < DAY_LENGTH) {
            return false;
        }
        for (int i = 0; i < DAY_LENGTH; i++) {
            char c = time.charAt(i);
            if (i == 4 || i == 7 ? c != '-' : c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    private static String text(LocalDateTime time, int length, boolean apart) {
        byte[] text = new byte[length];
        int at = digits(text, 0, time.getYear(), 4);
        at = part(text, at, apart, '-', time.getMonthValue());
        at = part(text, at, apart, '-', time.getDayOfMonth());
        at = part(text, at, apart, ' ', time.getHour());
        at = part(text, at, apart, ':', time.getMinute());
        at = part(text, at, apart, ':', time.getSecond());
        if (at < length) {
            digits(text, at, time.getNano() / 1_000_000, 3);
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static int part(byte[] text, int at, boolean apart, char between, int value) {
        if (apart) {
            text[at] = (byte) between;
        }
        return digits(text, apart ? at + 1 : at, value, 2);
    }

    private static int digits(byte[] text, int at, int value, int count) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + count;
    }
}
