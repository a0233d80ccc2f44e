package io.wutong.envelope;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;

/** Times as the national interface writes them: digit by digit, since each answer has four. */
public final class Times {

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
